using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;

namespace BelmAgent.Editing.Sessions;

/// <summary>Determines which picture came before which.</summary>
/// <remarks>Stateless; safe to call from any thread.</remarks>
public static class PictureLineage
{
    /// <summary>
    /// Returns the id of the previous picture: the one that this one replaced, or else the one that it was made from; null for the
    /// first.
    /// </summary>
    /// <param name="picture">The picture.</param>
    public static string? Before(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return picture.Recipe.Plan?.Revises ?? picture.ParentId;
    }

    /// <summary>Returns whether a picture is an ancestor of another one, over any number of edits.</summary>
    /// <param name="service">The domain.</param>
    /// <param name="earlierId">The possible ancestor.</param>
    /// <param name="imageId">The other picture.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Also false if a file in between was removed.</returns>
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
        catch (BelmException e) when (e.Kind == ErrorKind.NotFound)
        {
            // Ancestors before the gap cannot be determined.
        }

        return false;
    }
}
