using BelmAgent.Imaging.Tests.Doubles;
using System.Globalization;
using System.Text.RegularExpressions;
using BelmAgent.Imaging;

namespace BelmAgent.Host.Tests.Terminal.Graphics;

/// <summary>Draws sixels like a terminal, according to the VT330/340 manual.</summary>
internal static partial class SixelDecoder
{
    public static RgbImage Decode(string text)
    {
        var frame = Frame().Match(text);
        Assert.True(frame.Success, "No sixels.");
        var (width, height) = (Number(frame.Groups["width"]), Number(frame.Groups["height"]));
        var pixels = new RgbColor?[width, height];
        var palette = new Dictionary<int, RgbColor>();
        var (x, top, color) = (0, 0, 0);
        var end = 0;
        foreach (Match token in Token().Matches(frame.Groups["body"].Value))
        {
            Assert.Equal(end, token.Index);
            end += token.Length;
            switch (token.Value[0])
            {
                case '#':
                    color = Number(token.Groups["color"]);
                    if (token.Groups["r"].Success)
                    {
                        palette.Add(color, new(Byte(token.Groups["r"]), Byte(token.Groups["g"]), Byte(token.Groups["b"])));
                    }

                    break;
                case '$':
                    x = 0;
                    break;
                case '-':
                    (x, top) = (0, top + 6);
                    break;
                default:
                    for (var run = token.Groups["run"].Success ? Number(token.Groups["run"]) : 1; run > 0; run--, x++)
                    {
                        var bits = token.Groups["sixel"].Value[0] - '?';
                        for (var bit = 0; bit < 6; bit++)
                        {
                            if ((bits >> bit & 1) != 0)
                            {
                                Assert.Null(pixels[x, top + bit]);
                                pixels[x, top + bit] = palette[color];
                            }
                        }
                    }

                    break;
            }
        }

        Assert.Equal(frame.Groups["body"].Length, end);
        Assert.InRange(palette.Count, 1, 256);
        return TestImages.Of(width, height, (column, row) => pixels[column, row]!.Value);
    }

    private static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    private static byte Byte(Group percent) => (byte)Math.Round(Number(percent) * 2.55);

    [GeneratedRegex(@"^\eP\d+;1;\d+q""1;1;(?<width>\d+);(?<height>\d+)(?<body>[^\e]*)\e\\$")]
    private static partial Regex Frame();

    [GeneratedRegex(@"#(?<color>\d+)(;2;(?<r>\d+);(?<g>\d+);(?<b>\d+))?|\$|-|(!(?<run>\d+))?(?<sixel>[?-~])")]
    private static partial Regex Token();
}
