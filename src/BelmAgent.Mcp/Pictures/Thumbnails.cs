using BelmAgent.Editing;
using BelmAgent.Editing.Library;
using BelmAgent.Mcp.Configuration;
using Microsoft.Extensions.Options;

namespace BelmAgent.Mcp.Pictures;

/// <summary>Small copies of pictures, as WebP files of a limited size.</summary>
/// <param name="images">The pictures.</param>
/// <param name="options">Sets the limit.</param>
internal sealed class Thumbnails(Images images, IOptions<McpOptions> options)
{
    /// <summary>The type of the files.</summary>
    public const string MediaType = "image/webp";

    /// <summary>Returns the largest thumbnail of a picture that keeps the limit.</summary>
    /// <param name="imageId">The picture.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>A WebP file of at most 512×512 pixels and <see cref="McpOptions.ThumbnailKibibytes"/>; null if none keeps the limit.</returns>
    /// <exception cref="BelmException"><c>image_not_found</c>: there is no such picture.</exception>
    public async Task<byte[]?> FindAsync(string imageId, CancellationToken cancellationToken)
    {
        foreach (var size in PictureThumbnails.Sizes.OrderDescending())
        {
            var thumbnail = await images.GetThumbnailAsync(imageId, size, cancellationToken);
            if (thumbnail.Length <= 1024 * options.Value.ThumbnailKibibytes)
            {
                return thumbnail;
            }
        }

        return null;
    }
}
