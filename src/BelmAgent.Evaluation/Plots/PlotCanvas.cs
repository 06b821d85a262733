using BelmAgent.Imaging;

namespace BelmAgent.Evaluation.Plots;

/// <summary>A white sheet to draw lines, dots and letters on, with soft edges.</summary>
internal sealed class PlotCanvas
{
    private readonly byte[] _pixels;

    public PlotCanvas(int width, int height)
    {
        (Width, Height) = (width, height);
        _pixels = RgbImage.Filled(width, height, RgbColor.White).Pixels.ToArray();
    }

    public int Width { get; }

    public int Height { get; }

    public RgbImage ToImage() => new(Width, Height, [.. _pixels]);

    public void Dot(double x, double y, double radius, RgbColor color) => Line((x, y), (x, y), 2 * radius, color);

    /// <summary>Returns a line with round ends: each pixel is covered by as much as its centre is inside.</summary>
    public void Line((double X, double Y) from, (double X, double Y) to, double thickness, RgbColor color)
    {
        var reach = (thickness / 2) + 1;
        var (left, right) = (Bound(Math.Min(from.X, to.X) - reach, Width), Bound(Math.Max(from.X, to.X) + reach, Width));
        var (top, bottom) = (Bound(Math.Min(from.Y, to.Y) - reach, Height), Bound(Math.Max(from.Y, to.Y) + reach, Height));
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                var cover = Math.Clamp((thickness / 2) + 0.5 - Distance(x + 0.5, y + 0.5, from, to), 0, 1);
                if (cover > 0)
                {
                    Blend(((y * Width) + x) * RgbImage.Channels, color, cover);
                }
            }
        }
    }

    /// <summary>Text that begins at x and stands on y.</summary>
    public void Text(string text, double x, double y, double size, RgbColor color) =>
        StrokeFont.Draw(text, size, (from, to, thickness) => Line((x + from.X, y - from.Y), (x + to.X, y - to.Y), thickness, color));

    /// <summary>Text turned to run upwards, that begins at y and stands on x.</summary>
    public void TextUpwards(string text, double x, double y, double size, RgbColor color) =>
        StrokeFont.Draw(text, size, (from, to, thickness) => Line((x - from.Y, y - from.X), (x - to.Y, y - to.X), thickness, color));

    private static int Bound(double value, int most) => (int)Math.Clamp(Math.Floor(value), 0, most);

    private static double Distance(double x, double y, (double X, double Y) from, (double X, double Y) to)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var length = (dx * dx) + (dy * dy);
        var along = length == 0 ? 0 : Math.Clamp((((x - from.X) * dx) + ((y - from.Y) * dy)) / length, 0, 1);
        return double.Hypot(x - from.X - (along * dx), y - from.Y - (along * dy));
    }

    private void Blend(int at, RgbColor color, double cover)
    {
        _pixels[at] = Mix(_pixels[at], color.R);
        _pixels[at + 1] = Mix(_pixels[at + 1], color.G);
        _pixels[at + 2] = Mix(_pixels[at + 2], color.B);

        byte Mix(byte below, byte above) => (byte)Math.Round(below + (cover * (above - below)));
    }
}
