using System.Collections.Concurrent;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Colors;
using BelmAgent.Imaging.Files;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BelmAgent.Editing.Library;

/// <summary>The pictures of a folder, by id. The PNG files are the only storage: each contains its own recipe, and there is no index.</summary>
/// <remarks>
/// A picture is written once, atomically, and never changed; the process may be killed at any moment. Several processes may share a
/// library. Safe to share between threads.
/// </remarks>
public sealed partial class PictureLibrary
{
    private const string Extension = ".png";
    private const int KnownIdsInErrors = 5;
    private static readonly TimeSpan LeftoverAge = TimeSpan.FromDays(1);

    private readonly LibraryId _ids;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly string _staging;
    private readonly ConcurrentDictionary<string, Picture> _read = new(StringComparer.Ordinal);
    private bool _isSwept;

    /// <summary>Opens the library; nothing is touched before the first picture is added.</summary>
    /// <param name="options">The location of the library.</param>
    /// <param name="ids">Creates the ids.</param>
    /// <param name="clock">Supplies the time.</param>
    /// <param name="logger">Logs files that cannot be read. Null: no logging.</param>
    public PictureLibrary(
        LibraryOptions options, LibraryId ids, TimeProvider clock, ILogger<PictureLibrary>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(clock);
        (_ids, _clock, _logger) = (ids, clock, logger ?? NullLogger<PictureLibrary>.Instance);
        Folder = Path.Combine(Path.GetFullPath(options.Root), "pictures");
        _staging = Path.Combine(Path.GetFullPath(options.Root), "staging");
    }

    /// <summary>Gets the full path of the folder that contains the PNG files.</summary>
    public string Folder { get; }

    /// <summary>Saves a picture with its recipe under a new id, in its own colour profile or else its parent's.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="recipe">How it was made; its parent, if any, has a valid id.</param>
    /// <param name="cancellationToken">Cancels the call; a picture already saved remains.</param>
    /// <exception cref="ArgumentException">The recipe's parent or inversion is not an id.</exception>
    /// <exception cref="BelmException"><c>disk_full</c>: the disk is full; nothing was added.</exception>
    /// <exception cref="IOException">The picture cannot be written.</exception>
    public async Task<Picture> AddAsync(RgbImage image, PictureRecipe recipe, CancellationToken cancellationToken = default)
    {
        var (picture, png) = Compose(image, recipe);
        Prepare();
        await WriteAsync(picture.Path, png, cancellationToken);
        _read[picture.Id] = picture;
        return picture;
    }

    /// <summary>Creates the failure <c>image_not_found</c>.</summary>
    /// <param name="id">The id that was asked for, whatever its form.</param>
    /// <param name="knownIds">A few ids that exist, newest first.</param>
    public static BelmException NotFound(string? id, IReadOnlyList<string> knownIds) =>
        BelmException.NotFound("image_not_found", "image", id, knownIds, "the library is empty, so import or generate one first");

    /// <summary>Finds a picture.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BelmException"><c>image_not_found</c>: there is no such picture, or the text is not an id.</exception>
    /// <exception cref="ImageFormatException">The file exists but is damaged.</exception>
    public Task<Picture> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!LibraryId.IsValid(id, LibraryId.Picture) || !File.Exists(PathOf(id)))
        {
            throw NotFound(id, [.. IdsNewestFirst().Take(KnownIdsInErrors)]);
        }

        return Task.FromResult(Load(id));
    }

    /// <summary>Lists all pictures, newest first. An unreadable file is skipped and logged.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<Picture>> ListAsync(CancellationToken cancellationToken = default)
    {
        var pictures = new List<Picture>();
        foreach (var id in IdsNewestFirst())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryLoad(id) is { } picture)
            {
                pictures.Add(picture);
            }
        }

        return Task.FromResult<IReadOnlyList<Picture>>([.. pictures.OrderByDescending(picture => picture.Created)]);
    }

    /// <summary>Returns the pictures one by one, newest first, so that a page of a large library opens no more files than it shows.</summary>
    /// <param name="after">Only pictures older than this id, which need not exist. Null: from the newest.</param>
    /// <returns>The pictures by age of their ids. An unreadable file is skipped and logged.</returns>
    public IEnumerable<Picture> NewestFirst(string? after = null) => IdsNewestFirst()
        .Where(id => after is null || string.CompareOrdinal(id, after) < 0)
        .Select(TryLoad)
        .OfType<Picture>();

    /// <summary>Returns whether a picture's file is there.</summary>
    internal bool Contains(string id) => LibraryId.IsValid(id, LibraryId.Picture) && File.Exists(PathOf(id));

    /// <summary>Deletes a picture's file. What else knows its id is the caller's to see to.</summary>
    /// <param name="id">Its id; nothing happens where there is none.</param>
    internal void Remove(string id)
    {
        if (LibraryId.IsValid(id, LibraryId.Picture))
        {
            File.Delete(PathOf(id));
            _read.TryRemove(id, out _);
        }
    }

    /// <summary>Lists the pictures made directly from another one, newest first.</summary>
    /// <param name="id">The id of the parent.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BelmException"><c>image_not_found</c>: there is no such picture.</exception>
    public async Task<IReadOnlyList<Picture>> GetChildrenAsync(string id, CancellationToken cancellationToken = default)
    {
        await GetAsync(id, cancellationToken);
        return [.. (await ListAsync(cancellationToken)).Where(picture => picture.ParentId == id)];
    }

    /// <summary>Lists a picture with all its ancestors and descendants, newest first.</summary>
    /// <param name="id">The picture.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BelmException"><c>image_not_found</c>: there is no such picture.</exception>
    public async Task<IReadOnlyList<Picture>> GetLineageAsync(string id, CancellationToken cancellationToken = default)
    {
        var start = await GetAsync(id, cancellationToken);
        var all = await ListAsync(cancellationToken);
        var byId = all.ToDictionary(picture => picture.Id);
        var kin = DescendantsOf(id, all);
        var seen = new HashSet<string>();
        for (var at = start; at is not null && seen.Add(at.Id);)
        {
            at = at.ParentId is { } parent ? byId.GetValueOrDefault(parent) : null;
        }

        kin.UnionWith(seen);
        return [.. all.Where(picture => kin.Contains(picture.Id))];
    }

    /// <summary>Lists the pictures made from another one, directly or over others, newest first.</summary>
    /// <param name="id">The picture.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BelmException"><c>image_not_found</c>: there is no such picture.</exception>
    internal async Task<IReadOnlyList<Picture>> GetDescendantsAsync(string id, CancellationToken cancellationToken = default)
    {
        await GetAsync(id, cancellationToken);
        var all = await ListAsync(cancellationToken);
        var kin = DescendantsOf(id, all);
        return [.. all.Where(picture => picture.Id != id && kin.Contains(picture.Id))];
    }

    // A damaged library may hold a circle.
    private static HashSet<string> DescendantsOf(string id, IReadOnlyList<Picture> all)
    {
        var (found, children) = (new HashSet<string>(), all.ToLookup(picture => picture.ParentId, picture => picture.Id));
        var open = new Queue<string>([id]);
        while (open.TryDequeue(out var parent))
        {
            foreach (var child in children[parent].Where(found.Add))
            {
                open.Enqueue(child);
            }
        }

        return found;
    }

    /// <summary>Decodes a picture.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BelmException"><c>image_not_found</c>: there is no such picture.</exception>
    /// <exception cref="ImageFormatException">The file exists but is damaged.</exception>
    public async Task<RgbImage> ReadImageAsync(string id, CancellationToken cancellationToken = default) =>
        ImageCodec.ReadFile((await GetAsync(id, cancellationToken)).Path, cancellationToken: cancellationToken);

    /// <summary>Opens a picture's PNG file.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="withRecipe">Whether to return the file as it is. False: re-encoded in its colour profile, without any text.</param>
    /// <param name="cancellationToken">Cancels the call before the file is opened.</param>
    /// <returns>The bytes, for the caller to dispose of.</returns>
    /// <exception cref="BelmException"><c>image_not_found</c>: there is no such picture.</exception>
    /// <exception cref="ImageFormatException">The file is damaged, so it cannot be re-encoded.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task<Stream> OpenReadAsync(string id, bool withRecipe = true, CancellationToken cancellationToken = default)
    {
        if (withRecipe)
        {
            return new FileStream((await GetAsync(id, cancellationToken)).Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
        }

        var image = await ReadImageAsync(id, cancellationToken);
        return new MemoryStream(ImageCodec.EncodePng(image, profile: image.Profile), writable: false);
    }

    private static Task WriteAsync(string path, byte[] png, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(path, async (stream, token) => await stream.WriteAsync(png, token), cancellationToken);

    private (Picture Picture, byte[] Png) Compose(RgbImage image, PictureRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(recipe);
        ThrowIfNotAnId(recipe.ParentId, LibraryId.Picture);
        ThrowIfNotAnId(recipe.RootId, LibraryId.Picture);
        ThrowIfNotAnId(recipe.InversionId, LibraryId.Inversion);

        var id = NewId();
        var picture = new Picture
        {
            Id = id,
            ParentId = recipe.ParentId,
            Path = PathOf(id),
            Width = image.Width,
            Height = image.Height,
            Created = _clock.GetUtcNow(),
            Recipe = recipe,
        };
        return (picture, ImageCodec.EncodePng(image, RecipeText.Compose(recipe, picture.Created), ProfileFor(image, recipe)));
    }

    private static void ThrowIfNotAnId(string? id, string prefix)
    {
        if (id is not null && !LibraryId.IsValid(id, prefix))
        {
            throw new ArgumentException($"'{id}' in the recipe is not an id of the form {prefix}_….", nameof(id));
        }
    }

    private ColorProfile? ProfileFor(RgbImage image, PictureRecipe recipe)
    {
        if (image.Profile is not null || recipe is { Kind: PictureKind.Mask } or { ParentId: null })
        {
            return image.Profile;
        }

        try
        {
            using var parent = File.OpenRead(PathOf(recipe.ParentId));
            return PngSummary.Read(parent).Profile;
        }
        catch (Exception exception) when (exception is ImageFormatException or IOException or UnauthorizedAccessException)
        {
            // An inversion may come from another library, in which case its picture is not here.
            return null;
        }
    }

    private void Prepare()
    {
        Directory.CreateDirectory(Folder);
        if (!Interlocked.Exchange(ref _isSwept, true))
        {
            Leftovers.Remove(Folder, _clock.GetUtcNow() - LeftoverAge);
        }
    }

    private string NewId()
    {
        string id;
        do
        {
            id = _ids.Next(LibraryId.Picture);
        }
        while (File.Exists(PathOf(id)));
        return id;
    }

    private string PathOf(string id) => Path.Combine(Folder, id + Extension);

    private IEnumerable<string> IdsNewestFirst() =>
        Directory.Exists(Folder)
            ? Directory.EnumerateFiles(Folder, "*" + Extension)
                .Select(Path.GetFileNameWithoutExtension)
                .Where(id => LibraryId.IsValid(id, LibraryId.Picture))
                .Select(id => id!)
                .OrderDescending(StringComparer.Ordinal)
            : [];

    private Picture? TryLoad(string id)
    {
        try
        {
            return Load(id);
        }
        catch (Exception exception) when (exception is ImageFormatException or IOException or UnauthorizedAccessException)
        {
            LogUnreadable(PathOf(id), exception);
            return null;
        }
    }

    /// <summary>Loads a picture; files never change, so the result can be cached.</summary>
    private Picture Load(string id)
    {
        if (_read.TryGetValue(id, out var known))
        {
            return known;
        }

        var path = PathOf(id);
        using var file = File.OpenRead(path);
        var png = PngSummary.Read(file, path);
        var recipe = RecipeText.FindRecipe(png) ?? new PictureRecipe { Kind = PictureKind.Unknown };
        return _read.GetOrAdd(id, new Picture
        {
            Id = id,
            ParentId = recipe.ParentId,
            Path = path,
            Width = png.Width,
            Height = png.Height,
            Created = RecipeText.FindCreated(png) ?? File.GetLastWriteTimeUtc(path),
            Recipe = recipe,
        });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "'{Path}' in the library cannot be read and is left out.")]
    private partial void LogUnreadable(string path, Exception exception);
}

/// <summary>Cleans up temporary files that a killed process left behind.</summary>
internal static class Leftovers
{
    /// <summary>Deletes the temporary files of a folder that were last written before a time; newer ones may be in use.</summary>
    public static void Remove(string folder, DateTimeOffset before, string pattern = "*" + AtomicFile.TemporarySuffix)
    {
        foreach (var path in Directory.EnumerateFiles(folder, pattern))
        {
            try
            {
                if (File.GetLastWriteTimeUtc(path) < before)
                {
                    File.Delete(path);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another process may be using or have removed it; the next cleanup tries again.
            }
        }
    }
}
