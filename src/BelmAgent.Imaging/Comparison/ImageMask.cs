namespace BelmAgent.Imaging.Comparison;

/// <summary>Selects pixels of a picture.</summary>
/// <remarks>Immutable by convention: the array passed to the constructor belongs to the mask. Safe to share between threads.</remarks>
public sealed class ImageMask
{
    private readonly bool[] _inside;

    /// <summary>Wraps one boolean per pixel without copying.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="inside">Exactly <c>width × height</c> values, row by row; true is inside.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive.</exception>
    /// <exception cref="ArgumentException">The array has another length.</exception>
    public ImageMask(int width, int height, bool[] inside)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentNullException.ThrowIfNull(inside);
        if (inside.Length != (long)width * height)
        {
            throw new ArgumentException($"A mask of {width}×{height} needs {(long)width * height} values; {inside.Length} were given.", nameof(inside));
        }

        (Width, Height, _inside) = (width, height, inside);
    }

    /// <summary>Gets the width in pixels.</summary>
    public int Width { get; }

    /// <summary>Gets the height in pixels.</summary>
    public int Height { get; }

    /// <summary>Gets one value per pixel, row by row; true is inside.</summary>
    public ReadOnlySpan<bool> Inside => _inside;

    /// <summary>Gets the number of pixels inside.</summary>
    public int Count => _inside.AsSpan().Count(true);

    /// <summary>Gets whether a pixel is inside.</summary>
    /// <param name="x">Column, 0 to Width − 1.</param>
    /// <param name="y">Row, 0 to Height − 1.</param>
    public bool this[int x, int y] => _inside[(y * Width) + x];

    /// <summary>Returns the complement of this mask.</summary>
    public ImageMask Inverted() => new(Width, Height, Array.ConvertAll(_inside, static value => !value));

    /// <summary>Creates a mask that is true in one rectangle.</summary>
    /// <param name="width">Width of the mask in pixels.</param>
    /// <param name="height">Height of the mask in pixels.</param>
    /// <param name="region">The rectangle, entirely inside the mask.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle is empty or extends outside.</exception>
    public static ImageMask Create(int width, int height, ImageRegion region)
    {
        if (!region.IsInside(width, height))
        {
            throw new ArgumentOutOfRangeException(nameof(region), region, $"The region is not inside a mask of {width}×{height}.");
        }

        var inside = new bool[width * height];
        for (var y = region.Y; y < region.Bottom; y++)
        {
            inside.AsSpan((y * width) + region.X, region.Width).Fill(true);
        }

        return new ImageMask(width, height, inside);
    }

    /// <summary>Returns the mask grown by a square: a pixel is inside if any pixel within the radius was.</summary>
    /// <param name="radius">Radius in pixels, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The radius is negative.</exception>
    public ImageMask Dilated(int radius)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(radius);
        var rows = new bool[_inside.Length];
        var grown = new bool[_inside.Length];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                if (this[x, y])
                {
                    var left = Math.Max(x - radius, 0);
                    rows.AsSpan((y * Width) + left, Math.Min(x + radius, Width - 1) - left + 1).Fill(true);
                }
            }
        }

        for (var y = 0; y < Height; y++)
        {
            for (var near = Math.Max(y - radius, 0); near <= Math.Min(y + radius, Height - 1); near++)
            {
                for (var x = 0; x < Width; x++)
                {
                    grown[(y * Width) + x] |= rows[(near * Width) + x];
                }
            }
        }

        return new ImageMask(Width, Height, grown);
    }
}
