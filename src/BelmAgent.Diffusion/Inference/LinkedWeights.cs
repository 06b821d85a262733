using BelmAgent.Diffusion.Graphs;
using BelmAgent.Imaging.Files;
using Google.Protobuf;

namespace BelmAgent.Diffusion.Inference;

/// <summary>
/// Weights that a graph refers to by links into a store elsewhere, as in a hub's cache. ONNX Runtime refuses links out of a graph's
/// own folder; links that were verified to lead into the model's own store are replaced in the graph by the real names.
/// </summary>
internal sealed class LinkedWeights
{
    private readonly Dictionary<string, string> _names;

    private LinkedWeights(string folder, Dictionary<string, string> names) => (Folder, _names) = (folder, names);

    /// <summary>Gets the folder that the real names are relative to.</summary>
    public string Folder { get; }

    /// <summary>Finds the weights outside a graph's folder; returns null if there are none.</summary>
    /// <param name="path">The graph's file.</param>
    /// <param name="outline">Its declarations, checked (<see cref="OnnxFile"/>).</param>
    public static LinkedWeights? Find(string path, OnnxOutline outline)
    {
        var files = outline.Tensors.SelectMany(tensor => tensor.External.Where(entry => entry.Key == "location")).Select(entry => entry.Value).Distinct(StringComparer.Ordinal)
            .ToDictionary(location => location, location => RealPath.Resolve(ExternalPath.Resolve(path, location)), StringComparer.Ordinal);
        if (files.Values.All(file => ExternalPath.IsWithin(file, RealPath.Resolve(Path.GetDirectoryName(Path.GetFullPath(path))!))))
        {
            return null;
        }

        var folder = Path.GetDirectoryName(files.Values.First())!;
        while (!files.Values.All(file => ExternalPath.IsWithin(file, folder)))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return new LinkedWeights(
            folder,
            files.ToDictionary(file => file.Key, file => Path.GetRelativePath(folder, file.Value).Replace(Path.DirectorySeparatorChar, '/'), StringComparer.Ordinal));
    }

    /// <summary>Returns the graph with the real names.</summary>
    public byte[] Apply(byte[] graph)
    {
        var model = ModelProto.Parser.ParseFrom(graph);
        Rename(model);
        return model.ToByteArray();
    }

    // Tensors occur in many places: in the graph, its nodes, the graphs within those, and functions.
    private void Rename(IMessage message)
    {
        if (message is TensorProto tensor)
        {
            foreach (var entry in tensor.ExternalData.Where(entry => entry.Key == "location"))
            {
                entry.Value = _names[entry.Value];
            }

            return;
        }

        foreach (var field in message.Descriptor.Fields.InDeclarationOrder().Where(field => field.FieldType == Google.Protobuf.Reflection.FieldType.Message))
        {
            var within = field.Accessor.GetValue(message) switch
            {
                IMessage one => [one],
                System.Collections.IEnumerable many => many.OfType<IMessage>(),
                _ => [],
            };
            foreach (var inner in within)
            {
                Rename(inner);
            }
        }
    }
}
