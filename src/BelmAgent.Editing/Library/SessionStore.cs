using System.Text.Encodings.Web;
using System.Text.Json;
using BelmAgent.Imaging.Files;

namespace BelmAgent.Editing.Library;

/// <summary>The saved conversations of a library, one JSON file each.</summary>
/// <remarks>A file is written atomically. Safe to share between threads; a session belongs to one conversation at a time.</remarks>
/// <param name="options">The location of the library.</param>
/// <param name="ids">Creates the ids of sessions.</param>
/// <param name="clock">Supplies the time.</param>
public sealed class SessionStore(LibraryOptions options, LibraryId ids, TimeProvider clock)
{
    private const string Extension = ".json";
    private const int KnownIdsInErrors = 5;
    private static readonly TimeSpan LeftoverAge = TimeSpan.FromDays(1);
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private bool _isSwept;

    /// <summary>Gets the full path of the folder that contains the files.</summary>
    public string Folder { get; } = Path.Combine(Path.GetFullPath(options.Root), "sessions");

    /// <summary>Creates a session without turns; nothing is written before <see cref="SaveAsync"/>.</summary>
    public EditSession Create() => new() { Id = ids.Next(EditSession.Prefix), Created = clock.GetUtcNow() };

    /// <summary>Saves a session, replacing its previous state.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Cancels the call before the file is in place.</param>
    /// <exception cref="BelmException"><c>disk_full</c>: the disk is full; the previous state is intact.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task SaveAsync(EditSession session, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        Directory.CreateDirectory(Folder);
        if (!Interlocked.Exchange(ref _isSwept, true))
        {
            Leftovers.Remove(Folder, clock.GetUtcNow() - LeftoverAge);
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(session, Json);
        await AtomicFile.WriteAsync(PathOf(session.Id), (stream, token) => stream.WriteAsync(bytes, token).AsTask(), cancellationToken);
    }

    /// <summary>Creates the failure <c>session_not_found</c>.</summary>
    /// <param name="id">The id that was asked for, whatever its form.</param>
    /// <param name="knownIds">A few ids that exist, newest first.</param>
    public static BelmException NotFound(string? id, IReadOnlyList<string> knownIds) =>
        BelmException.NotFound("session_not_found", "session", id, knownIds, "none is saved yet, so start one with an image");

    /// <summary>Loads a session.</summary>
    /// <param name="id">Its id; null for the most recently saved one.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BelmException"><c>session_not_found</c>: there is no such session.</exception>
    /// <exception cref="BelmException"><c>not_a_session</c>: the file is damaged.</exception>
    public async Task<EditSession> LoadAsync(string? id = null, CancellationToken cancellationToken = default)
    {
        id ??= List() is [var last, ..] ? last : null;
        if (!LibraryId.IsValid(id, EditSession.Prefix) || !File.Exists(PathOf(id!)))
        {
            throw NotFound(id, [.. List().Take(KnownIdsInErrors)]);
        }

        var path = PathOf(id!);
        try
        {
            var session = JsonSerializer.Deserialize<EditSession>(await File.ReadAllBytesAsync(path, cancellationToken), Json);
            return session is not null && session.Id == id && IsWhole(session) ? session : throw Broken(path);
        }
        catch (JsonException e)
        {
            throw Broken(path, e);
        }
    }

    /// <summary>Deletes a session. Its pictures stay in the library.</summary>
    /// <param name="id">Its id.</param>
    /// <exception cref="BelmException"><c>session_not_found</c>: there is no such session.</exception>
    public void Remove(string id)
    {
        if (!LibraryId.IsValid(id, EditSession.Prefix) || !File.Exists(PathOf(id)))
        {
            throw NotFound(id, [.. List().Take(KnownIdsInErrors)]);
        }

        File.Delete(PathOf(id));
    }

    /// <summary>Returns the ids of the saved sessions, most recently saved first.</summary>
    public IReadOnlyList<string> List() => !Directory.Exists(Folder) ? [] :
    [
        .. new DirectoryInfo(Folder).EnumerateFiles("*" + Extension)
            .Where(file => LibraryId.IsValid(Path.GetFileNameWithoutExtension(file.Name), EditSession.Prefix))
            .OrderByDescending(file => file.LastWriteTimeUtc)
            .ThenByDescending(file => file.Name, StringComparer.Ordinal)
            .Select(file => Path.GetFileNameWithoutExtension(file.Name)),
    ];

    // The serializer accepts null in a list whose elements must not be null.
    private static bool IsWhole(EditSession session) =>
        !session.Pictures.Any(id => id is null) && !session.RedoStack.Any(id => id is null) && !session.Turns.Any(turn => turn is null);

    private string PathOf(string id) => Path.Combine(Folder, id + Extension);

    private static BelmException Broken(string path, JsonException? inner = null) =>
        new("not_a_session", ErrorKind.InvalidInput, $"The session in '{path}' cannot be read", "start a new one; its images are safe in the library", inner)
        {
            SafeProblem = "The session cannot be read",
        };
}
