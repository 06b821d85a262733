using BelmAgent.Imaging;

namespace BelmAgent.Host.Terminal.Graphics;

/// <summary>The few colours that stand best for a picture's many: the median cut of Heckbert (1982).</summary>
internal static class MedianCut
{
    public const int MaxColors = 256;

    // Five bits a channel: what differs by less is one colour to begin with.
    private const int Bits = 5;
    private const int Levels = 1 << Bits;

    /// <summary>Chooses a palette, and for each pixel its colour.</summary>
    /// <returns>At most 256 colours, and an index into them a pixel, row by row.</returns>
    public static (IReadOnlyList<RgbColor> Palette, byte[] Indices) Quantize(RgbImage image)
    {
        var bins = Bins(image);
        var boxes = Boxes([.. bins.OfType<Bin>()]);
        for (var i = 0; i < boxes.Count; i++)
        {
            Array.ForEach(boxes[i], bin => bin.Index = (byte)i);
        }

        var indices = new byte[image.Width * image.Height];
        var pixels = image.Pixels;
        for (var i = 0; i < indices.Length; i++)
        {
            indices[i] = bins[Key(pixels[(i * RgbImage.Channels)..])]!.Index;
        }

        return ([.. boxes.Select(Mean)], indices);
    }

    private static Bin?[] Bins(RgbImage image)
    {
        var bins = new Bin?[Levels * Levels * Levels];
        for (var rest = image.Pixels; !rest.IsEmpty; rest = rest[RgbImage.Channels..])
        {
            (bins[Key(rest)] ??= new Bin()).Add(rest);
        }

        return bins;
    }

    private static List<Bin[]> Boxes(Bin[] all)
    {
        var open = new PriorityQueue<Bin[], double>([(all, 0)]);
        while (open.Count < MaxColors && open.Peek() is { Length: > 1 } widest)
        {
            open.Dequeue();
            foreach (var box in Cut(widest))
            {
                open.Enqueue(box, -Spread(box));
            }
        }

        return [.. open.UnorderedItems.Select(item => item.Element)];
    }

    private static int Key(ReadOnlySpan<byte> pixel) => (pixel[0] >> (8 - Bits) << (2 * Bits)) | (pixel[1] >> (8 - Bits) << Bits) | (pixel[2] >> (8 - Bits));

    // Many pixels over a wide range are cut first; one bin alone cannot be.
    private static double Spread(Bin[] box) => box.Length == 1 ? 0 : box.Sum(bin => (double)bin.Count) * Math.Pow(Range(box, LongestChannel(box)), 2);

    private static int LongestChannel(Bin[] box) => Enumerable.Range(0, RgbImage.Channels).MaxBy(channel => Range(box, channel));

    private static double Range(Bin[] box, int channel) => box.Max(bin => bin.Mean(channel)) - box.Min(bin => bin.Mean(channel));

    private static Bin[][] Cut(Bin[] box)
    {
        var channel = LongestChannel(box);
        var sorted = box.OrderBy(bin => bin.Mean(channel)).ToArray();
        var half = sorted.Sum(bin => bin.Count) / 2;
        var (at, count) = (1, sorted[0].Count);
        while (at < sorted.Length - 1 && count < half)
        {
            count += sorted[at++].Count;
        }

        return [sorted[..at], sorted[at..]];
    }

    private static RgbColor Mean(Bin[] box)
    {
        var total = (double)box.Sum(bin => bin.Count);
        return new(Channel(0), Channel(1), Channel(2));

        byte Channel(int channel) => (byte)Math.Round(box.Sum(bin => bin.Mean(channel) * bin.Count) / total);
    }

    /// <summary>Pixels whose colours are nearly the same.</summary>
    private sealed class Bin
    {
        private readonly long[] _sums = new long[RgbImage.Channels];

        public long Count { get; private set; }

        public byte Index { get; set; }

        public void Add(ReadOnlySpan<byte> pixel)
        {
            Count++;
            for (var channel = 0; channel < RgbImage.Channels; channel++)
            {
                _sums[channel] += pixel[channel];
            }
        }

        public double Mean(int channel) => _sums[channel] / (double)Count;
    }
}
