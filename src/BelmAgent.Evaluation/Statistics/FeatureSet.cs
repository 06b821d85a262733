using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BelmAgent.Editing.Inversions;
using BelmAgent.Imaging.Files;

namespace BelmAgent.Evaluation.Statistics;

/// <summary>The features of a set of pictures as far as distances need them: mean and covariance of all, and the features of the first ones.</summary>
/// <remarks>Memory does not grow with the number of pictures. Not safe to share between threads.</remarks>
public sealed class FeatureSet
{
    /// <summary>The number of pictures whose features are kept, for the kernel distance and the intervals.</summary>
    public const int MaxKept = 2000;

    private const string Format = "belm-features-1";
    private readonly List<float[]> _kept = [];

    /// <summary>Creates an empty set.</summary>
    /// <param name="length">Number of features of a picture, at least 1.</param>
    /// <param name="network">SHA-256 of the network that computes them.</param>
    /// <param name="source">Where the pictures come from, in words.</param>
    public FeatureSet(int length, string network, string source)
        : this(new FeatureStatistics(length), network, source)
    {
    }

    private FeatureSet(FeatureStatistics statistics, string network, string source) => (Statistics, Network, Source) = (statistics, network, source);

    /// <summary>Gets mean and covariance of all pictures.</summary>
    public FeatureStatistics Statistics { get; }

    /// <summary>Gets the SHA-256 of the network.</summary>
    public string Network { get; }

    /// <summary>Gets where the pictures come from, in words.</summary>
    public string Source { get; }

    /// <summary>Gets the number of pictures.</summary>
    public int Count => Statistics.Count;

    /// <summary>Gets the number of pictures whose features are kept, at most <see cref="MaxKept"/>.</summary>
    public int KeptCount => _kept.Count;

    /// <summary>Adds the features of one picture.</summary>
    /// <param name="features">As many numbers as the network gives.</param>
    public void Add(ReadOnlySpan<float> features)
    {
        Statistics.Add(features);
        if (_kept.Count < MaxKept)
        {
            _kept.Add(features.ToArray());
        }
    }

    /// <summary>Returns a SHA-256 of the number of pictures, of their mean, and of the number of those that are kept: other sets have another.</summary>
    internal string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData(
        [.. BitConverter.GetBytes(Count), .. BitConverter.GetBytes(KeptCount), .. MemoryMarshal.AsBytes(Statistics.Mean)]));

    /// <summary>Returns mean and covariance of the first pictures.</summary>
    internal FeatureStatistics First(int count)
    {
        var statistics = new FeatureStatistics(Statistics.Length);
        foreach (var row in _kept.Take(count))
        {
            statistics.Add(row);
        }

        return statistics;
    }

    /// <summary>Returns the features of the first pictures.</summary>
    internal IReadOnlyList<double[]> Kept(int limit = MaxKept) => [.. _kept.Take(limit).Select(row =>
    {
        var wide = new double[row.Length];
        TensorPrimitives.ConvertChecked<float, double>(row, wide);
        return wide;
    })];

    /// <summary>Writes the set to a safetensors file, atomically.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="kept">Maximum number of pictures whose features are written, at least 2. Default: all that are kept.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path, int kept = MaxKept)
    {
        var rows = _kept.Take(kept).ToList();
        var (mean, scatter) = (Statistics.Mean.ToArray(), Statistics.Scatter());
        var file = new SafetensorsFile(
            new Dictionary<string, SafetensorsTensor>
            {
                ["mean"] = SafetensorsTensor.Create([mean.Length], mean),
                ["scatter"] = SafetensorsTensor.Create([scatter.Length], scatter),
                ["features"] = SafetensorsTensor.Create([rows.Count, mean.Length], [.. rows.SelectMany(row => row)]),
            },
            new Dictionary<string, string>
            {
                ["format"] = Format,
                ["count"] = Count.ToString(CultureInfo.InvariantCulture),
                ["network_sha256"] = Network,
                ["source"] = Source,
            });
        AtomicFile.Write(path, file.Write);
    }

    /// <summary>Reads a set.</summary>
    /// <param name="path">A file of <see cref="Save"/>.</param>
    /// <exception cref="BelmException"><c>not_features</c>: it is missing, damaged, or something else.</exception>
    public static FeatureSet Load(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var file = SafetensorsFile.Read(stream, path);
            if (file.Metadata.GetValueOrDefault("format") != Format
                || !int.TryParse(file.Metadata.GetValueOrDefault("count"), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                || file.Tensors.GetValueOrDefault("mean") is not { Type: SafetensorsType.F64, Shape: [> 0 and var length] } mean
                || file.Tensors.GetValueOrDefault("scatter") is not { Type: SafetensorsType.F64 } scatter || scatter.Count != length * (length + 1L) / 2
                || file.Tensors.GetValueOrDefault("features") is not { Type: SafetensorsType.F32, Shape: [var rows, var width] } features || width != length
                || rows > count)
            {
                throw Fault(path, "it does not hold mean, scatter and features of one length");
            }

            var set = new FeatureSet(
                FeatureStatistics.From(count, mean.Doubles, scatter.Doubles), file.Metadata.GetValueOrDefault("network_sha256", ""), file.Metadata.GetValueOrDefault("source", ""));
            for (var i = 0; i < rows; i++)
            {
                set._kept.Add(features.Floats.Slice(i * length, length).ToArray());
            }

            return set;
        }
        catch (InversionFormatException e)
        {
            throw Fault(path, "it is no complete safetensors file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault(path, "it cannot be read", e);
        }
    }

    /// <summary>Refuses features of another network.</summary>
    /// <param name="network">SHA-256 of the network in use.</param>
    /// <param name="path">The file that they came from.</param>
    /// <exception cref="BelmException"><c>not_features</c>: the networks differ.</exception>
    public void ThrowIfOther(string network, string path)
    {
        if (network != Network)
        {
            throw Fault(path, "its features are those of another network");
        }
    }

    private static BelmException Fault(string path, string detail, Exception? inner = null) => new(
        "not_features", ErrorKind.InvalidInput, $"'{path}' cannot be used as features of pictures ({detail})",
        "name a folder of pictures, or a file that 'belm bench quality' wrote with the same network", inner)
    {
        SafeProblem = $"The file of features cannot be used ({detail})",
    };
}
