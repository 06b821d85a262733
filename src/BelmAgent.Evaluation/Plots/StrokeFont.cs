namespace BelmAgent.Evaluation.Plots;

/// <summary>Letters as strokes of a pen. An app cannot count on fonts: servers and containers often have none.</summary>
/// <remarks>
/// A glyph is a number of strokes, a stroke a number of points, a point two characters of base 36: x from the left, y from the bottom of
/// the descender. Letters stand on y = 4, small ones reach 12, capitals 16.
/// </remarks>
internal static class StrokeFont
{
    private const int Baseline = 4;
    private const double CapitalHeight = 12;
    private const double Gap = 3.2;
    private const double SpaceWidth = 4;
    private const double PenWidth = 0.125;
    private const string Box = "046474760g6g6404 0g04";

    private static readonly Dictionary<char, string> Glyphs = new()
    {
        ['a'] = "7c74 7a5c2c0a06245476", ['b'] = "0g04 0a2c5c7a76542406", ['c'] = "7a5c2c0a06245476", ['d'] = "7g74 7a5c2c0a06245476",
        ['e'] = "08787a5c2c0a06245476", ['f'] = "5g4g2e24 0c5c", ['g'] = "7c72502001 7a5c2c0a06245476", ['h'] = "0g04 0a2c5c7a74",
        ['i'] = "0c04 0f0g", ['j'] = "3c322000 3f3g", ['k'] = "0g04 6c07 2964", ['l'] = "0g04", ['m'] = "0c04 0a2c3c5a54 5a7c8caaa4",
        ['n'] = "0c04 0a2c5c7a74", ['o'] = "2454767a5c2c0a0624", ['p'] = "0c00 0a2c5c7a76542406", ['q'] = "7c70 7a5c2c0a06245476",
        ['r'] = "0c04 0a2c4c5b", ['s'] = "6a5c1c0a185866541406", ['t'] = "2g264454 0c5c", ['u'] = "0c06245476 7c74", ['v'] = "0c346c",
        ['w'] = "0c245b84ac", ['x'] = "0c64 046c", ['y'] = "0c34 6c3410", ['z'] = "0c6c0464",
        ['A'] = "044g84 1878", ['B'] = "040g5g7e7c5a0a 5a78765404", ['C'] = "8e6g2g0e06246486", ['D'] = "040g5g8d875404", ['E'] = "7g0g0474 0a5a",
        ['F'] = "7g0g04 0a5a", ['G'] = "8e6g2g0e062464868a5a", ['H'] = "0g04 8g84 0a8a", ['I'] = "0g04", ['J'] = "5g56441406", ['K'] = "0g04 8g08 3b84",
        ['L'] = "0g0474", ['M'] = "040g58aga4", ['N'] = "040g848g", ['O'] = "2464868e6g2g0e0624", ['P'] = "040g5g7e7b5909", ['Q'] = "2464868e6g2g0e0624 5784",
        ['R'] = "040g5g7e7b5909 4974", ['S'] = "7e5g2g0e0c2a5a7876542406", ['T'] = "0g8g 4g44", ['U'] = "0g062464868g", ['V'] = "0g448g",
        ['W'] = "0g346e94cg", ['X'] = "0g84 048g", ['Y'] = "0g4a8g 4a44", ['Z'] = "0g8g0484",
        ['0'] = "2454767e5g2g0e0624", ['1'] = "0e2g24", ['2'] = "0e2g5g7e7c0474", ['3'] = "0e2g5g7e7c5a3a 5a7876542406", ['4'] = "545g0878",
        ['5'] = "6g1g0a2b5b7976542406", ['6'] = "6g4g1d0906245476795b2b09", ['7'] = "0g7g24", ['8'] = "2a0c0e2g5g7e7c5a2a080624547678 5a78",
        ['9'] = "1434677b7e5g2g0e0b29597b",
        ['.'] = "0404", [','] = "1502", [':'] = "0404 0b0b", ['-'] = "0a5a", ['+'] = "0a6a 3d37", ['='] = "0c6c 0868", ['%'] = "048g 1g0f1e2f1g 7685746576",
        ['/'] = "026g", ['('] = "3h1e1633", [')'] = "0h2e2603", ['|'] = "0h02", ['_'] = "0363", ['\''] = "0g0d", ['*'] = "0a6a 3d37 1c58 185c", ['<'] = "6d0a67", ['>'] = "0d6a07",
        ['"'] = "0g0d 2g2d", ['!'] = "0g08 0404", ['?'] = "0e2g5g7e7c4a48 4444",
    };

    /// <summary>Returns the width of a text in pixels.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">Height of a capital letter, in pixels.</param>
    public static double WidthOf(string text, double size)
    {
        var end = 0.0;
        Draw(text, size, (from, to, _) => end = Math.Max(end, Math.Max(from.X, to.X)));
        return end;
    }

    /// <summary>Draws a text, its origin at the left of the baseline, y upwards.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">Height of a capital letter, in pixels.</param>
    /// <param name="line">Draws one straight piece: from, to, thickness.</param>
    public static void Draw(string text, double size, Action<(double X, double Y), (double X, double Y), double> line)
    {
        var scale = size / CapitalHeight;
        var left = 0.0;
        foreach (var character in text)
        {
            if (character == ' ')
            {
                left += SpaceWidth + Gap;
                continue;
            }

            var glyph = Glyphs.GetValueOrDefault(character, Box);
            var width = 0;
            foreach (var stroke in glyph.Split(' '))
            {
                for (var i = 0; i < stroke.Length; i += 2)
                {
                    width = Math.Max(width, Digit(stroke[i]));
                    if (i > 0)
                    {
                        line(Point(stroke, i - 2), Point(stroke, i), PenWidth * size);
                    }
                }
            }

            left += width + Gap;
        }

        (double X, double Y) Point(string stroke, int i) => ((left + Digit(stroke[i])) * scale, (Digit(stroke[i + 1]) - Baseline) * scale);
    }

    private static int Digit(char character) => char.IsAsciiDigit(character) ? character - '0' : character - 'a' + 10;
}
