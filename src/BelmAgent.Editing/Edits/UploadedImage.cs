using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Editing.Edits;

/// <summary>Reads a picture that somebody hands in, without blocking on whoever sends it.</summary>
internal static class UploadedImage
{
    private const int ChunkBytes = 81_920;

    /// <summary>Reads a stream to its end, no further than the limits allow, and decodes what it holds.</summary>
    /// <exception cref="ImageFormatException">The bytes are empty, not a picture, cut off or damaged.</exception>
    /// <exception cref="ImageTooLargeException">The picture is beyond the limits.</exception>
    public static async Task<RgbImage> ReadAsync(Stream content, ImageLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        using var buffer = new MemoryStream();
        var chunk = new byte[ChunkBytes];
        int count;
        while ((count = await content.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + count > limits.MaxEncodedBytes)
            {
                throw new ImageTooLargeException(limits, source: null);
            }

            buffer.Write(chunk, 0, count);
        }

        buffer.Position = 0;
        return ImageCodec.Read(buffer, limits, cancellationToken: cancellationToken);
    }
}
