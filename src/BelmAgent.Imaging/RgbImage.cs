using BelmAgent.Imaging.Colors;

namespace BelmAgent.Imaging;

/// <summary>A picture: interleaved sRGB, eight bits per channel, rows from the top, no padding between rows.</summary>
/// <remarks>
/// Immutable by convention: the array passed to the constructor belongs to the picture and must not be written again. Under that
/// convention it is safe to share between threads.
/// </remarks>
public sealed class RgbImage
{
    /// <summary>Bytes per pixel: red, green, blue.</summary>
    public const int Channels = 3;

    private readonly byte[] _pixels;
    private readonly ReadOnlyMemory<byte> _alpha;

    /// <summary>Wraps pixels without copying them.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="pixels">Exactly <c>width × height × 3</c> bytes, RGB, row by row. The picture takes ownership of the array.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive.</exception>
    /// <exception cref="ArgumentException">The array has another length.</exception>
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.Length != ByteCount(width, height))
        {
            throw new ArgumentException(
                $"An image of {width}×{height} needs {ByteCount(width, height)} bytes; {pixels.Length} were given.", nameof(pixels));
        }

        Width = width;
        Height = height;
        _pixels = pixels;
    }

    /// <summary>Gets the width in pixels, at least 1.</summary>
    public int Width { get; }

    /// <summary>Gets the height in pixels, at least 1.</summary>
    public int Height { get; }

    /// <summary>
    /// Gets the colour profile of the picture's file, used when it is written again; the pixels here are sRGB in any case. Null: none.
    /// </summary>
    public ColorProfile? Profile { get; init; }

    /// <summary>
    /// Gets how opaque each pixel is in the picture's file, 0 to 255, row by row; used when the picture is written as a PNG again, while
    /// <see cref="Pixels"/> show it on white. Empty: opaque everywhere.
    /// </summary>
    /// <exception cref="ArgumentException">The length is neither 0 nor <c>width × height</c>.</exception>
    public ReadOnlyMemory<byte> Alpha
    {
        get => _alpha;
        init => _alpha = value.IsEmpty || value.Length == Width * Height
            ? value
            : throw new ArgumentException($"An image of {Width}×{Height} has {Width * Height} pixels; {value.Length} values were given.", nameof(value));
    }

    /// <summary>Gets the bits per channel of the file that the picture was read from, 8 or 16; the pixels here have 8. Default: 8.</summary>
    public int SourceBits { get; init; } = 8;

    /// <summary>Gets all bytes: <c>width × height × 3</c>, RGB, row by row.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>Gets the same bytes as <see cref="Pixels"/>, to store or to pass to asynchronous code.</summary>
    public ReadOnlyMemory<byte> Memory => _pixels;

    /// <summary>Gets the colour of one pixel.</summary>
    /// <param name="x">Column, 0 to Width − 1.</param>
    /// <param name="y">Row, 0 to Height − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The pixel is outside the picture.</exception>
    public RgbColor this[int x, int y]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(x);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(x, Width);
            var row = Row(y);
            return new RgbColor(row[x * Channels], row[(x * Channels) + 1], row[(x * Channels) + 2]);
        }
    }

    /// <summary>Returns one row: <c>width × 3</c> bytes.</summary>
    /// <param name="y">Row, 0 to Height − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The row is outside the picture.</exception>
    public ReadOnlySpan<byte> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(y);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(y, Height);
        return _pixels.AsSpan(y * Width * Channels, Width * Channels);
    }

    /// <summary>Creates a picture of one colour.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="color">The colour.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive.</exception>
    public static RgbImage Filled(int width, int height, RgbColor color)
    {
        var pixels = new byte[ByteCount(width, height)];
        for (var i = 0; i < pixels.Length; i += Channels)
        {
            (pixels[i], pixels[i + 1], pixels[i + 2]) = (color.R, color.G, color.B);
        }

        return new RgbImage(width, height, pixels);
    }

    /// <summary>Copies part of the picture.</summary>
    /// <param name="region">The part; it must lie entirely inside.</param>
    /// <exception cref="ArgumentOutOfRangeException">The region is empty or extends outside.</exception>
    public RgbImage Crop(ImageRegion region)
    {
        if (!region.IsInside(Width, Height))
        {
            throw new ArgumentOutOfRangeException(nameof(region), region, $"The region is not inside an image of {Width}×{Height}.");
        }

        var pixels = new byte[ByteCount(region.Width, region.Height)];
        var length = region.Width * Channels;
        for (var y = 0; y < region.Height; y++)
        {
            Row(region.Y + y).Slice(region.X * Channels, length).CopyTo(pixels.AsSpan(y * length));
        }

        return new RgbImage(region.Width, region.Height, pixels) { Profile = Profile, Alpha = CropAlpha(region), SourceBits = SourceBits };
    }

    /// <summary>Returns whether both pictures have the same size and the same bytes.</summary>
    /// <param name="other">The other picture.</param>
    public bool ContentEquals(RgbImage other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Width == other.Width && Height == other.Height && Pixels.SequenceEqual(other.Pixels);
    }

    private byte[] CropAlpha(ImageRegion region)
    {
        var alpha = new byte[_alpha.IsEmpty ? 0 : region.Width * region.Height];
        for (var y = 0; y < region.Height && alpha.Length > 0; y++)
        {
            _alpha.Span.Slice(((region.Y + y) * Width) + region.X, region.Width).CopyTo(alpha.AsSpan(y * region.Width));
        }

        return alpha;
    }

    /// <summary>Returns the number of bytes of a picture of this size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive, or the picture does not fit in one array.</exception>
    internal static int ByteCount(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        var count = (long)width * height * Channels;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Array.MaxLength, nameof(width));
        return (int)count;
    }
}

/// <summary>An sRGB colour with eight bits per channel.</summary>
/// <param name="R">Red, 0 to 255.</param>
/// <param name="G">Green, 0 to 255.</param>
/// <param name="B">Blue, 0 to 255.</param>
public readonly record struct RgbColor(byte R, byte G, byte B)
{
    /// <summary>Gets white, the background of transparent pictures.</summary>
    public static RgbColor White => new(255, 255, 255);

    /// <summary>Gets black.</summary>
    public static RgbColor Black => default;

    /// <summary>Gets middle grey: 128 in each channel, about 0 in a tensor.</summary>
    public static RgbColor Grey => new(128, 128, 128);
}
