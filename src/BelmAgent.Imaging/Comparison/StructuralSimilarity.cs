using System.Numerics.Tensors;

namespace BelmAgent.Imaging.Comparison;

/// <summary>
/// SSIM of Wang et al. (2004): Gaussian window of 11 with σ = 1.5, K1 = 0.01, K2 = 0.03, population covariance, only windows entirely
/// inside the picture; per channel, then the mean. For a tiny picture the window shrinks to the largest odd size that fits.
/// </summary>
internal static class StructuralSimilarity
{
    private const int FullWindow = 11;
    private const double WindowSigma = 1.5;
    private const double C1 = 0.01 * 255 * (0.01 * 255);
    private const double C2 = 0.03 * 255 * (0.03 * 255);

    /// <summary>Returns the mean over the channels and over the windows whose centre is in the mask; NaN if there is none.</summary>
    public static double Mean(RgbImage first, RgbImage second, ImageMask? mask)
    {
        var window = Window(Math.Min(first.Width, first.Height));
        var radius = window.Length / 2;
        var (sum, count) = (0.0, 0);
        for (var channel = 0; channel < RgbImage.Channels; channel++)
        {
            var moments = new Moments(Plane(first, channel), Plane(second, channel), first.Width, window);
            for (var y = radius; y < first.Height - radius; y++)
            {
                for (var x = radius; x < first.Width - radius; x++)
                {
                    if (mask is null || mask[x, y])
                    {
                        sum += moments.Ssim((y * first.Width) + x);
                        count++;
                    }
                }
            }
        }

        return sum / count;
    }

    private static double[] Window(int shortestSide)
    {
        var length = Math.Min(FullWindow, shortestSide - 1 + (shortestSide % 2));
        var window = new double[length];
        for (var i = 0; i < length; i++)
        {
            var distance = i - (length / 2);
            window[i] = Math.Exp(-distance * distance / (2 * WindowSigma * WindowSigma));
        }

        TensorPrimitives.Divide(window, TensorPrimitives.Sum<double>(window), window);
        return window;
    }

    private static double[] Plane(RgbImage image, int channel)
    {
        var pixels = image.Pixels;
        var plane = new double[image.Width * image.Height];
        for (var i = 0; i < plane.Length; i++)
        {
            plane[i] = pixels[(i * RgbImage.Channels) + channel];
        }

        return plane;
    }

    /// <summary>Local means, variances and covariance of two planes under the window.</summary>
    private sealed class Moments(double[] a, double[] b, int width, double[] window)
    {
        private readonly double[] _meanA = Blur(a, width, window);
        private readonly double[] _meanB = Blur(b, width, window);
        private readonly double[] _squareA = Blur(Product(a, a), width, window);
        private readonly double[] _squareB = Blur(Product(b, b), width, window);
        private readonly double[] _product = Blur(Product(a, b), width, window);

        public double Ssim(int i)
        {
            var (ma, mb) = (_meanA[i], _meanB[i]);
            var varianceSum = _squareA[i] - (ma * ma) + _squareB[i] - (mb * mb);
            var covariance = _product[i] - (ma * mb);
            return ((2 * ma * mb) + C1) * ((2 * covariance) + C2)
                / (((ma * ma) + (mb * mb) + C1) * (varianceSum + C2));
        }

        private static double[] Product(double[] x, double[] y)
        {
            var product = new double[x.Length];
            TensorPrimitives.Multiply<double>(x, y, product);
            return product;
        }

        /// <summary>Returns a separable blur, computed as weighted sums of shifted planes; correct where the window lies entirely inside.</summary>
        private static double[] Blur(double[] plane, int width, double[] window) =>
            BlurAlong(BlurAlong(plane, step: 1, window), step: width, window);

        private static double[] BlurAlong(double[] plane, int step, double[] window)
        {
            var blurred = new double[plane.Length];
            var reach = window.Length / 2 * step;
            var inside = blurred.AsSpan(reach, plane.Length - (2 * reach));
            for (var tap = 0; tap < window.Length; tap++)
            {
                TensorPrimitives.MultiplyAdd(plane.AsSpan(tap * step, inside.Length), window[tap], inside, inside);
            }

            return blurred;
        }
    }
}
