using System.Text.Json.Serialization;

namespace BelmAgent.Diffusion.Hub;

/// <summary>Downloads a model from a hub into a folder, which appears only when complete.</summary>
/// <param name="client">The hub.</param>
/// <param name="freeSpace">Gets the free bytes of a folder's disk. Default: as reported by the system.</param>
/// <remarks>Safe to share between threads.</remarks>
public sealed class ModelPull(HubClient client, Func<string, long>? freeSpace = null)
{
    private readonly Func<string, long> _freeSpace = freeSpace ?? (folder => new DriveInfo(folder).AvailableFreeSpace);

    /// <summary>Downloads a model.</summary>
    /// <param name="repository">The repository to download.</param>
    /// <param name="selection">Selects the files.</param>
    /// <param name="folder">
    /// The folder to create. Until it is complete, files are collected in <c>folder.part</c>, from which a later call resumes.
    /// </param>
    /// <param name="progress">Receives frequent reports, on any thread.</param>
    /// <param name="cancellationToken">Cancels the call; downloaded data is kept for the next.</param>
    /// <exception cref="HubException">The model cannot be downloaded, or the folder already exists.</exception>
    /// <exception cref="BelmException"><c>disk_full</c>: the disk is full.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public async Task<PulledModel> RunAsync(
        HubRepository repository, HubSelection selection, string folder, IProgress<PullProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        PullFolder.RequireFree(folder);
        var listing = await client.ListAsync(repository, selection, cancellationToken);
        using var part = PullFolder.Open(folder);
        var before = listing.Files.Sum(part.Length);
        if (_freeSpace(Path.GetDirectoryName(folder)!) is var free && free < listing.Size - before)
        {
            throw HubException.NoSpace(folder, listing.Size - before, free);
        }

        var done = 0L;
        foreach (var file in listing.Files)
        {
            await new FilePull(client, listing, file, part, bytes => progress?.Report(new PullProgress(file.Path, bytes, file.Size, done + bytes, listing.Size)))
                .RunAsync(cancellationToken);
            done += file.Size;
        }

        cancellationToken.ThrowIfCancellationRequested();
        part.Complete(listing);
        return new PulledModel(folder, listing.Repository.Name, listing.Commit, listing.Files.Count, listing.Size, listing.Size - before);
    }
}

/// <summary>The progress of a download.</summary>
/// <param name="File">Path of the current file.</param>
/// <param name="FileBytes">Bytes of it that have been downloaded.</param>
/// <param name="FileSize">Its size.</param>
/// <param name="Bytes">Bytes of all files that have been downloaded.</param>
/// <param name="Size">Their total size.</param>
public sealed record PullProgress(string File, long FileBytes, long FileSize, long Bytes, long Size);

/// <summary>A downloaded model.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Repository">The repository.</param>
/// <param name="Commit">The commit.</param>
/// <param name="Files">Its files.</param>
/// <param name="Bytes">Their total size in bytes.</param>
/// <param name="Fetched">Bytes that this call downloaded.</param>
public sealed record PulledModel(
    [property: JsonPropertyName("folder")] string Folder,
    [property: JsonPropertyName("repository")] string Repository,
    [property: JsonPropertyName("commit")] string Commit,
    [property: JsonPropertyName("files")] int Files,
    [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("fetched")] long Fetched);
