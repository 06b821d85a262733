namespace BelmAgent.Imaging.Composition;

/// <summary>
/// Describes how one picture's colours become another's, window by window: near a pixel, target ≈ guide + A·guide + b. The coefficients of
/// the guided filter (He, Sun and Tang, "Guided Image Filtering", 2013) with a colour guide, fitted at a small size and applied at any.
/// </summary>
internal static class LocalColorMap
{
    /// <summary>Coefficients of a pixel: A by rows of the output channel, then b.</summary>
    public const int Coefficients = 12;

    /// <summary>Fits the maps.</summary>
    /// <param name="guide">The picture before, three planes of 0 to 1.</param>
    /// <param name="target">The picture after, three planes of the same size.</param>
    /// <param name="width">Width of a plane.</param>
    /// <param name="radius">Reach of a window to each side, in pixels.</param>
    /// <param name="epsilon">Variance below which a window's colours are shifted rather than scaled.</param>
    /// <returns>
    /// Twelve coefficients a pixel, interleaved, already averaged over the windows that hold the pixel; and, one value a pixel, the largest
    /// difference in a channel between the target and what the pixel's own window makes of it.
    /// </returns>
    public static (float[] Maps, float[] Residual) Fit(float[][] guide, float[][] target, int width, int radius, float epsilon)
    {
        var count = guide[0].Length;
        var difference = new float[3][];
        for (var c = 0; c < 3; c++)
        {
            difference[c] = new float[count];
            for (var k = 0; k < count; k++)
            {
                difference[c][k] = target[c][k] - guide[c][k];
            }
        }

        float[][] guideMeans = [.. guide.Select(plane => Mean(plane))], meansOut = [.. difference.Select(plane => Mean(plane))];
        var covariances = new float[6][];
        var place = 0;
        for (var i = 0; i < 3; i++)
        {
            for (var j = i; j < 3; j++)
            {
                covariances[place++] = Covariance(guide[i], guide[j], guideMeans[i], guideMeans[j]);
            }
        }

        var cross = new float[9][];
        for (var o = 0; o < 3; o++)
        {
            for (var i = 0; i < 3; i++)
            {
                cross[(o * 3) + i] = Covariance(difference[o], guide[i], meansOut[o], guideMeans[i]);
            }
        }

        var coefficients = Solve(covariances, cross, guideMeans, meansOut, epsilon);
        var residual = Residual(coefficients, guide, difference);
        var maps = new float[count * Coefficients];
        for (var n = 0; n < Coefficients; n++)
        {
            BoxFilter.Mean(coefficients[n], width, radius);
            for (var k = 0; k < count; k++)
            {
                maps[(k * Coefficients) + n] = coefficients[n][k];
            }
        }

        return (maps, residual);

        float[] Mean(float[] plane)
        {
            var mean = (float[])plane.Clone();
            BoxFilter.Mean(mean, width, radius);
            return mean;
        }

        float[] Covariance(float[] one, float[] other, float[] oneMean, float[] otherMean)
        {
            var product = new float[count];
            for (var k = 0; k < count; k++)
            {
                product[k] = one[k] * other[k];
            }

            BoxFilter.Mean(product, width, radius);
            for (var k = 0; k < count; k++)
            {
                product[k] -= oneMean[k] * otherMean[k];
            }

            return product;
        }
    }

    private static float[][] Solve(float[][] covariances, float[][] cross, float[][] guideMeans, float[][] meansOut, float epsilon)
    {
        var count = guideMeans[0].Length;
        var coefficients = Enumerable.Range(0, Coefficients).Select(_ => new float[count]).ToArray();
        for (var k = 0; k < count; k++)
        {
            float rr = covariances[0][k] + epsilon, rg = covariances[1][k], rb = covariances[2][k];
            float gg = covariances[3][k] + epsilon, gb = covariances[4][k], bb = covariances[5][k] + epsilon;
            float c0 = (gg * bb) - (gb * gb), c1 = (gb * rb) - (rg * bb), c2 = (rg * gb) - (gg * rb);
            float c3 = (rr * bb) - (rb * rb), c4 = (rg * rb) - (rr * gb), c5 = (rr * gg) - (rg * rg);
            var scale = 1 / ((rr * c0) + (rg * c1) + (rb * c2));
            for (var o = 0; o < 3; o++)
            {
                float r = cross[o * 3][k], g = cross[(o * 3) + 1][k], b = cross[(o * 3) + 2][k];
                var ar = ((c0 * r) + (c1 * g) + (c2 * b)) * scale;
                var ag = ((c1 * r) + (c3 * g) + (c4 * b)) * scale;
                var ab = ((c2 * r) + (c4 * g) + (c5 * b)) * scale;
                (coefficients[o * 3][k], coefficients[(o * 3) + 1][k], coefficients[(o * 3) + 2][k]) = (ar, ag, ab);
                coefficients[9 + o][k] = meansOut[o][k] - (ar * guideMeans[0][k]) - (ag * guideMeans[1][k]) - (ab * guideMeans[2][k]);
            }
        }

        return coefficients;
    }

    private static float[] Residual(float[][] coefficients, float[][] guide, float[][] difference)
    {
        var residual = new float[guide[0].Length];
        for (var k = 0; k < residual.Length; k++)
        {
            for (var o = 0; o < 3; o++)
            {
                var made = (coefficients[o * 3][k] * guide[0][k]) + (coefficients[(o * 3) + 1][k] * guide[1][k])
                    + (coefficients[(o * 3) + 2][k] * guide[2][k]) + coefficients[9 + o][k];
                residual[k] = Math.Max(residual[k], Math.Abs(difference[o][k] - made));
            }
        }

        return residual;
    }
}
