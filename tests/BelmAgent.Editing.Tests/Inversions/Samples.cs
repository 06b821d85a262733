using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;

namespace BelmAgent.Editing.Tests.Inversions;

/// <summary>Inversions for tests.</summary>
internal static class Samples
{
    public const string Id = "inv_000000000000000";
    public const string ImageId = "img_000000000000000";

    public static GridDescription Grid() => new() { Timesteps = [0, 333.25, 666, 999], Alphas = [1, 0.9, 1 / 3.0, 0.0683] };

    public static InversionMetadata Metadata(string id = Id) => new()
    {
        InversionId = id,
        ImageId = ImageId,
        ModelHash = "00ff",
        Sampler = "belm",
        Kappa = 0.1,
        Grid = Grid(),
        Steps = 3,
        Node = 2,
        Strength = 0.7,
        SourcePrompt = "červené auto 🚗",
        Guidance = 1.5,
        LatentShape = [1, 2, 3, 4],
        LatentScale = 0.18215,
        Created = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        AppVersion = "0.1.0",
    };

    public static InversionRecord Floating(string id = Id) => new()
    {
        Metadata = Metadata(id),
        Position = SafetensorsTensor.Create([1, 2, 3, 4], Doubles(24, 1)),
        Companion = SafetensorsTensor.Create([1, 2, 3, 4], Doubles(24, 2)),
        Trajectory = SafetensorsTensor.Create([3, 1, 2, 3, 4], Doubles(72, 3)),
        Noise = SafetensorsTensor.Create([2, 1, 2, 3, 4], Doubles(48, 4)),
    };

    public static InversionRecord FixedPoint() => new()
    {
        Metadata = Metadata() with { FixedPoint = true, FractionBits = 32 },
        Position = SafetensorsTensor.Create([1, 2, 3, 4], [.. Enumerable.Range(0, 22).Select(i => (long)i << 33), long.MinValue, long.MaxValue]),
        Companion = SafetensorsTensor.Create([1, 2, 3, 4], new long[24]),
    };

    public static byte[] Write(InversionRecord inversion)
    {
        using var stream = new MemoryStream();
        InversionFile.Write(inversion, stream);
        return stream.ToArray();
    }

    public static InversionRecord Read(byte[] bytes, string? source = null)
    {
        using var stream = new MemoryStream(bytes);
        return InversionFile.Read(stream, source);
    }

    private static double[] Doubles(int count, int seed)
    {
        var random = new Random(seed);
        double[] odd = [double.NaN, -0.0, double.Epsilon, double.MaxValue, double.NegativeInfinity, 1 / 3.0];
        return [.. odd, .. Enumerable.Range(odd.Length, count - odd.Length).Select(_ => (random.NextDouble() * 8) - 4)];
    }
}
