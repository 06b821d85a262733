using BelmAgent.Editing;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Resampling;
using Microsoft.Extensions.Options;

namespace BelmAgent.Mcp.Pictures;

/// <summary>Small copies of pictures, as JPEG files of a limited size.</summary>
/// <param name="images">The pictures.</param>
/// <param name="options">Sets the limit.</param>
internal sealed class Thumbnails(Images images, IOptions<McpOptions> options)
{
    /// <summary>The type of the files.</summary>
    public const string MediaType = "image/jpeg";

    private const int MaxSide = 512;
    private static readonly int[] Qualities = [90, 75, 50];

    /// <summary>Creates the thumbnail of a picture.</summary>
    /// <param name="imageId">The picture.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>A JPEG file of at most 512×512 pixels and <see cref="McpOptions.ThumbnailKibibytes"/>.</returns>
    /// <exception cref="BelmException"><c>image_not_found</c>: there is no such picture.</exception>
    public async Task<byte[]> CreateAsync(string imageId, CancellationToken cancellationToken)
    {
        await using var png = await images.OpenReadAsync(imageId, cancellationToken: cancellationToken);
        var image = await ImageCodec.ReadAsync(png, cancellationToken: cancellationToken);
        return await Task.Run(() => Encode(image, 1024 * options.Value.ThumbnailKibibytes), cancellationToken);
    }

    /// <summary>Encodes a picture within a limit: with the best quality, then with the most pixels that fit.</summary>
    internal static byte[] Encode(RgbImage image, int maxBytes)
    {
        for (var side = MaxSide; ; side /= 2)
        {
            var small = Math.Max(image.Width, image.Height) <= side ? image : ImageResize.To(image, side, side, ImageFit.Fit, multiple: 1).Image;
            foreach (var quality in Qualities)
            {
                var jpeg = ImageCodec.EncodeJpeg(small, quality);
                if (jpeg.Length <= maxBytes)
                {
                    return jpeg;
                }
            }
        }
    }
}
