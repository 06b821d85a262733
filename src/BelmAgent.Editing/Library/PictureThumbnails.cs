using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Files;
using BelmAgent.Imaging.Resampling;

namespace BelmAgent.Editing.Library;

/// <summary>Small WebP copies of the library's pictures, made on first use and kept in its folder <c>thumbnails</c>.</summary>
/// <remarks>A picture never changes, so neither does its thumbnail. Safe to share between threads and processes.</remarks>
public sealed class PictureThumbnails
{
    private readonly PictureLibrary _library;

    /// <summary>Opens the thumbnails of a library.</summary>
    /// <param name="library">The library.</param>
    public PictureThumbnails(PictureLibrary library)
    {
        ArgumentNullException.ThrowIfNull(library);
        _library = library;
        Folder = Path.Combine(Path.GetDirectoryName(library.Folder)!, "thumbnails");
    }

    /// <summary>Gets the sizes of thumbnails: their longer edge, in pixels.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [128, 256, 512];

    /// <summary>Gets the full path of the folder that contains the files.</summary>
    public string Folder { get; }

    /// <summary>Returns a picture's thumbnail as WebP, at most as large as the picture itself.</summary>
    /// <param name="id">The picture.</param>
    /// <param name="size">The longer edge in pixels, one of <see cref="Sizes"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is another one.</exception>
    /// <exception cref="BelmException"><c>image_not_found</c>: there is no such picture.</exception>
    public async Task<byte[]> GetAsync(string id, int size, CancellationToken cancellationToken = default)
    {
        if (!Sizes.Contains(size))
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, $"Thumbnails have {string.Join(", ", Sizes)} pixels.");
        }

        // Checks the id before it becomes a part of a path.
        await _library.GetAsync(id, cancellationToken);
        var path = PathOf(id, size);
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            var bytes = ImageCodec.EncodeWebp(Shrink(await _library.ReadImageAsync(id, cancellationToken), size));
            Directory.CreateDirectory(Folder);
            await AtomicFile.WriteAsync(path, (stream, token) => stream.WriteAsync(bytes, token).AsTask(), cancellationToken);
            if (!_library.Contains(id))
            {
                // It was deleted meanwhile.
                Remove(id);
            }

            return bytes;
        }
    }

    /// <summary>Returns a picture scaled down to a longer edge; one that is not larger is returned as it is.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="size">The longer edge in pixels, at least 1.</param>
    public static RgbImage Shrink(RgbImage image, int size)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var scale = (double)size / Math.Max(image.Width, image.Height);
        return scale >= 1 ? image : ImageResize.Resample(image, Math.Max(1, (int)Math.Round(image.Width * scale)), Math.Max(1, (int)Math.Round(image.Height * scale)));
    }

    /// <summary>Deletes the thumbnails of a picture that is forgotten.</summary>
    internal void Remove(string id)
    {
        foreach (var path in Sizes.Select(size => PathOf(id, size)).Where(File.Exists))
        {
            File.Delete(path);
        }
    }

    private string PathOf(string id, int size) => Path.Combine(Folder, $"{id}.{size}.webp");
}
