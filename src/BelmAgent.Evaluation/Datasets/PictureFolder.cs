using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Evaluation.Datasets;

/// <summary>A folder of picture files, such as COCO's <c>val2014</c> or CelebA-HQ. Transparent pictures are laid on white.</summary>
internal sealed class PictureFolder : PictureSet
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase) { ".png", ".jpg", ".jpeg", ".webp", ".bmp" };
    private readonly IReadOnlyList<string> _files;

    private PictureFolder(string path, IReadOnlyList<string> files)
        : base(path) => _files = files;

    /// <inheritdoc/>
    public override int Count => _files.Count;

    /// <inheritdoc/>
    private protected override IEnumerable<string> Files => _files.Select(file => System.IO.Path.Combine(Path, file));

    /// <summary>Returns the pictures of a folder and of those below it; null if there are none.</summary>
    public static PictureFolder? Find(string path)
    {
        var files = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => Extensions.Contains(System.IO.Path.GetExtension(file)))
            .Select(file => System.IO.Path.GetRelativePath(path, file)).ToList();
        return files.Count > 0 ? new(path, files) : null;
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Names(long seed, int? limit = null) => SeededOrder.Take(_files, limit, file => SeededOrder.Rank(seed, Name(file))).Select(Name);

    /// <inheritdoc/>
    public override IEnumerable<NamedPicture> Read(long seed, int? limit = null)
    {
        foreach (var file in SeededOrder.Take(_files, limit, file => SeededOrder.Rank(seed, Name(file))))
        {
            yield return new(Name(file), ImageCodec.ReadFile(System.IO.Path.Combine(Path, file)));
        }
    }

    // The same on every system.
    private static string Name(string file) => file.Replace('\\', '/');
}
