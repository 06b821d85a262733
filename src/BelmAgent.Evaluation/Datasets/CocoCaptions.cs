using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BelmAgent.Evaluation.Datasets;

/// <summary>Captions in the form of COCO's annotations, such as <c>captions_val2014.json</c>: images, and annotations that belong to them.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed class CocoCaptions
{
    private readonly IReadOnlyList<(long Id, string File, IReadOnlyList<string> Captions)> _images;

    private CocoCaptions(string path, string sha256, IReadOnlyList<(long, string, IReadOnlyList<string>)> images) =>
        (Path, Sha256, _images) = (path, sha256, images);

    /// <summary>Gets ToyTown's captions, which come with the app.</summary>
    public static string DefaultPath { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "bench", "quality", "toytown-captions.json");

    /// <summary>Gets the file.</summary>
    public string Path { get; }

    /// <summary>Gets the SHA-256 of the file.</summary>
    public string Sha256 { get; }

    /// <summary>Gets the number of images that have a caption.</summary>
    public int Count => _images.Count;

    /// <summary>Reads a file of captions.</summary>
    /// <param name="path">The file: an object with <c>images</c> (id, file_name) and <c>annotations</c> (image_id, id, caption).</param>
    /// <exception cref="BelmException"><c>not_captions</c>: it is missing, is not in that form, or holds no caption.</exception>
    public static CocoCaptions Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var stream = System.IO.File.OpenRead(path);
            using var hash = SHA256.Create();
            using var hashed = new CryptoStream(stream, hash, CryptoStreamMode.Read);
            // The stream is read in pieces: COCO's own file has 30 MB.
            var file = JsonSerializer.Deserialize<CocoFile>(hashed) ?? throw Fault(path, "it is empty");
            hashed.CopyTo(Stream.Null);
            return new(path, Convert.ToHexStringLower(hash.Hash!), Join(path, file));
        }
        catch (JsonException e)
        {
            throw Fault(path, "it is not JSON in that form", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Fault(path, "it is missing", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault(path, "it cannot be read", e);
        }
    }

    /// <summary>Chooses images, and one caption for each. The same seed gives the same list, whatever the order of the file.</summary>
    /// <param name="seed">The seed of both choices.</param>
    /// <param name="limit">Maximum number of images, at least 1. Null: all.</param>
    /// <returns>The images in a random order, so that any beginning of the list is a random sample.</returns>
    public IReadOnlyList<CaptionedImage> Select(long seed, int? limit = null) =>
    [
        .. SeededOrder.Take(_images, limit, image => SeededOrder.Rank(seed, (ulong)image.Id))
            .Select(image => new CaptionedImage(
                image.Id, image.File, image.Captions[(int)(SeededOrder.Rank(seed + 1, (ulong)image.Id) % (ulong)image.Captions.Count)])),
    ];

    /// <summary>Returns one caption for a picture's file; null if it has none.</summary>
    /// <param name="seed">The seed of the choice, as for <see cref="Select"/>.</param>
    /// <returns>A function from a file's path to its caption: that of the path, or else of the name without its folder.</returns>
    public Func<string, string?> ByFile(long seed)
    {
        var known = Select(seed).GroupBy(image => image.File).ToDictionary(group => group.Key, group => group.First().Caption, StringComparer.Ordinal);
        return file => known.GetValueOrDefault(file) ?? known.GetValueOrDefault(file[(file.LastIndexOf('/') + 1)..]);
    }

    private static List<(long, string, IReadOnlyList<string>)> Join(string path, CocoFile file)
    {
        if (file.Images is null || file.Annotations is null)
        {
            throw Fault(path, $"it has no '{(file.Images is null ? "images" : "annotations")}'");
        }

        // In the order of their ids, so that a choice does not depend on the file's.
        var captions = file.Annotations.Where(annotation => annotation.Caption is { } text && text.Any(letter => !char.IsWhiteSpace(letter)))
            .GroupBy(annotation => annotation.ImageId)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.OrderBy(annotation => annotation.Id).Select(annotation => OneLine(annotation.Caption!))]);
        var images = file.Images.DistinctBy(image => image.Id).Where(image => captions.ContainsKey(image.Id))
            .Select(image => (image.Id, image.FileName ?? "", captions[image.Id])).ToList();
        return images.Count > 0 ? images : throw Fault(path, "none of its images has a caption");
    }

    private static string OneLine(string caption) => string.Join(' ', caption.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static BelmException Fault(string path, string detail, Exception? inner = null) => new(
        "not_captions",
        ErrorKind.InvalidInput,
        $"'{path}' cannot be used as captions in COCO's form ({detail})",
        "name a file such as captions_val2014.json, from annotations_trainval2014.zip on cocodataset.org",
        inner)
    {
        SafeProblem = $"The file of captions cannot be used ({detail})",
    };

    private sealed record CocoFile(
        [property: JsonPropertyName("images")] IReadOnlyList<CocoImage>? Images,
        [property: JsonPropertyName("annotations")] IReadOnlyList<CocoAnnotation>? Annotations);

    private sealed record CocoImage(
        [property: JsonPropertyName("id"), JsonRequired] long Id,
        [property: JsonPropertyName("file_name")] string? FileName);

    private sealed record CocoAnnotation(
        [property: JsonPropertyName("image_id"), JsonRequired] long ImageId,
        [property: JsonPropertyName("id")] long Id,
        [property: JsonPropertyName("caption")] string? Caption);
}

/// <summary>An image with the caption that was chosen for it.</summary>
/// <param name="Id">The image's id in the file.</param>
/// <param name="File">The name of its file, without a folder; may be empty.</param>
/// <param name="Caption">The caption, one line.</param>
public sealed record CaptionedImage(long Id, string File, string Caption);
