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
