using System.Numerics;

namespace BelmAgent.Imaging.Colors;

/// <summary>Maps one RGB space to another through linear light: a curve per channel, a matrix, and the target's inverse curves.</summary>
internal sealed class ColorMapping
{
    // Fine enough for twenty steps within the darkest level of sRGB.
    private const int Steps = 1 << 16;

    private readonly float[][] _toLight;
    private readonly byte[][] _fromLight;
    private readonly Matrix3 _matrix;

    /// <param name="source">Linear light by level for each channel, one entry per level of the source.</param>
    /// <param name="matrix">The matrix from the source's light to the target's.</param>
    /// <param name="target">Linear light by level for each channel, for 256 levels.</param>
    public ColorMapping(float[][] source, Matrix3 matrix, float[][] target) =>
        (_toLight, _matrix, _fromLight) = (source, matrix, [.. target.Select(Backwards)]);

    /// <summary>Maps RGB values in place.</summary>
    public void Apply(Span<byte> rgb) => Apply<byte>(rgb, 3, rgb);

    /// <summary>Maps the first three channels of pixels.</summary>
    /// <typeparam name="TLevel">The type of a source level: <see cref="byte"/> for 256 levels, <see cref="ushort"/> for 65,536.</typeparam>
    /// <param name="pixels">Interleaved channels.</param>
    /// <param name="channels">Channels per pixel, 3 or 4.</param>
    /// <param name="rgb">Receives three bytes per pixel; may be the same memory as the pixels.</param>
    public void Apply<TLevel>(ReadOnlySpan<TLevel> pixels, int channels, Span<byte> rgb)
        where TLevel : unmanaged, IBinaryInteger<TLevel>
    {
        var (red, green, blue) = (_toLight[0], _toLight[1], _toLight[2]);
        for (int i = 0, at = 0; i + 2 < rgb.Length; i += 3, at += channels)
        {
            var (r, g, b) = _matrix.Times(red[Index(pixels[at])], green[Index(pixels[at + 1])], blue[Index(pixels[at + 2])]);
            (rgb[i], rgb[i + 1], rgb[i + 2]) = (_fromLight[0][Step(r)], _fromLight[1][Step(g)], _fromLight[2][Step(b)]);
        }

        static int Index(TLevel level) => int.CreateTruncating(level);
    }

    /// <summary>Returns whether no colour of a grid over the whole space changes by more than one level.</summary>
    public bool IsIdentity()
    {
        Span<byte> before = stackalloc byte[3], after = stackalloc byte[3];
        for (var i = 0; i < 18 * 18 * 18; i++)
        {
            (before[0], before[1], before[2]) = ((byte)(i % 18 * 15), (byte)(i / 18 % 18 * 15), (byte)(i / 324 * 15));
            Apply<byte>(before, 3, after);
            for (var channel = 0; channel < 3; channel++)
            {
                if (Math.Abs(before[channel] - after[channel]) > 1)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static int Step(float light) => (int)(Math.Clamp(light, 0, 1) * (Steps - 1));

    /// <summary>Returns, for each step of light, the level whose own light is nearest.</summary>
    private static byte[] Backwards(float[] curve)
    {
        var levels = new byte[Steps];
        for (int step = 0, level = 0; step < Steps; step++)
        {
            var light = (step + 0.5f) / Steps;
            while (level < 255 && Math.Abs(curve[level + 1] - light) <= Math.Abs(curve[level] - light))
            {
                level++;
            }

            levels[step] = (byte)level;
        }

        return levels;
    }
}

/// <summary>A 3 × 3 matrix.</summary>
internal readonly record struct Matrix3(double A, double B, double C, double D, double E, double F, double G, double H, double I)
{
    public static Matrix3 Identity => new(1, 0, 0, 0, 1, 0, 0, 0, 1);

    public (float X, float Y, float Z) Times(float x, float y, float z) =>
        ((float)((A * x) + (B * y) + (C * z)), (float)((D * x) + (E * y) + (F * z)), (float)((G * x) + (H * y) + (I * z)));

    public Matrix3 Times(Matrix3 o) => new(
        (A * o.A) + (B * o.D) + (C * o.G), (A * o.B) + (B * o.E) + (C * o.H), (A * o.C) + (B * o.F) + (C * o.I),
        (D * o.A) + (E * o.D) + (F * o.G), (D * o.B) + (E * o.E) + (F * o.H), (D * o.C) + (E * o.F) + (F * o.I),
        (G * o.A) + (H * o.D) + (I * o.G), (G * o.B) + (H * o.E) + (I * o.H), (G * o.C) + (H * o.F) + (I * o.I));

    /// <summary>Returns the inverse; null if the matrix is (nearly) singular.</summary>
    public Matrix3? Inverse()
    {
        var (a, b, c) = ((E * I) - (F * H), (F * G) - (D * I), (D * H) - (E * G));
        var determinant = (A * a) + (B * b) + (C * c);
        return Math.Abs(determinant) < 1e-6
            ? null
            : new(
                a / determinant, ((C * H) - (B * I)) / determinant, ((B * F) - (C * E)) / determinant,
                b / determinant, ((A * I) - (C * G)) / determinant, ((C * D) - (A * F)) / determinant,
                c / determinant, ((B * G) - (A * H)) / determinant, ((A * E) - (B * D)) / determinant);
    }
}
