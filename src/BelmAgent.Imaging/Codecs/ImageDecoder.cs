using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BelmAgent.Imaging.Colors;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace BelmAgent.Imaging.Codecs;

/// <summary>
/// The single place where files are decoded to pictures. The container is read and checked here to its end, and ImageSharp receives
/// only the pixel data: it accepts truncated files as complete, and its metadata readers never see a byte.
/// </summary>
internal static class ImageDecoder
{
    /// <summary>Number of bytes needed to tell the formats apart.</summary>
    public const int SignatureLength = WebpContainer.HeaderLength;

    /// <summary>Reads a container.</summary>
    public delegate PictureFile Opener(ReadOnlyMemory<byte> file, DecodingContext context);

    /// <summary>Selects the reader of a file by its first bytes, so that no other decoder of the library is ever reached.</summary>
    /// <exception cref="ImageFormatException">The format is not known.</exception>
    public static Opener FormatOf(ReadOnlySpan<byte> start, string? source) =>
        start.StartsWith(PngContainer.Signature) ? PngContainer.Open
        : start.StartsWith(JpegContainer.Signature) ? JpegContainer.Open
        : WebpContainer.IsStart(start) ? WebpContainer.Open
        : throw new ImageFormatException(start.IsEmpty ? ImageFault.Empty : ImageFault.UnknownFormat, source);

    /// <summary>Decodes a file.</summary>
    public static RgbImage Decode(ReadOnlyMemory<byte> encoded, ImageLimits limits, string? source, CancellationToken cancellationToken)
    {
        var open = FormatOf(encoded.Span, source);
        try
        {
            var file = open(encoded, new DecodingContext(limits, source, cancellationToken));
            return file.IsCmyk ? throw new ImageFormatException(ImageFault.Cmyk, source)
                : ToSrgb(file, cancellationToken);
        }
        catch (Exception exception) when (exception is not (BelmException or OperationCanceledException or OutOfMemoryException))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ImageFormatException(exception is NotSupportedException ? ImageFault.Unsupported : ImageFault.Damaged, source, exception);
        }
    }

    /// <summary>
    /// Converts a picture to sRGB. Sixteen bits are kept up to the conversion, if there is one: in linear light, eight bits have few
    /// dark tones.
    /// </summary>
    private static RgbImage ToSrgb(PictureFile file, CancellationToken cancellationToken)
    {
        var embedded = ColorProfile.Find(file.Icc, file.IsGrey);
        var profile = embedded ?? (file.Gamma is { } gamma ? ColorProfile.FromGamma(gamma) : null);
        var deep = file.IsDeep ? profile?.DeepToSrgb() : null;
        var image = (file.HasAlpha || file.Place is not null, deep) switch
        {
            (false, null) => Draw<Rgb24, byte>(file, profile?.ToSrgb, cancellationToken),
            (false, _) => Draw<Rgb48, ushort>(file, deep, cancellationToken),
            (true, null) => Draw<Rgba32, byte>(file, profile?.ToSrgb, cancellationToken),
            (true, _) => Draw<Rgba64, ushort>(file, deep, cancellationToken),
        };

        // A profile for one channel cannot be written with three channels.
        return new RgbImage(image.Width, image.Height, image.Rgb)
        {
            Profile = embedded is { IsGrey: false } ? embedded : null,
            Alpha = image.Alpha,
            SourceBits = file.IsDeep ? 16 : 8,
        };
    }

    /// <summary>Converts colours before it composes transparency, as a viewer does.</summary>
    /// <param name="file">The file.</param>
    /// <param name="toSrgb">The conversion of the levels; null to keep the bytes as they are.</param>
    /// <param name="cancellationToken">Cancels the decoding.</param>
    private static (int Width, int Height, byte[] Rgb, byte[] Alpha) Draw<TPixel, TLevel>(PictureFile file, ColorMapping? toSrgb, CancellationToken cancellationToken)
        where TPixel : unmanaged, IPixel<TPixel>
        where TLevel : unmanaged, IBinaryInteger<TLevel>
    {
        using var pixels = Load<TPixel>(file, cancellationToken);
        var rgb = new byte[RgbImage.ByteCount(pixels.Width, pixels.Height)];
        var channels = Unsafe.SizeOf<TPixel>() / Unsafe.SizeOf<TLevel>();
        var alpha = new byte[channels > RgbImage.Channels ? pixels.Width * pixels.Height : 0];
        var isOpaque = true;
        pixels.ProcessPixelRows(rows =>
        {
            for (var y = 0; y < rows.Height; y++)
            {
                var row = MemoryMarshal.Cast<TPixel, TLevel>(rows.GetRowSpan(y));
                var target = rgb.AsSpan(y * rows.Width * RgbImage.Channels, rows.Width * RgbImage.Channels);
                if (toSrgb is not null)
                {
                    toSrgb.Apply<TLevel>(row, channels, target);
                }
                else
                {
                    CopyColors(MemoryMarshal.AsBytes(row), channels, target);
                }

                if (channels > RgbImage.Channels)
                {
                    isOpaque &= ComposeOnWhite<TLevel>(row, target, alpha.AsSpan(y * rows.Width, rows.Width));
                }
            }
        });
        return (pixels.Width, pixels.Height, rgb, isOpaque ? [] : alpha);
    }

    private static void CopyColors(ReadOnlySpan<byte> row, int channels, Span<byte> rgb)
    {
        if (channels == RgbImage.Channels)
        {
            row.CopyTo(rgb);
            return;
        }

        for (int i = 0, at = 0; i < rgb.Length; i += RgbImage.Channels, at += channels)
        {
            (rgb[i], rgb[i + 1], rgb[i + 2]) = (row[at], row[at + 1], row[at + 2]);
        }
    }

    private static bool ComposeOnWhite<TLevel>(ReadOnlySpan<TLevel> row, Span<byte> rgb, Span<byte> alphas)
        where TLevel : unmanaged, IBinaryInteger<TLevel>
    {
        var (isOpaque, opaque) = (true, long.CreateTruncating(TLevel.AllBitsSet));
        for (int i = 0, at = RgbImage.Channels; i < rgb.Length; i += RgbImage.Channels, at += RgbImage.Channels + 1)
        {
            var alpha = long.CreateTruncating(row[at]);
            alphas[i / RgbImage.Channels] = (byte)(((alpha * byte.MaxValue) + (opaque / 2)) / opaque);
            isOpaque &= alpha == opaque;
            var ground = (255 * (opaque - alpha)) + (opaque / 2);
            for (var channel = i; channel < i + RgbImage.Channels; channel++)
            {
                rgb[channel] = (byte)(((rgb[channel] * alpha) + ground) / opaque);
            }
        }

        return isOpaque;
    }

    /// <summary>Returns the pixels that a viewer shows, in their own colours: upright and on their canvas.</summary>
    private static Image<TPixel> Load<TPixel>(PictureFile file, CancellationToken cancellationToken)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        var pixels = Unpack(file.Parts);
        try
        {
            if ((pixels.Width, pixels.Height) != (file.Width, file.Height))
            {
                throw new InvalidDataException("The pixels are not as large as the header says.");
            }

            if (file.Probe is { } probe)
            {
                using var again = Unpack(probe);
                ThrowIfDifferent(pixels, again);
            }

            if (file.Place is { } place)
            {
                var canvas = new Image<TPixel>(SharpPixels.Configuration, place.CanvasWidth, place.CanvasHeight);
                canvas.Mutate(context => context.DrawImage(pixels, new Point(place.X, place.Y), new GraphicsOptions { AlphaCompositionMode = PixelAlphaCompositionMode.Src }));
                pixels.Dispose();
                pixels = canvas;
            }

            if (file.Orientation != 1)
            {
                pixels.Metadata.ExifProfile = new ExifProfile();
                pixels.Metadata.ExifProfile.SetValue(ExifTag.Orientation, (ushort)file.Orientation);
                pixels.Mutate(context => context.AutoOrient());
            }

            return pixels;
        }
        catch
        {
            pixels.Dispose();
            throw;
        }

        Image<TPixel> Unpack(IReadOnlyList<ReadOnlyMemory<byte>> parts)
        {
            using var stream = new PartsStream(parts, cancellationToken);
            return file.Decoder.Decode<TPixel>(SharpPixels.Configuration, stream, cancellationToken);
        }
    }

    private static void ThrowIfDifferent<TPixel>(Image<TPixel> one, Image<TPixel> other)
        where TPixel : unmanaged, IPixel<TPixel> =>
        one.ProcessPixelRows(other, (rows, otherRows) =>
        {
            for (var y = 0; y < rows.Height; y++)
            {
                if (!rows.GetRowSpan(y).SequenceEqual(otherRows.GetRowSpan(y)))
                {
                    throw new InvalidDataException("The pixels are cut short.");
                }
            }
        });
}
