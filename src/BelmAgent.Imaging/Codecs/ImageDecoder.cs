using BelmAgent.Imaging.Colors;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace BelmAgent.Imaging.Codecs;

/// <summary>
/// The one door by which files become pictures. The container is read and checked here, to its end, and ImageSharp is given
/// the pixels alone: it takes cut files for whole ones, and its readers of metadata never see a byte.
/// </summary>
internal static class ImageDecoder
{
    /// <summary>Bytes needed to tell the formats apart.</summary>
    public const int SignatureLength = WebpContainer.HeaderLength;

    /// <summary>Reads a container.</summary>
    public delegate PictureFile Opener(ReadOnlyMemory<byte> file, DecodingContext context);

    /// <summary>Tells by its first bytes what reads a file, so that no other decoder of the library is ever reached.</summary>
    /// <exception cref="ImageFormatException">Nothing does.</exception>
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
                : file.HasAlpha || file.Place is not null ? Composed(file, cancellationToken)
                : Opaque(file, cancellationToken);
        }
        catch (Exception exception) when (exception is not (ImageFormatException or ImageTooLargeException or OperationCanceledException or OutOfMemoryException))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ImageFormatException(exception is NotSupportedException ? ImageFault.Unsupported : ImageFault.Damaged, source, exception);
        }
    }

    private static RgbImage Opaque(PictureFile file, CancellationToken cancellationToken)
    {
        using var pixels = Load<Rgb24>(file, cancellationToken);
        return ToSrgb(file, pixels);
    }

    /// <summary>Colours are converted before transparency is composed, as a viewer does.</summary>
    private static RgbImage Composed(PictureFile file, CancellationToken cancellationToken)
    {
        using var pixels = Load<Rgba32>(file, cancellationToken);
        using var opaque = pixels.CloneAs<Rgb24>(SharpPixels.Configuration);
        var (image, at, rgb) = (ToSrgb(file, opaque), 0, Array.Empty<byte>());
        rgb = image.Pixels.ToArray();
        pixels.ProcessPixelRows(rows =>
        {
            for (var y = 0; y < rows.Height; y++)
            {
                foreach (var pixel in rows.GetRowSpan(y))
                {
                    var ground = (255 * (255 - pixel.A)) + 127;
                    for (var channel = 0; channel < RgbImage.Channels; channel++, at++)
                    {
                        rgb[at] = (byte)(((rgb[at] * pixel.A) + ground) / 255);
                    }
                }
            }
        });
        return new RgbImage(image.Width, image.Height, rgb) { Profile = image.Profile };
    }

    /// <summary>The pixels that a viewer shows, in their own colours: upright, on their canvas.</summary>
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

    private static RgbImage ToSrgb(PictureFile file, Image<Rgb24> pixels)
    {
        var profile = ColorProfile.Find(file.Icc, file.IsGrey);
        var rgb = new byte[RgbImage.ByteCount(pixels.Width, pixels.Height)];
        pixels.CopyPixelDataTo(rgb);
        (profile ?? (file.Gamma is { } gamma ? ColorProfile.OfGamma(gamma) : null))?.ToSrgb?.Apply(rgb);

        // A profile for one channel cannot be written with three.
        return new RgbImage(pixels.Width, pixels.Height, rgb) { Profile = profile is { IsGrey: false } ? profile : null };
    }
}
