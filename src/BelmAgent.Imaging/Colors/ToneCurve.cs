namespace BelmAgent.Imaging.Colors;

/// <summary>Curves from a stored level, 0 to 255, to light, 0 to 1.</summary>
internal static class ToneCurve
{
    public const int Levels = 256;

    /// <summary>The curve of sRGB (IEC 61966-2-1).</summary>
    public static float[] Srgb() => Of(x => x <= 0.04045 ? x / 12.92 : Math.Pow((x + 0.055) / 1.055, 2.4))!;

    /// <summary>The curve <c>light = stored^exponent</c>.</summary>
    public static float[] Power(double exponent) => Of(x => Math.Pow(x, exponent))!;

    /// <summary>Samples a curve of 0 to 1; null if it falls anywhere, or hardly rises, and so leads nowhere back.</summary>
    public static float[]? Of(Func<double, double> curve)
    {
        var light = new float[Levels];
        for (var level = 0; level < Levels; level++)
        {
            light[level] = (float)Math.Clamp(curve(level / 255.0), 0, 1);
            if (!float.IsFinite(light[level]) || (level > 0 && light[level] < light[level - 1]))
            {
                return null;
            }
        }

        return light[^1] - light[0] > 0.5 ? light : null;
    }
}
