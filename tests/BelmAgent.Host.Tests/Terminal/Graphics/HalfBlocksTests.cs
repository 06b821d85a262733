using System.Globalization;
using System.Text.RegularExpressions;
using BelmAgent.Host.Terminal;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Resampling;
using BelmAgent.Imaging.Tests.Doubles;

namespace BelmAgent.Host.Tests.Terminal.Graphics;

public partial class HalfBlocksTests
{
    [Fact]
    public void Every_pixel_comes_back_from_the_colours_of_the_cells()
    {
        var picture = TestPicture.Gradient(16, 12);

        Assert.True(Decode(HalfBlocks.Encode(picture, new(16, 6))).ContentEquals(picture));
    }

    [Fact]
    public void Another_size_is_resampled() =>
        Assert.True(Decode(HalfBlocks.Encode(TestImages.Noise(50, 50, seed: 1), new(10, 5))).ContentEquals(ImageResize.Resample(TestImages.Noise(50, 50, seed: 1), 10, 10)));

    [Fact]
    public void A_run_of_one_colour_is_named_once_and_no_line_leaves_it_on()
    {
        var lines = HalfBlocks.Lines(RgbImage.Filled(8, 4, new RgbColor(1, 2, 3)), new(8, 2));

        Assert.Equal(["\e[38;2;1;2;3;48;2;1;2;3m▀▀▀▀▀▀▀▀\e[0m", "\e[38;2;1;2;3;48;2;1;2;3m▀▀▀▀▀▀▀▀\e[0m"], lines);
    }

    private static RgbImage Decode(string text)
    {
        var lines = text.Split('\n').Select(Cells).ToList();
        return TestImages.Of(lines[0].Count, lines.Count * 2, (x, y) => y % 2 == 0 ? lines[y / 2][x].Upper : lines[y / 2][x].Lower);
    }

    private static List<(RgbColor Upper, RgbColor Lower)> Cells(string line)
    {
        var cells = new List<(RgbColor, RgbColor)>();
        foreach (Match run in Run().Matches(line))
        {
            var c = run.Groups["c"].Captures.Select(capture => byte.Parse(capture.Value, CultureInfo.InvariantCulture)).ToArray();
            cells.AddRange(Enumerable.Repeat((new RgbColor(c[0], c[1], c[2]), new RgbColor(c[3], c[4], c[5])), run.Groups["cells"].Length));
        }

        return cells;
    }

    [GeneratedRegex(@"\e\[38;2(;(?<c>\d+)){3};48;2(;(?<c>\d+)){3}m(?<cells>▀+)")]
    private static partial Regex Run();
}
