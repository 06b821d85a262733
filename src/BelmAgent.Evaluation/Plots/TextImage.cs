using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using SkiaSharp;

namespace BelmAgent.Evaluation.Plots;

/// <summary>Draws text as a small image, such as a heading of a contact sheet.</summary>
/// <remarks>Stateless; safe to call from any thread.</remarks>
internal static class TextImage
{
    private const float Size = 13;
    private const float Margin = 2;

    /// <summary>Draws text on white from the top left corner, wrapped between words; what does not fit is cut off.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">Width of the image in pixels, at least 1.</param>
    /// <param name="height">Height of the image in pixels, at least 1.</param>
    public static RgbImage Draw(string text, int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        using var font = new SKFont(ChartFont.Typeface, Size);
        using var paint = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        canvas.Clear(SKColors.White);
        var y = Margin - font.Metrics.Ascent;
        foreach (var line in Wrap(text, width - (2 * Margin), font))
        {
            canvas.DrawText(line, Margin, y, font, paint);
            y += font.Spacing;
        }

        canvas.Flush();
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return ImageCodec.Decode(png.ToArray());
    }

    private static List<string> Wrap(string text, float width, SKFont font)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && font.MeasureText($"{lines[^1]} {word}") <= width)
            {
                lines[^1] += $" {word}";
            }
            else
            {
                lines.Add(word);
            }
        }

        return lines;
    }
}
