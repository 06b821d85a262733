using SkiaSharp;

namespace BelmAgent.Imaging.Codecs;

/// <summary>Where a stored pixel goes when the EXIF orientation is applied: <c>origin + x·stepX + y·stepY</c>, in pixels.</summary>
internal readonly record struct SkiaOrientation(int Width, int Height, int Origin, int StepX, int StepY)
{
    /// <summary>The mapping for a stored size and an orientation.</summary>
    public static SkiaOrientation Of(SKEncodedOrigin origin, int width, int height) => origin switch
    {
        SKEncodedOrigin.TopRight => new(width, height, width - 1, -1, width),
        SKEncodedOrigin.BottomRight => new(width, height, (width * height) - 1, -1, -width),
        SKEncodedOrigin.BottomLeft => new(width, height, (height - 1) * width, 1, -width),
        SKEncodedOrigin.LeftTop => new(height, width, 0, height, 1),
        SKEncodedOrigin.RightTop => new(height, width, height - 1, height, -1),
        SKEncodedOrigin.RightBottom => new(height, width, (width * height) - 1, -height, -1),
        SKEncodedOrigin.LeftBottom => new(height, width, (width - 1) * height, -height, 1),
        _ => new(width, height, 0, 1, width),
    };
}
