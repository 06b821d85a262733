using BelmAgent.Imaging;

namespace BelmAgent.Evaluation.Datasets;

/// <summary>
/// CIFAR-10's binary version: files of records, each a byte of the class and 32 × 32 bytes of red, of green and of blue. Where there are
/// training batches, these are the set; else the test batch is.
/// </summary>
internal sealed class CifarBatches : PictureSet
{
    private const int Side = 32;
    private const int Plane = Side * Side;
    private const int Record = 1 + (RgbImage.Channels * Plane);
    private readonly IReadOnlyList<(string File, int Count)> _batches;

    private CifarBatches(string path, IReadOnlyList<(string, int)> batches)
        : base(path) => _batches = batches;

    /// <inheritdoc/>
    public override int Count => _batches.Sum(batch => batch.Count);

    /// <inheritdoc/>
    private protected override IEnumerable<string> Files => _batches.Select(batch => batch.File);

    /// <summary>Returns the batches of a folder; null if there are none.</summary>
    /// <exception cref="BelmException"><c>not_pictures</c>: a file does not consist of whole records.</exception>
    public static CifarBatches? Find(string path)
    {
        var files = Directory.GetFiles(path, "data_batch_*.bin").Order(StringComparer.Ordinal).ToList();
        files = files.Count > 0 ? files : [.. Directory.GetFiles(path, "test_batch.bin")];
        return files.Count == 0 ? null : new(path, [.. files.Select(file => (file, Records(file)))]);
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Names(long seed, int? limit = null) => Chosen(seed, limit).Select(at => Name(at.File, at.Place));

    /// <inheritdoc/>
    public override IEnumerable<NamedPicture> Read(long seed, int? limit = null) => Chosen(seed, limit).Select(at => new NamedPicture(Name(at.File, at.Place), Read(at.File, at.Place)));

    private IEnumerable<(string File, int Place)> Chosen(long seed, int? limit) =>
        SeededOrder.Take(
            _batches.SelectMany((batch, i) => Enumerable.Range(0, batch.Count).Select(place => (Batch: i, Place: place))),
            limit, at => SeededOrder.Rank(seed, ((ulong)at.Batch << 32) | (uint)at.Place))
        .Select(at => (_batches[at.Batch].File, at.Place));

    private static string Name(string file, int place) => $"{System.IO.Path.GetFileNameWithoutExtension(file)}-{place}";

    private static int Records(string file)
    {
        var length = new FileInfo(file).Length;
        return length > 0 && length % Record == 0
            ? (int)(length / Record)
            : throw Fault(file, $"it has {length} bytes, which are no whole records of {Record}");
    }

    private static RgbImage Read(string file, int place)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var record = new byte[Record];
        stream.Seek((long)place * Record, SeekOrigin.Begin);
        stream.ReadExactly(record);
        var pixels = new byte[RgbImage.Channels * Plane];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = record[1 + (i % RgbImage.Channels * Plane) + (i / RgbImage.Channels)];
        }

        return new RgbImage(Side, Side, pixels);
    }
}
