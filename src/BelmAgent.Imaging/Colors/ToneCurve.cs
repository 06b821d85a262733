namespace BelmAgent.Imaging.Colors;

/// <summary>Curves from a stored value to light, both 0 to 1.</summary>
internal static class ToneCurve
{
    /// <summary>Returns the curve of sRGB (IEC 61966-2-1).</summary>
    public static double Srgb(double x) => x <= 0.04045 ? x / 12.92 : Math.Pow((x + 0.055) / 1.055, 2.4);

    /// <summary>Returns the curve <c>light = stored^exponent</c>.</summary>
    public static Func<double, double> Power(double exponent) => x => Math.Pow(x, exponent);

    /// <summary>Samples a curve at evenly spaced levels.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="levels">The number of levels: 256 for eight bits, 65,536 for sixteen.</param>
    public static float[] Sample(Func<double, double> curve, int levels)
    {
        var light = new float[levels];
        for (var level = 0; level < levels; level++)
        {
            light[level] = (float)Math.Clamp(curve(level / (levels - 1.0)), 0, 1);
        }

        return light;
    }

    /// <summary>Returns whether a sampled curve can be inverted: it never falls and rises substantially.</summary>
    public static bool LeadsBack(ReadOnlySpan<float> light)
    {
        for (var level = 0; level < light.Length; level++)
        {
            if (!float.IsFinite(light[level]) || (level > 0 && light[level] < light[level - 1]))
            {
                return false;
            }
        }

        return light[^1] - light[0] > 0.5;
    }
}
