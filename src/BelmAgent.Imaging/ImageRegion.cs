namespace BelmAgent.Imaging;

/// <summary>A rectangle of pixels, its origin at the top left.</summary>
/// <param name="X">Left edge, in pixels from the left.</param>
/// <param name="Y">Top edge, in pixels from the top.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
public readonly record struct ImageRegion(int X, int Y, int Width, int Height)
{
    /// <summary>Gets the first column right of the region.</summary>
    public int Right => X + Width;

    /// <summary>Gets the first row below the region.</summary>
    public int Bottom => Y + Height;

    /// <summary>Returns whether a picture of this size contains the entire, non-empty region.</summary>
    /// <param name="width">Width of the picture in pixels.</param>
    /// <param name="height">Height of the picture in pixels.</param>
    public bool IsInside(int width, int height) =>
        X >= 0 && Y >= 0 && Width > 0 && Height > 0 && X <= width - Width && Y <= height - Height;
}
