using System.Collections.Concurrent;
using BelmAgent.Editing.Library;
using BelmAgent.Imaging.Files;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BelmAgent.Editing.Inversions;

/// <summary>The saved inversions of a library, one safetensors file each.</summary>
/// <remarks>Files are written atomically and never changed. Safe to share between threads and processes.</remarks>
public sealed partial class InversionStore
{
    private const string Extension = ".safetensors";
    private const int KnownIdsInErrors = 5;
    private static readonly TimeSpan LeftoverAge = TimeSpan.FromDays(1);

    private readonly LibraryId _ids;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, InversionMetadata> _read = new(StringComparer.Ordinal);
    private bool _isSwept;

    /// <summary>Opens the store; nothing is touched before the first inversion is saved.</summary>
    /// <param name="options">The location of the library.</param>
    /// <param name="ids">Creates the ids.</param>
    /// <param name="clock">Supplies the time.</param>
    /// <param name="logger">Logs files that cannot be read. Null: no logging.</param>
    public InversionStore(LibraryOptions options, LibraryId ids, TimeProvider clock, ILogger<InversionStore>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(clock);
        (_ids, _clock, _logger) = (ids, clock, logger ?? NullLogger<InversionStore>.Instance);
        Folder = Path.Combine(Path.GetFullPath(options.Root), "inversions");
    }

    /// <summary>Gets the full path of the folder that contains the files.</summary>
    public string Folder { get; }

    /// <summary>Creates an id for an inversion that is about to be saved.</summary>
    public string NewId() => _ids.Next(LibraryId.Inversion);

    /// <summary>Returns the full path of an inversion's file, whether or not it exists.</summary>
    /// <param name="id">The inversion's id.</param>
    /// <exception cref="BelmException"><c>inversion_not_found</c>: the text is not an id.</exception>
    public string PathOf(string id) => LibraryId.IsValid(id, LibraryId.Inversion)
        ? Path.Combine(Folder, id + Extension)
        : throw NotFound(id);

    /// <summary>Saves an inversion under its own id.</summary>
    /// <param name="inversion">The inversion; its id comes from <see cref="NewId"/>.</param>
    /// <param name="cancellationToken">Cancels the call before the file is in place.</param>
    /// <returns>Full path of the file.</returns>
    /// <exception cref="ArgumentException">The inversion's id is not an id.</exception>
    /// <exception cref="InversionFormatException">The tensors do not fit the metadata; nothing was written.</exception>
    /// <exception cref="BelmException"><c>disk_full</c>: the disk is full; nothing was saved.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task<string> SaveAsync(InversionRecord inversion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inversion);
        var id = inversion.Metadata.InversionId;
        if (!LibraryId.IsValid(id, LibraryId.Inversion))
        {
            throw new ArgumentException($"'{id}' is not an id of the form {LibraryId.Inversion}_….", nameof(inversion));
        }

        Directory.CreateDirectory(Folder);
        if (!Interlocked.Exchange(ref _isSwept, true))
        {
            Leftovers.Remove(Folder, _clock.GetUtcNow() - LeftoverAge);
        }

        var path = PathOf(id);
        await SaveFileAsync(inversion, path, cancellationToken);
        _read[id] = inversion.Metadata;
        return path;
    }

    /// <summary>Loads a saved inversion.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call before the file is read.</param>
    /// <exception cref="BelmException"><c>inversion_not_found</c>: there is no such inversion, or the text is not an id.</exception>
    /// <exception cref="InversionFormatException">The file is damaged or of a later version.</exception>
    public Task<InversionRecord> LoadAsync(string id, CancellationToken cancellationToken = default)
    {
        var path = PathOf(id);
        return File.Exists(path) ? LoadFileAsync(path, cancellationToken) : throw NotFound(id);
    }

    /// <summary>Lists the metadata of all saved inversions, newest first. An unreadable file is skipped and logged.</summary>
    /// <param name="imageId">Only those of this picture. Null: all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<InversionMetadata>> ListAsync(string? imageId = null, CancellationToken cancellationToken = default)
    {
        var found = new List<InversionMetadata>();
        foreach (var id in IdsNewestFirst())
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                found.Add(_read.GetOrAdd(id, ReadMetadata));
            }
            catch (Exception exception) when (exception is InversionFormatException or IOException or UnauthorizedAccessException)
            {
                LogUnreadable(PathOf(id), exception);
            }
        }

        return Task.FromResult<IReadOnlyList<InversionMetadata>>(
            [.. found.Where(metadata => imageId is null || metadata.ImageId == imageId).OrderByDescending(metadata => metadata.Created)]);
    }

    /// <summary>Deletes a saved inversion.</summary>
    /// <param name="id">Its id; nothing happens where there is none.</param>
    internal void Remove(string id)
    {
        File.Delete(PathOf(id));
        _read.TryRemove(id, out _);
    }

    /// <summary>Saves an inversion to any file atomically.</summary>
    /// <param name="inversion">The inversion.</param>
    /// <param name="path">The file, already allowed by <see cref="PathGuard"/>; an existing one is replaced.</param>
    /// <param name="cancellationToken">Cancels the call before the file is in place.</param>
    /// <exception cref="InversionFormatException">The tensors do not fit the metadata; nothing was written.</exception>
    /// <exception cref="BelmException"><c>disk_full</c>: the disk is full; an existing file is intact.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static Task SaveFileAsync(InversionRecord inversion, string path, CancellationToken cancellationToken = default) =>
        Task.Run(() => AtomicFile.Write(path, stream => InversionFile.Write(inversion, stream)), cancellationToken);

    /// <summary>Loads an inversion from any file.</summary>
    /// <param name="path">The file, already allowed by <see cref="PathGuard"/>.</param>
    /// <param name="cancellationToken">Cancels the call before the file is read.</param>
    /// <exception cref="InversionFormatException">The file is not an inversion that this version can read.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static Task<InversionRecord> LoadFileAsync(string path, CancellationToken cancellationToken = default) =>
        Task.Run(
            () =>
            {
                using var file = File.OpenRead(path);
                return InversionFile.Read(file, path);
            },
            cancellationToken);

    private BelmException NotFound(string? id) => BelmException.NotFound(
        "inversion_not_found", "inversion", id, [.. IdsNewestFirst().Take(KnownIdsInErrors)], "none is saved yet, so invert an image first");

    private InversionMetadata ReadMetadata(string id)
    {
        var path = PathOf(id);
        using var file = File.OpenRead(path);
        return InversionFile.ReadMetadata(file, path);
    }

    private IEnumerable<string> IdsNewestFirst() =>
        Directory.Exists(Folder)
            ? Directory.EnumerateFiles(Folder, "*" + Extension)
                .Select(Path.GetFileNameWithoutExtension)
                .Where(id => LibraryId.IsValid(id, LibraryId.Inversion))
                .Select(id => id!)
                .OrderDescending(StringComparer.Ordinal)
            : [];

    [LoggerMessage(Level = LogLevel.Warning, Message = "'{Path}' in the library cannot be read and is left out.")]
    private partial void LogUnreadable(string path, Exception exception);
}
