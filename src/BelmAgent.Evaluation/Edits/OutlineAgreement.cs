using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;
using BelmAgent.Imaging.Resampling;

namespace BelmAgent.Evaluation.Edits;

/// <summary>
/// Measures how far two pictures have the same outlines. An outline is a pixel where a channel changes by more than 16 of 255 levels per
/// pixel; it is found again if the other picture has one at most one pixel away. Pictures are first reduced to a shorter side of 128
/// pixels, so that the measure is about shapes and not about sharpness.
/// </summary>
internal static class OutlineAgreement
{
    private const int Side = 128;
    private const int Slope = 16;
    private const int Reach = 1;

    // Too few to speak of outlines.
    private const int MinCount = 20;

    /// <summary>Returns the harmonic mean of the shares of both pictures' outlines that the other one has, 0 to 1 (F₁).</summary>
    /// <param name="picture">A picture.</param>
    /// <param name="reference">A picture of the same size.</param>
    /// <param name="where">The pixels that count, of the same size.</param>
    /// <returns>The agreement; null if the reference has hardly any outline there.</returns>
    public static double? Of(RgbImage picture, RgbImage reference, ImageMask where)
    {
        var scale = ScaleOf(picture);
        var (width, height) = ((int)Math.Round(picture.Width / scale), (int)Math.Round(picture.Height / scale));
        var counts = Reduce(where, width, height);
        ImageMask found = Outlines(picture, width, height), expected = Outlines(reference, width, height);
        var (right, all) = Count(found, expected.Dilated(Reach), counts);
        var (again, known) = Count(expected, found.Dilated(Reach), counts);
        return known < MinCount ? null : right + again == 0 ? 0 : Harmonic((double)right / all, (double)again / known);
    }

    /// <summary>Returns how many of a picture's pixels make one that is compared, along a side; at least 1.</summary>
    /// <param name="picture">The picture.</param>
    public static double ScaleOf(RgbImage picture) => Math.Max(1, Math.Min(picture.Width, picture.Height) / (double)Side);

    private static double Harmonic(double precision, double recall) => 2 * precision * recall / (precision + recall);

    private static (int Inside, int All) Count(ImageMask outlines, ImageMask near, ImageMask where)
    {
        var (inside, all) = (0, 0);
        for (var i = 0; i < outlines.Inside.Length; i++)
        {
            if (outlines.Inside[i] && where.Inside[i])
            {
                all++;
                inside += near.Inside[i] ? 1 : 0;
            }
        }

        return (inside, all);
    }

    private static ImageMask Outlines(RgbImage picture, int width, int height)
    {
        var small = ImageResize.Resample(picture, width, height);
        var outlines = new bool[width * height];
        for (var y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> above = small.Row(Math.Max(y - 1, 0)), here = small.Row(y), below = small.Row(Math.Min(y + 1, height - 1));
            for (var x = 0; x < width; x++)
            {
                var (left, right) = (Math.Max(x - 1, 0) * RgbImage.Channels, Math.Min(x + 1, width - 1) * RgbImage.Channels);
                for (var c = 0; c < RgbImage.Channels; c++)
                {
                    var (across, down) = (here[right + c] - here[left + c], below[(x * RgbImage.Channels) + c] - above[(x * RgbImage.Channels) + c]);
                    // Central differences span two pixels.
                    outlines[(y * width) + x] |= (across * across) + (down * down) > 4 * Slope * Slope;
                }
            }
        }

        return new ImageMask(width, height, outlines);
    }

    private static ImageMask Reduce(ImageMask mask, int width, int height)
    {
        var inside = new bool[width * height];
        for (var i = 0; i < inside.Length; i++)
        {
            inside[i] = mask[((2 * (i % width)) + 1) * mask.Width / (2 * width), ((2 * (i / width)) + 1) * mask.Height / (2 * height)];
        }

        return new ImageMask(width, height, inside);
    }
}
