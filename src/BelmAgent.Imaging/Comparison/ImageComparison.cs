namespace BelmAgent.Imaging.Comparison;

/// <summary>Measures the difference between two pictures of the same size, over all pixels or those inside a mask.</summary>
/// <remarks>An empty mask gives <see cref="double.NaN"/>. Stateless; safe to call from any thread.</remarks>
public static class ImageComparison
{
    /// <summary>The default for the largest channel difference that still counts as unchanged, on a scale of 0 to 255.</summary>
    public const int DefaultThreshold = 16;

    /// <summary>Returns the mean squared error with values in [−1, 1], as in the tables of the inversion papers; 0 to 4.</summary>
    /// <param name="first">A picture.</param>
    /// <param name="second">A picture of the same size.</param>
    /// <param name="mask">Pixels that count. Null: all.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static double MeanSquaredError(RgbImage first, RgbImage second, ImageMask? mask = null) =>
        MeanSquaredSteps(first, second, mask) / (127.5 * 127.5);

    /// <summary>Returns the peak signal-to-noise ratio in decibels, with values in [0, 1]; positive infinity for equal pictures.</summary>
    /// <param name="first">A picture.</param>
    /// <param name="second">A picture of the same size.</param>
    /// <param name="mask">Pixels that count. Null: all.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static double Psnr(RgbImage first, RgbImage second, ImageMask? mask = null) =>
        -10 * Math.Log10(MeanSquaredSteps(first, second, mask) / (255.0 * 255.0));

    /// <summary>Returns the share of the pixels that changed, 0 to 1.</summary>
    /// <param name="first">A picture.</param>
    /// <param name="second">A picture of the same size.</param>
    /// <param name="threshold">The largest channel difference, 0 to 255, that still counts as unchanged.</param>
    /// <param name="mask">Pixels that count. Null: all.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is out of range.</exception>
    public static double ChangedFraction(
        RgbImage first, RgbImage second, int threshold = DefaultThreshold, ImageMask? mask = null)
    {
        var changed = ChangedMask(first, second, threshold).Inside;
        ThrowIfSizesDiffer(first, mask);
        var (count, total) = (0, 0);
        for (var i = 0; i < changed.Length; i++)
        {
            if (mask is null || mask.Inside[i])
            {
                total++;
                count += changed[i] ? 1 : 0;
            }
        }

        return (double)count / total;
    }

    /// <summary>Returns a mask of the pixels that changed.</summary>
    /// <param name="first">A picture.</param>
    /// <param name="second">A picture of the same size.</param>
    /// <param name="threshold">The largest channel difference, 0 to 255, that still counts as unchanged.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is out of range.</exception>
    public static ImageMask ChangedMask(RgbImage first, RgbImage second, int threshold = DefaultThreshold)
    {
        ThrowIfSizesDiffer(first, second);
        ArgumentOutOfRangeException.ThrowIfNegative(threshold);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threshold, byte.MaxValue);
        var changed = new bool[first.Width * first.Height];
        var a = first.Pixels;
        var b = second.Pixels;
        for (var i = 0; i < a.Length; i++)
        {
            changed[i / RgbImage.Channels] |= Math.Abs(a[i] - b[i]) > threshold;
        }

        return new ImageMask(first.Width, first.Height, changed);
    }

    /// <summary>
    /// Returns the structural similarity (<see cref="StructuralSimilarity"/>), averaged over the channels; −1 to 1, 1 for equal
    /// pictures.
    /// </summary>
    /// <param name="first">A picture.</param>
    /// <param name="second">A picture of the same size.</param>
    /// <param name="mask">Pixels that count, as window centres. Null: all.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static double Ssim(RgbImage first, RgbImage second, ImageMask? mask = null)
    {
        ThrowIfSizesDiffer(first, second);
        ThrowIfSizesDiffer(first, mask);
        return StructuralSimilarity.Mean(first, second, mask);
    }

    /// <summary>Returns the absolute difference of two pictures, amplified to be visible.</summary>
    /// <param name="first">A picture.</param>
    /// <param name="second">A picture of the same size.</param>
    /// <param name="gain">Factor on the difference, above 0; results are clamped to 255.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The gain is not positive.</exception>
    public static RgbImage Difference(RgbImage first, RgbImage second, double gain = 1)
    {
        ThrowIfSizesDiffer(first, second);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gain);
        var pixels = new byte[first.Pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)Math.Min(255, Math.Round(gain * Math.Abs(first.Pixels[i] - second.Pixels[i])));
        }

        return new RgbImage(first.Width, first.Height, pixels);
    }

    private static double MeanSquaredSteps(RgbImage first, RgbImage second, ImageMask? mask)
    {
        ThrowIfSizesDiffer(first, second);
        ThrowIfSizesDiffer(first, mask);
        var a = first.Pixels;
        var b = second.Pixels;
        long sum = 0, count = 0;
        for (var i = 0; i < a.Length; i++)
        {
            if (mask is null || mask.Inside[i / RgbImage.Channels])
            {
                var difference = a[i] - b[i];
                sum += difference * difference;
                count++;
            }
        }

        return (double)sum / count;
    }

    internal static void ThrowIfSizesDiffer(RgbImage first, RgbImage second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Width != second.Width || first.Height != second.Height)
        {
            throw new ArgumentException(
                $"Images of {first.Width}×{first.Height} and {second.Width}×{second.Height} cannot be compared: resample one of them.",
                nameof(second));
        }
    }

    private static void ThrowIfSizesDiffer(RgbImage image, ImageMask? mask)
    {
        if (mask is not null && (mask.Width != image.Width || mask.Height != image.Height))
        {
            throw new ArgumentException(
                $"A mask of {mask.Width}×{mask.Height} does not fit images of {image.Width}×{image.Height}.", nameof(mask));
        }
    }
}
