using BelmAgent.Imaging;
using BelmAgent.Imaging.Tests.Doubles;

namespace BelmAgent.Host.Tests.Terminal.Graphics;

/// <summary>Pictures with known pixels.</summary>
internal static class TestPicture
{
    /// <summary>Creates a picture in which red increases to the right and green downwards; blue is a checkerboard.</summary>
    public static RgbImage Gradient(int width, int height) => TestImages.Of(width, height, (x, y) =>
        new((byte)(255 * x / Math.Max(width - 1, 1)), (byte)(255 * y / Math.Max(height - 1, 1)), (byte)((x + y) % 2 * 255)));
}
