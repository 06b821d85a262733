using BelmAgent.Editing.Library;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Files;
using BelmAgent.Imaging.Resampling;

namespace BelmAgent.Workflows.Results;

/// <summary>Pictures of the library as results: copied as files, and small for the contact sheet.</summary>
internal sealed class ResultPictures(PictureLibrary library)
{
    private const int Edge = 256;
    private const int Quality = 80;

    /// <summary>Copies a picture to a file, unless it is there.</summary>
    /// <returns>False if the library has it no more.</returns>
    public async Task<bool> DeliverAsync(string imageId, string path, CancellationToken cancellationToken)
    {
        try
        {
            var picture = await library.GetAsync(imageId, cancellationToken);
            var size = new FileInfo(picture.Path).Length;
            if (new FileInfo(path) is { Exists: true } there && there.Length == size)
            {
                return true;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using var source = File.OpenRead(picture.Path);
            await AtomicFile.WriteAsync(path, source.CopyToAsync, cancellationToken);
            return true;
        }
        catch (BelmException exception) when (exception.Kind == ErrorKind.NotFound)
        {
            return File.Exists(path);
        }
    }

    /// <summary>Returns a picture as a small JPEG; null if it cannot be read.</summary>
    public async Task<byte[]?> SmallAsync(string imageId, CancellationToken cancellationToken)
    {
        try
        {
            var image = await library.ReadImageAsync(imageId, cancellationToken);
            var scale = Math.Min(1, (double)Edge / Math.Max(image.Width, image.Height));
            var small = scale < 1 ? ImageResize.Resample(image, Math.Max(1, (int)Math.Round(image.Width * scale)), Math.Max(1, (int)Math.Round(image.Height * scale))) : image;
            return ImageCodec.EncodeJpeg(small, Quality);
        }
        catch (Exception exception) when (exception is BelmException or IOException)
        {
            return null;
        }
    }
}
