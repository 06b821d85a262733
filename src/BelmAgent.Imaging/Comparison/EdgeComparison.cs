using BelmAgent.Imaging.Composition;

namespace BelmAgent.Imaging.Comparison;

/// <summary>Measures how edges differ between two pictures of the same size: smears soften them, and remains leave faint ones.</summary>
/// <remarks>
/// An edge's strength is its largest difference in a channel, as a share of the channel's range. Stateless; safe to call from any thread.
/// </remarks>
public static class EdgeComparison
{
    // Weaker than this is the gradient of a sky or of a ball, stronger than that an outline.
    private const float Faint = 0.02f;
    private const float Hard = 0.3f;

    // A window of 13×13 pixels holds an outline and what was smeared to both its sides.
    private const int Reach = 6;

    private const float Remaining = 0.015f;
    private const float Gone = 0.08f;
    private const float Clear = 0.1f;

    /// <summary>Returns how much soft edges gained on hard ones where they gained most.</summary>
    /// <param name="before">The picture before.</param>
    /// <param name="after">The picture after.</param>
    /// <returns>The largest growth, over windows of 13×13 pixels, of the share of soft edges less that of hard ones; −2 to 2, 0 for equal pictures.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static double Softening(RgbImage before, RgbImage after)
    {
        ImageComparison.ThrowIfSizesDiffer(before, after);
        float[] was = Softness(Steps(before)), now = Softness(Steps(after));
        for (var k = 0; k < now.Length; k++)
        {
            now[k] -= was[k];
        }

        BoxFilter.Mean(now, after.Width, Reach);
        return now.Max();
    }

    /// <summary>Returns how much the share of faint edges grew where the picture before has clear ones.</summary>
    /// <param name="before">The picture before.</param>
    /// <param name="after">The picture after.</param>
    /// <returns>The growth as a share of all pixels, −1 to 1; 0 for equal pictures.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static double Remains(RgbImage before, RgbImage after)
    {
        ImageComparison.ThrowIfSizesDiffer(before, after);
        float[] was = Slopes(before), now = Slopes(after);
        var nearClear = new ImageMask(before.Width, before.Height, Array.ConvertAll(was, static slope => slope > Clear)).Dilated(1);
        var growth = 0;
        for (var k = 0; k < now.Length; k++)
        {
            if (nearClear.Inside[k])
            {
                growth += (IsFaint(now[k]) ? 1 : 0) - (IsFaint(was[k]) ? 1 : 0);
            }
        }

        return (double)growth / now.Length;
    }

    private static bool IsFaint(float slope) => slope is > Remaining and < Gone;

    private static float[] Softness(float[] steps)
    {
        for (var k = 0; k < steps.Length; k++)
        {
            steps[k] = steps[k] >= Hard ? -1 : steps[k] > Faint ? 1 : 0;
        }

        return steps;
    }

    // The step to the next pixel, to the right or below.
    private static float[] Steps(RgbImage image) => Measure(image, (x, y) => Math.Max(
        x + 1 < image.Width ? Difference(image, x, y, x + 1, y) : 0, y + 1 < image.Height ? Difference(image, x, y, x, y + 1) : 0));

    // Central differences; none at the borders.
    private static float[] Slopes(RgbImage image) => Measure(image, (x, y) => float.Hypot(
        x > 0 && x + 1 < image.Width ? Difference(image, x - 1, y, x + 1, y) / 2 : 0,
        y > 0 && y + 1 < image.Height ? Difference(image, x, y - 1, x, y + 1) / 2 : 0));

    private static float[] Measure(RgbImage image, Func<int, int, float> strength)
    {
        var plane = new float[image.Width * image.Height];
        for (var k = 0; k < plane.Length; k++)
        {
            plane[k] = strength(k % image.Width, k / image.Width);
        }

        return plane;
    }

    private static float Difference(RgbImage image, int x, int y, int u, int v)
    {
        ReadOnlySpan<byte> one = image.Row(y).Slice(x * RgbImage.Channels, RgbImage.Channels), other = image.Row(v).Slice(u * RgbImage.Channels, RgbImage.Channels);
        return Math.Max(Math.Abs(one[0] - other[0]), Math.Max(Math.Abs(one[1] - other[1]), Math.Abs(one[2] - other[2]))) / 255f;
    }
}
