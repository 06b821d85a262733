using BelmAgent.Imaging;

namespace BelmAgent.Evaluation.Plots;

/// <summary>Text as a small picture, such as a heading of a contact sheet.</summary>
/// <remarks>Text is ASCII; other characters are drawn as boxes. Stateless; safe to call from any thread.</remarks>
public static class TextPicture
{
    /// <summary>Draws lines of text, wrapped between words, on white.</summary>
    /// <param name="text">The text; a line too long for the width is broken, a word too long for it is cut off.</param>
    /// <param name="width">Width of the picture in pixels, at least 1.</param>
    /// <param name="height">Height of the picture in pixels, at least 1; lines that do not fit are cut off.</param>
    /// <param name="size">Height of a capital letter in pixels, above 0. Default: 8.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static RgbImage Of(string text, int width, int height, double size = 8)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        var canvas = new PlotCanvas(width, height);
        var y = 2.5 + size;
        foreach (var line in Wrap(text, width - 4, size))
        {
            canvas.Text(line, 2, y, size, RgbColor.Black);
            y += 1.75 * size;
        }

        return canvas.ToImage();
    }

    private static IEnumerable<string> Wrap(string text, double width, double size)
    {
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && StrokeFont.WidthOf(longer, size) > width)
            {
                yield return line;
                longer = word;
            }

            line = longer;
        }

        yield return line;
    }
}
