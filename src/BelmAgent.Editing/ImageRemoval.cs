using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;

namespace BelmAgent.Editing;

/// <summary>Deletes an image with all that hangs on it.</summary>
internal sealed class ImageRemoval(PictureLibrary library, InversionStore inversions, PictureThumbnails thumbnails)
{
    /// <summary>Deletes an image, its masks, inversions and thumbnails, and on request what was made from it.</summary>
    /// <returns>The ids of the deleted images and masks.</returns>
    public async Task<IReadOnlyList<string>> RemoveAsync(string imageId, bool withDescendants, CancellationToken cancellationToken)
    {
        var descendants = await library.GetDescendantsAsync(imageId, cancellationToken);
        if (!withDescendants && descendants.Any(picture => picture.Recipe.Kind != PictureKind.Mask))
        {
            throw new BelmException(
                "has_descendants", ErrorKind.InvalidInput, $"Other images were made from '{imageId}'", "delete those first, or ask for them to be deleted too");
        }

        HashSet<string> gone = [imageId, .. descendants.Select(picture => picture.Id)];
        foreach (var inversion in await inversions.ListAsync(cancellationToken: cancellationToken))
        {
            if (inversion.ImageId is { } of && gone.Contains(of))
            {
                inversions.Remove(inversion.InversionId);
            }
        }

        // From the youngest back, so that an interruption leaves no image without its parent.
        IReadOnlyList<string> deleted = [.. gone.OrderDescending(StringComparer.Ordinal)];
        foreach (var id in deleted)
        {
            library.Remove(id);
            thumbnails.Remove(id);
        }

        return deleted;
    }
}
