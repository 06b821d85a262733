using BelmAgent.Imaging;
using BelmAgent.Imaging.Resampling;

namespace BelmAgent.Host.Terminal.Graphics;

/// <summary>Limits the number of pixels sent to a terminal that scales by itself.</summary>
internal static class PayloadSize
{
    // A cell of a high-density screen; more would only take longer, especially over a network.
    private const int PixelsPerCell = 20;

    /// <summary>Returns the picture, reduced if the cells cannot show all of it.</summary>
    public static RgbImage Shrink(RgbImage image, CellBox box)
    {
        var width = box.Columns * PixelsPerCell;
        return image.Width <= width
            ? image
            : ImageResize.Resample(image, width, Math.Max((int)Math.Round(image.Height * (double)width / image.Width), 1));
    }
}
