using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;

namespace BelmAgent.Editing.Sessions;

/// <summary>Which picture came before which.</summary>
/// <remarks>Stateless; safe to call from any thread.</remarks>
public static class PictureLineage
{
    /// <summary>Id of the picture that came before: the one whose place this one took, else the one that it was made from; null for the first.</summary>
    /// <param name="picture">The picture.</param>
    public static string? Before(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return picture.Recipe.Plan?.Revises ?? picture.ParentId;
    }

    /// <summary>Returns whether a picture is one that another was made from, over any number of edits.</summary>
    /// <param name="service">The domain.</param>
    /// <param name="earlierId">The picture that may have come before.</param>
    /// <param name="imageId">The other.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>False also where a file on the way was taken away.</returns>
    public static async Task<bool> IsBeforeAsync(IEditService service, string earlierId, string imageId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(service);
        var seen = new HashSet<string>();
        try
        {
            for (var at = await service.GetAsync(imageId, cancellationToken); Before(at) is { } parent && seen.Add(parent); at = await service.GetAsync(parent, cancellationToken))
            {
                if (parent == earlierId)
                {
                    return true;
                }
            }
        }
        catch (PictureNotFoundException)
        {
            // What came before the gap cannot be told.
        }

        return false;
    }
}
