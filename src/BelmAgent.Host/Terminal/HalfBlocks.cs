using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Resampling;
using Spectre.Console.Rendering;

namespace BelmAgent.Host.Terminal;

/// <summary>A picture as text: in each cell an upper half block, with the upper pixel as foreground and the lower one as background colour.</summary>
internal static class HalfBlocks
{
    private const char UpperHalf = '▀';
    private const string Reset = "\e[0m";

    /// <summary>Returns the picture for a box, one line per row of cells; each line resets its colours.</summary>
    public static IReadOnlyList<string> Lines(RgbImage image, CellBox box)
    {
        var pixels = ImageResize.Resample(image, box.Columns, box.Rows * 2);
        return [.. Enumerable.Range(0, box.Rows).Select(row => Line(pixels, row))];
    }

    /// <summary>Returns the picture for a box, with line ends between its lines.</summary>
    public static string Encode(RgbImage image, CellBox box) => string.Join('\n', Lines(image, box));

    private static string Line(RgbImage pixels, int row)
    {
        var line = new StringBuilder();
        (RgbColor, RgbColor)? last = null;
        for (var x = 0; x < pixels.Width; x++)
        {
            var (upper, lower) = (pixels[x, row * 2], pixels[x, (row * 2) + 1]);
            if (last != (upper, lower))
            {
                line.Append(CultureInfo.InvariantCulture, $"\e[38;2;{upper.R};{upper.G};{upper.B};48;2;{lower.R};{lower.G};{lower.B}m");
                last = (upper, lower);
            }

            line.Append(UpperHalf);
        }

        return line.Append(Reset).ToString();
    }
}

/// <summary>A picture in half blocks that Spectre lays out.</summary>
/// <remarks>Colours are written as they are: Spectre would reduce them to those that it knows of the terminal.</remarks>
/// <param name="image">The picture.</param>
/// <param name="box">Its box.</param>
internal sealed partial class HalfBlockPicture(RgbImage image, CellBox box) : IRenderable
{
    private readonly IReadOnlyList<string> _lines = HalfBlocks.Lines(image, box);

    public Measurement Measure(RenderOptions options, int maxWidth) => new(box.Columns, box.Columns);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        foreach (var line in _lines)
        {
            foreach (Match part in Parts().Matches(line))
            {
                yield return part.Value[0] == '\e' ? Segment.Control(part.Value) : new Segment(part.Value);
            }

            yield return Segment.LineBreak;
        }
    }

    [GeneratedRegex(@"\e\[[^m]*m|[^\e]+")]
    private static partial Regex Parts();
}
