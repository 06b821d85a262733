using System.Globalization;
using System.Text;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Quantization;
using BelmAgent.Imaging.Resampling;

namespace BelmAgent.Host.Terminal;

/// <summary>A picture as DEC sixels: bands six pixels high, each drawn once per colour, in at most 256 colours.</summary>
internal static class SixelImage
{
    // Sixels are pixels, and a program cannot know a cell's size without querying the terminal; this is the VT340's own.
    private const int CellWidth = 10;
    private const int CellHeight = 20;
    private const int BandHeight = 6;
    private const int MinRun = 4;

    /// <summary>Returns the picture for a box.</summary>
    public static string Encode(RgbImage image, CellBox box) => Encode(ImageResize.Resample(image, box.Columns * CellWidth, box.Rows * CellHeight));

    /// <summary>Returns the picture at its own size in pixels.</summary>
    public static string Encode(RgbImage image)
    {
        var (palette, indices) = IndexedImage.From(image);
        // Pixels are square, and those without a colour are unchanged.
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"\eP0;1;0q\"1;1;{image.Width};{image.Height}");
        for (var i = 0; i < palette.Count; i++)
        {
            var (r, g, b) = palette[i];
            text.Append(CultureInfo.InvariantCulture, $"#{i};2;{Percent(r)};{Percent(g)};{Percent(b)}");
        }

        for (var top = 0; top < image.Height; top += BandHeight)
        {
            text.Append(top == 0 ? "" : "-");
            AppendBand(text, indices.Span.Slice(top * image.Width, Math.Min(BandHeight, image.Height - top) * image.Width), image.Width);
        }

        return text.Append("\e\\").ToString();
    }

    private static int Percent(byte channel) => ((channel * 100) + 127) / 255;

    private static void AppendBand(StringBuilder text, ReadOnlySpan<byte> band, int width)
    {
        // For each colour, the six bits of every column.
        var masks = new SortedDictionary<byte, byte[]>();
        for (var i = 0; i < band.Length; i++)
        {
            if (!masks.TryGetValue(band[i], out var mask))
            {
                masks.Add(band[i], mask = new byte[width]);
            }

            mask[i % width] |= (byte)(1 << (i / width));
        }

        var separator = "";
        foreach (var (color, mask) in masks)
        {
            text.Append(separator).Append(CultureInfo.InvariantCulture, $"#{color}");
            AppendRuns(text, mask);
            separator = "$";
        }
    }

    private static void AppendRuns(StringBuilder text, byte[] mask)
    {
        var end = Array.FindLastIndex(mask, bits => bits != 0) + 1;
        for (var at = 0; at < end;)
        {
            var run = 1;
            while (at + run < end && mask[at + run] == mask[at])
            {
                run++;
            }

            var sixel = (char)('?' + mask[at]);
            _ = run < MinRun ? text.Append(sixel, run) : text.Append(CultureInfo.InvariantCulture, $"!{run}{sixel}");
            at += run;
        }
    }
}
