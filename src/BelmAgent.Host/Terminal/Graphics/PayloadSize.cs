using BelmAgent.Imaging;
using BelmAgent.Imaging.Resampling;

namespace BelmAgent.Host.Terminal.Graphics;

/// <summary>How many pixels are worth sending to a terminal that scales by itself.</summary>
internal static class PayloadSize
{
    // A cell of a dense screen; more would only take longer, over a network most of all.
    private const int PixelsPerCell = 20;

    /// <summary>Returns the picture, made smaller where the cells could not show all of it.</summary>
    public static RgbImage Shrink(RgbImage image, CellBox box)
    {
        var width = box.Columns * PixelsPerCell;
        return image.Width <= width
            ? image
            : ImageResize.Resample(image, width, Math.Max((int)Math.Round(image.Height * (double)width / image.Width), 1));
    }
}
