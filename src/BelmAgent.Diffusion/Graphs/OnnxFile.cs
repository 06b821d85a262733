using System.Globalization;
using BelmAgent.Diffusion.Models;
using BelmAgent.Imaging.Files;

namespace BelmAgent.Diffusion.Graphs;

/// <summary>Reads and checks an ONNX file before ONNX Runtime opens it or any file that it refers to.</summary>
internal static class OnnxFile
{
    private const int Buffer = 1 << 16;

    /// <summary>Reads a file's outline and checks that all its weights are there, within its folder.</summary>
    /// <exception cref="ModelException">The file, or one with its weights, does not exist.</exception>
    /// <exception cref="ModelException">The file is not an ONNX graph, or its weights do not match its declarations.</exception>
    /// <exception cref="ModelException">The file refers to another file outside its folder.</exception>
    public static OnnxOutline Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, Buffer);
            return Read(path, stream);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw ModelException.Missing(path, "the pipeline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ModelException.Broken(path, "it cannot be read", e);
        }
    }

    /// <summary>Reads the outline of a graph in memory whose weights are beside a file.</summary>
    public static OnnxOutline Read(string path, Stream graph)
    {
        try
        {
            var outline = OnnxOutlineReader.Read(graph);
            foreach (var tensor in outline.Tensors)
            {
                Check(path, tensor);
            }

            return outline;
        }
        catch (InvalidDataException e)
        {
            throw ModelException.Broken(path, $"it is not a complete ONNX graph: {e.Message}", e);
        }
    }

    /// <summary>Returns the files that contain external weights, with the length that the weights need.</summary>
    public static IEnumerable<(string File, long Bytes)> ExternalFiles(string path, OnnxOutline outline) => outline.Tensors
        .Where(tensor => tensor.IsExternal)
        .GroupBy(tensor => ExternalPath.Resolve(path, tensor.External.Single(entry => entry.Key == "location").Value))
        .Select(file => (file.Key, RealPath.LengthOf(file.Key)));

    private static void Check(string path, StoredTensor tensor)
    {
        var bytes = tensor.Bytes();
        // Checked even if the tensor says that its content is inside: another reader may decide otherwise.
        foreach (var location in tensor.External.Where(entry => entry.Key == "location"))
        {
            _ = ExternalPath.Resolve(path, location.Value);
        }

        if (tensor.IsExternal)
        {
            CheckExternal(path, tensor, bytes);
        }
        else if (tensor.RawLength is { } raw && bytes is { } needed && raw != needed)
        {
            throw ModelException.Broken(path, $"the weights '{tensor.Name}' have {raw} bytes where their shape needs {needed}");
        }
    }

    private static void CheckExternal(string path, StoredTensor tensor, long? bytes)
    {
        if (tensor.External.GroupBy(entry => entry.Key, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw ModelException.Broken(path, $"the weights '{tensor.Name}' set '{twice.Key}' twice");
        }

        var said = tensor.External.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
        if (!said.TryGetValue("location", out var location))
        {
            throw ModelException.Broken(path, $"the weights '{tensor.Name}' do not name their file");
        }

        long Number(string key, long otherwise) => !said.TryGetValue(key, out var text) ? otherwise
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw ModelException.Broken(path, $"the weights '{tensor.Name}' have a {key} that is not a number of bytes");
        var file = ExternalPath.Resolve(path, location);
        var there = RealPath.LengthOf(file);
        var offset = Number("offset", 0);
        var length = Number("length", bytes ?? 0);
        if (bytes is { } needed && length != needed)
        {
            throw ModelException.Broken(path, $"the weights '{tensor.Name}' have {length} bytes where their shape needs {needed}");
        }

        if (offset > there || length > there - offset)
        {
            throw ModelException.Broken(file, $"it has {there} bytes, but the weights '{tensor.Name}' extend to byte {(decimal)offset + length}");
        }
    }
}
