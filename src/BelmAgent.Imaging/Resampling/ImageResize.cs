using BelmAgent.Imaging.Codecs;
using SixLabors.ImageSharp.Processing;

namespace BelmAgent.Imaging.Resampling;

/// <summary>Resizes pictures with Lanczos-3 on the stored values, widened for downscaling.</summary>
/// <remarks>Stateless; safe to call from any thread.</remarks>
public static class ImageResize
{
    /// <summary>Resamples an entire picture to an exact size.</summary>
    /// <param name="image">The picture. If it already has this size, it is returned as is.</param>
    /// <param name="width">New width in pixels, at least 1.</param>
    /// <param name="height">New height in pixels, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive.</exception>
    public static RgbImage Resample(RgbImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (image.Width == width && image.Height == height)
        {
            return image;
        }

        using var pixels = SharpPixels.Wrap(image);
        using var resized = pixels.Clone(context => context.Resize(width, height, KnownResamplers.Lanczos3));
        return SharpPixels.ToRgb(resized, image.Profile);
    }

    /// <summary>Fits a picture to a model's size.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">Width of the target in pixels, at least 1; for <see cref="ImageFit.Fit"/> the maximum width.</param>
    /// <param name="height">Height of the target in pixels, at least 1; for <see cref="ImageFit.Fit"/> the maximum height.</param>
    /// <param name="fit">How a different shape is fitted.</param>
    /// <param name="multiple">For <see cref="ImageFit.Fit"/>: both sides become multiples of this; at least 1, at most the target's sides.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static FittedImage To(RgbImage image, int width, int height, ImageFit fit, int multiple = 8)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(multiple);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(multiple, Math.Min(width, height));
        var whole = new ImageRegion(0, 0, image.Width, image.Height);
        switch (fit)
        {
            case ImageFit.CenterCrop:
                var source = CenterCrop(image.Width, image.Height, width, height);
                return Placed(Resample(image.Crop(source), width, height), source);
            case ImageFit.Pad:
                var placed = Inscribe(image.Width, image.Height, width, height);
                return new(Place(image, whole, placed, width, height), whole, placed);
            case ImageFit.Fit:
                var (fitWidth, fitHeight) = Inscribed(image.Width, image.Height, width, height);
                return Placed(Resample(image, Multiple(fitWidth, width), Multiple(fitHeight, height)), whole);
            case ImageFit.Stretch:
                return Placed(Resample(image, width, height), whole);
            default:
                throw new ArgumentOutOfRangeException(nameof(fit), fit, "The fit is not one of its values.");
        }

        int Multiple(int length, int limit) =>
            Math.Clamp((int)Math.Round((double)length / multiple), 1, limit / multiple) * multiple;
    }

    /// <summary>
    /// Gets the part of a picture that <see cref="ImageFit.CenterCrop"/> keeps: the largest centred part with the target's aspect
    /// ratio.
    /// </summary>
    /// <param name="imageWidth">Width of the picture in pixels, at least 1.</param>
    /// <param name="imageHeight">Height of the picture in pixels, at least 1.</param>
    /// <param name="width">Width of the target in pixels, at least 1.</param>
    /// <param name="height">Height of the target in pixels, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static ImageRegion CenterCrop(int imageWidth, int imageHeight, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(imageWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(imageHeight);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        return Centred(Inscribed(width, height, imageWidth, imageHeight), imageWidth, imageHeight);
    }

    /// <summary>Gets where a picture lies in a frame that it fits into entirely: the largest centred part of its aspect ratio.</summary>
    /// <param name="imageWidth">Width of the picture in pixels, at least 1.</param>
    /// <param name="imageHeight">Height of the picture in pixels, at least 1.</param>
    /// <param name="width">Width of the frame in pixels, at least 1.</param>
    /// <param name="height">Height of the frame in pixels, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static ImageRegion Inscribe(int imageWidth, int imageHeight, int width, int height) => CenterCrop(width, height, imageWidth, imageHeight);

    /// <summary>Resamples part of a picture into part of a frame, around which its edge pixels are repeated.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="source">The part of it, inside the picture.</param>
    /// <param name="placed">Where it goes, inside the frame.</param>
    /// <param name="width">Width of the frame in pixels, at least 1.</param>
    /// <param name="height">Height of the frame in pixels, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A part is not inside its whole.</exception>
    public static RgbImage Place(RgbImage image, ImageRegion source, ImageRegion placed, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!placed.IsInside(width, height))
        {
            throw new ArgumentOutOfRangeException(nameof(placed), placed, $"The place is not inside a frame of {width}×{height}.");
        }

        var part = (source.Width, source.Height) == (image.Width, image.Height) ? image : image.Crop(source);
        var resized = Resample(part, placed.Width, placed.Height);
        return (placed.Width, placed.Height) == (width, height) ? resized : Extend(resized, placed, width, height);
    }

    private static FittedImage Placed(RgbImage image, ImageRegion source) =>
        new(image, source, new ImageRegion(0, 0, image.Width, image.Height));

    /// <summary>Returns the largest size with a given aspect ratio within a frame; whole pixels, at least 1.</summary>
    private static (int Width, int Height) Inscribed(int shapeWidth, int shapeHeight, int frameWidth, int frameHeight)
    {
        var scale = Math.Min((double)frameWidth / shapeWidth, (double)frameHeight / shapeHeight);
        return (Side(shapeWidth, frameWidth), Side(shapeHeight, frameHeight));

        int Side(int shape, int frame) => Math.Clamp((int)Math.Round(shape * scale), 1, frame);
    }

    private static ImageRegion Centred((int Width, int Height) size, int frameWidth, int frameHeight) =>
        new((frameWidth - size.Width) / 2, (frameHeight - size.Height) / 2, size.Width, size.Height);

    private static RgbImage Extend(RgbImage image, ImageRegion placed, int width, int height)
    {
        var pixels = new byte[RgbImage.ByteCount(width, height)];
        var length = width * RgbImage.Channels;
        for (var y = 0; y < height; y++)
        {
            var row = image.Row(Math.Clamp(y - placed.Y, 0, placed.Height - 1));
            var target = pixels.AsSpan(y * length, length);
            row.CopyTo(target[(placed.X * RgbImage.Channels)..]);
            Repeat(row[..RgbImage.Channels], target[..(placed.X * RgbImage.Channels)]);
            Repeat(row[^RgbImage.Channels..], target[(placed.Right * RgbImage.Channels)..]);
        }

        return new RgbImage(width, height, pixels) { Profile = image.Profile };
    }

    private static void Repeat(ReadOnlySpan<byte> pixel, Span<byte> target)
    {
        for (; !target.IsEmpty; target = target[RgbImage.Channels..])
        {
            pixel.CopyTo(target);
        }
    }
}

/// <summary>Specifies how a picture of any shape is fitted to a model's size.</summary>
public enum ImageFit
{
    /// <summary>The largest centred part with the target's aspect ratio; the rest is cropped.</summary>
    CenterCrop,

    /// <summary>The entire picture, centred, with its edge pixels repeated around it.</summary>
    Pad,

    /// <summary>The entire picture within the target's size, aspect ratio kept, both sides rounded to a multiple.</summary>
    Fit,

    /// <summary>The entire picture at exactly the target's size; its aspect ratio changes.</summary>
    Stretch,
}

/// <summary>A picture fitted to a model's size, with the mapping of its parts to the original.</summary>
/// <param name="Image">The picture at the model's size.</param>
/// <param name="Source">The part of the original that was used, in the original's pixels.</param>
/// <param name="Placed">Where that part lies in <paramref name="Image"/>.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record FittedImage(RgbImage Image, ImageRegion Source, ImageRegion Placed);
