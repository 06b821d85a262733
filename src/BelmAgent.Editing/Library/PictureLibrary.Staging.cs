using BelmAgent.Imaging;

namespace BelmAgent.Editing.Library;

/// <content>Pictures in two steps: written aside, then published.</content>
public sealed partial class PictureLibrary
{
    /// <summary>
    /// Writes a picture aside, under its new id but not among the pictures: <see cref="PublishAsync"/> puts it there. Between the two a
    /// caller can record the id, so that work that is done again after a crash has its effect once.
    /// </summary>
    /// <param name="image">The picture.</param>
    /// <param name="recipe">How it was made; its parent, if any, has a valid id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The picture as it will be. One that is never published is deleted after a day.</returns>
    /// <exception cref="ArgumentException">The recipe's parent or inversion is not an id.</exception>
    /// <exception cref="BelmException"><c>disk_full</c>: the disk is full; nothing was written.</exception>
    /// <exception cref="IOException">The picture cannot be written.</exception>
    public async Task<Picture> StageAsync(RgbImage image, PictureRecipe recipe, CancellationToken cancellationToken = default)
    {
        var (picture, png) = Compose(image, recipe);
        Directory.CreateDirectory(_staging);
        Leftovers.Remove(_staging, _clock.GetUtcNow() - LeftoverAge, "*");
        await WriteAsync(StagedPathOf(picture.Id), png, cancellationToken);
        return picture;
    }

    /// <summary>Puts a staged picture among the pictures. Calling it again, also from another process, changes nothing.</summary>
    /// <param name="id">The id that <see cref="StageAsync"/> gave it.</param>
    /// <param name="cancellationToken">Cancels the call before the picture is published.</param>
    /// <exception cref="BelmException"><c>image_not_found</c>: it was neither staged nor published.</exception>
    /// <exception cref="IOException">The picture cannot be moved.</exception>
    public async Task<Picture> PublishAsync(string id, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (LibraryId.IsValid(id, LibraryId.Picture) && !File.Exists(PathOf(id)))
        {
            try
            {
                Prepare();
                File.Move(StagedPathOf(id), PathOf(id));
            }
            catch (Exception exception) when (exception is IOException && File.Exists(PathOf(id)))
            {
                // Another process has published it in this moment.
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                // It was never staged, or swept: not found, as below.
            }
        }

        return await GetAsync(id, cancellationToken);
    }

    /// <summary>Deletes a staged picture that will not be published; one that is published stays.</summary>
    /// <param name="id">The id that <see cref="StageAsync"/> gave it.</param>
    public void Discard(string id)
    {
        if (LibraryId.IsValid(id, LibraryId.Picture) && File.Exists(StagedPathOf(id)))
        {
            File.Delete(StagedPathOf(id));
        }
    }

    private string StagedPathOf(string id) => Path.Combine(_staging, id + Extension);
}
