using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Inference;
using BelmAgent.Diffusion.Models;
using BelmAgent.Imaging.Files;
using Google.Protobuf;

namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>Caches edited graphs on disk, so that each model is edited once.</summary>
/// <remarks>
/// A file name combines the model's folder name, a key (SHA-256 of the original <c>.onnx</c>, the options and the editor's version)
/// and the file's own SHA-256, so a stale file is never found and a damaged one is recognised. Sizes at which other self layers are
/// shared than at the native size have files of their own. Weights in external files stay where they are. Graphs larger than 64 MiB,
/// which contain their weights, are not cached. Safe to share between threads and processes.
/// </remarks>
/// <param name="options">The layers to control, and the location of the cache.</param>
public sealed class AttentionControlCache(AttentionControlOptions options)
{
    private const int MaxKept = 64 << 20;
    private const int DigestDigits = 32;

    private readonly string _folder = Path.GetFullPath(options.CacheFolder ?? AttentionControlOptions.DefaultCacheFolder);

    /// <summary>Edits a model's UNet and caches the result, unless it is cached already.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="size">The latent size for which to choose the self layers. Null: the native size.</param>
    /// <returns>The file; null if the graph is too large to be cached.</returns>
    /// <exception cref="AttentionControlException">The attention cannot be recognised in the graph.</exception>
    /// <exception cref="ModelException">The UNet is missing or damaged.</exception>
    /// <exception cref="BelmException"><c>disk_full</c>: the disk is full.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    public string? Prepare(ModelFolder folder, LatentShape? size = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var (path, native) = (folder.Model("unet"), UnetSize.Configured(folder.Config("unet")));
        var stem = Stem(path, native, size);
        return Find(stem) is { } kept && Read(kept) is not null ? kept : Keep(stem, Edit(path, native, size));
    }

    /// <summary>Gets a model's edited graph, from the cache if it is there.</summary>
    internal EditedGraph Open(ModelFolder folder, LatentShape? size = null)
    {
        var (path, native) = (folder.Model("unet"), UnetSize.Configured(folder.Config("unet")));
        var stem = Stem(path, native, size);
        try
        {
            if (Find(stem) is { } kept && Read(kept) is { } bytes)
            {
                return new EditedGraph(bytes, true, null);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // An unreadable cache counts as empty; a failure to write to it is reported below.
        }

        var edited = Edit(path, native, size);
        try
        {
            _ = Keep(stem, edited);
            return new EditedGraph(edited, false, null);
        }
        catch (Exception exception) when (exception is BelmException or IOException or UnauthorizedAccessException)
        {
            return new EditedGraph(edited, false, new AttentionCacheFailure(_folder, exception.Message));
        }
    }

    private byte[] Edit(string path, LatentShape configured, LatentShape? size)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var model = ModelProto.Parser.ParseFrom(stream);
            if (model.Graph is null)
            {
                throw ModelException.Broken(path, "it contains no graph");
            }

            var layout = AttentionInstrumenter.Apply(path, model, UnetSize.Native(model.Graph, configured), options, size);
            model.MetadataProps.Add(new StringStringEntryProto { Key = LayoutText.Key, Value = LayoutText.Write(layout) });
            return model.ToByteArray();
        }
        catch (InvalidProtocolBufferException e)
        {
            throw ModelException.Broken(path, "not an ONNX graph", e);
        }
    }

    private string? Find(string stem) => Directory.Exists(_folder)
        ? Directory.EnumerateFiles(_folder, $"{stem}-*.onnx").Order(StringComparer.Ordinal).FirstOrDefault()
        : null;

    private string? Keep(string stem, byte[] bytes)
    {
        if (bytes.Length > MaxKept)
        {
            return null;
        }

        Directory.CreateDirectory(_folder);
        var path = Path.Combine(_folder, $"{stem}-{Digest(SHA256.HashData(bytes))}.onnx");
        AtomicFile.Write(path, stream => stream.Write(bytes));
        foreach (var older in Directory.EnumerateFiles(_folder, $"{stem[..^DigestDigits]}*.onnx").Where(file => file != path))
        {
            DeleteQuietly(older);
        }

        return path;
    }

    // Null if the file's content does not match its name.
    private static byte[]? Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (Path.GetFileNameWithoutExtension(path).EndsWith(Digest(SHA256.HashData(bytes)), StringComparison.Ordinal))
        {
            return bytes;
        }

        DeleteQuietly(path);
        return null;
    }

    private string Stem(string path, LatentShape configured, LatentShape? size)
    {
        // Sizes that share the same layers share a file.
        int? level = size is { } given ? FirstLevel(given) : null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{AttentionInstrumenter.Version} {options.MaxSelfTokens} {options.BlendTokens} {configured.Channels} {configured.Height} {configured.Width} {level}\n")));
        using (var stream = File.OpenRead(path))
        {
            var buffer = new byte[1 << 20];
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                hash.AppendData(buffer.AsSpan(0, read));
            }
        }

        var place = Digest(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{path}{level}"))))[..16];
        return $"unet-{place}-{Digest(hash.GetHashAndReset())}";
    }

    private int FirstLevel(LatentShape size)
    {
        var level = 0;
        while (size.Halved(level) is var halved && halved.Height * halved.Width > Math.Max(1, options.MaxSelfTokens))
        {
            level++;
        }

        return level;
    }

    private static string Digest(byte[] hash) => Convert.ToHexStringLower(hash)[..DigestDigits];

    private static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another process may be reading the file, so it is never locked exclusively.
        }
    }
}

/// <summary>A UNet's graph with attention control added, ready for a session.</summary>
/// <param name="Bytes">The ONNX file.</param>
/// <param name="IsCached">Whether it was read from the cache.</param>
/// <param name="Failure">The reason why it could not be cached; null if it was cached or is too large.</param>
internal sealed record EditedGraph(byte[] Bytes, bool IsCached, AttentionCacheFailure? Failure);

/// <summary>Reports that an edited graph could not be cached. It was used all the same and will be edited again next time.</summary>
/// <param name="Folder">The cache folder.</param>
/// <param name="Reason">The reason, in one sentence.</param>
public sealed record AttentionCacheFailure(string Folder, string Reason);
