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
        var lineage = await library.GetLineageAsync(imageId, cancellationToken);
        var gone = DescendantsOf(imageId, lineage);
        if (!withDescendants && lineage.Any(picture => picture.Id != imageId && gone.Contains(picture.Id) && picture.Recipe.Kind != PictureKind.Mask))
        {
            throw new BelmException(
                "has_descendants", ErrorKind.InvalidInput, $"Other images were made from '{imageId}'", "delete those first, or ask for them to be deleted too");
        }

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

    private static HashSet<string> DescendantsOf(string imageId, IReadOnlyList<Picture> lineage)
    {
        var (gone, open) = (new HashSet<string> { imageId }, new Queue<string>([imageId]));
        while (open.TryDequeue(out var parent))
        {
            foreach (var child in lineage.Where(picture => picture.ParentId == parent && gone.Add(picture.Id)))
            {
                open.Enqueue(child.Id);
            }
        }

        return gone;
    }
}
