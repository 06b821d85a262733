using BelmAgent.Imaging.Codecs;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Processing;

namespace BelmAgent.Imaging.Comparison;

/// <summary>Several pictures on one sheet: before and after, or a grid of variations.</summary>
/// <remarks>Stateless; safe to call from any thread.</remarks>
public static class ContactSheet
{
    /// <summary>The default gap between pictures, in pixels.</summary>
    public const int DefaultGap = 8;

    /// <summary>Arranges pictures in one row, from left to right.</summary>
    /// <param name="images">At least one picture; sizes may differ.</param>
    /// <param name="gap">Pixels between pictures, at least 0.</param>
    /// <param name="background">Background colour. Null: white.</param>
    /// <exception cref="ArgumentException">There is no picture.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The gap is negative.</exception>
    public static RgbImage SideBySide(IReadOnlyList<RgbImage> images, int gap = DefaultGap, RgbColor? background = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        return Grid(images, Math.Max(images.Count, 1), gap, background);
    }

    /// <summary>Arranges pictures in rows; each column is as wide and each row as high as its largest picture, and pictures are centred.</summary>
    /// <param name="images">At least one picture; sizes may differ.</param>
    /// <param name="columns">Pictures per row, at least 1.</param>
    /// <param name="gap">Pixels between pictures, at least 0.</param>
    /// <param name="background">Background colour. Null: white.</param>
    /// <exception cref="ArgumentException">There is no picture.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static RgbImage Grid(IReadOnlyList<RgbImage> images, int columns, int gap = DefaultGap, RgbColor? background = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(gap);
        if (images.Count == 0)
        {
            throw new ArgumentException("A sheet needs at least one image.", nameof(images));
        }

        columns = Math.Min(columns, images.Count);
        var widths = new int[columns];
        var heights = new int[(images.Count + columns - 1) / columns];
        for (var i = 0; i < images.Count; i++)
        {
            widths[i % columns] = Math.Max(widths[i % columns], images[i].Width);
            heights[i / columns] = Math.Max(heights[i / columns], images[i].Height);
        }

        var sheet = RgbImage.Filled(widths.Sum() + (gap * (widths.Length - 1)), heights.Sum() + (gap * (heights.Length - 1)), background ?? RgbColor.White);
        using var pixels = SharpPixels.Wrap(sheet);
        for (var i = 0; i < images.Count; i++)
        {
            var x = widths[..(i % columns)].Sum() + (gap * (i % columns)) + ((widths[i % columns] - images[i].Width) / 2);
            var y = heights[..(i / columns)].Sum() + (gap * (i / columns)) + ((heights[i / columns] - images[i].Height) / 2);
            using var image = SharpPixels.Wrap(images[i]);
            pixels.Mutate(context => context.DrawImage(image, new Point(x, y), opacity: 1));
        }

        return sheet;
    }
}
