using System.Buffers.Binary;

namespace BelmAgent.Imaging.Colors;

/// <summary>The colour profile (ICC.1) of a picture's file, and what its values are in sRGB.</summary>
/// <remarks>
/// Profiles of a matrix and three curves are converted: Display P3, Adobe RGB, those of cameras and screens; and those of one
/// grey curve. One that gives tables alone, as printers' do, is not: its values are taken for sRGB, and it is carried on.
/// Colours outside sRGB are clipped. Immutable; safe to share between threads.
/// </remarks>
public sealed class ColorProfile
{
    /// <summary>Most bytes of a profile that is read.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private static readonly float[] SrgbCurve = ToneCurve.Srgb();

    // From the connection space (XYZ under D50) to linear sRGB: its primaries, adapted from D65 by Bradford.
    private static readonly Matrix3 ToLinearSrgb = new Matrix3(
        0.4360747, 0.3850649, 0.1430804,
        0.2225045, 0.7168786, 0.0606169,
        0.0139322, 0.0971045, 0.7141733).Inverse()!.Value;

    private readonly byte[] _icc;
    private readonly ColorMapping? _toSrgb;
    private readonly ColorMapping? _fromSrgb;

    private ColorProfile(byte[] icc, bool isGrey, ColorMapping? toSrgb, ColorMapping? fromSrgb) =>
        (_icc, IsGrey, _toSrgb, _fromSrgb) = (icc, isGrey, toSrgb, fromSrgb);

    /// <summary>The profile itself, as it stood in the file.</summary>
    public ReadOnlyMemory<byte> Icc => _icc;

    /// <summary>Whether values are those of sRGB, to within one level, or are taken for it because the profile gives tables alone.</summary>
    public bool IsSrgb => _toSrgb is null;

    /// <summary>Whether the profile is for one channel.</summary>
    internal bool IsGrey { get; }

    /// <summary>Reads a profile.</summary>
    /// <param name="icc">The profile; empty where there is none.</param>
    /// <param name="isGrey">Whether the picture has one channel, and a profile for grey may apply.</param>
    /// <returns>Null if it is broken, or for another kind of picture.</returns>
    internal static ColorProfile? Find(ReadOnlyMemory<byte> icc, bool isGrey = false)
    {
        var tags = IccTags.Read(icc);
        return tags?.Space switch
        {
            "RGB " => Of(icc, isGrey: false, Matrix(tags), tags.Curve("rTRC"u8), tags.Curve("gTRC"u8), tags.Curve("bTRC"u8)),
            "GRAY" when isGrey && tags.Curve("kTRC"u8) is { } curve => Of(icc, isGrey: true, Matrix3.Identity, curve, curve, curve),
            _ => null,
        };
    }

    /// <summary>The colours of a PNG whose gAMA chunk says <c>stored = light^γ</c>, with the primaries of sRGB.</summary>
    internal static ColorProfile OfGamma(double gamma)
    {
        var curve = ToneCurve.Power(1 / gamma);
        return Of(default, isGrey: false, Matrix3.Identity, curve, curve, curve);
    }

    /// <summary>Turns RGB values into sRGB, in place.</summary>
    internal void ToSrgb(Span<byte> rgb) => _toSrgb?.Apply(rgb);

    /// <summary>Turns sRGB values into the profile's, in place.</summary>
    internal void FromSrgb(Span<byte> rgb) => _fromSrgb?.Apply(rgb);

    private static Matrix3? Matrix(IccTags tags) =>
        tags.Xyz("rXYZ"u8) is var (rx, ry, rz) && tags.Xyz("gXYZ"u8) is var (gx, gy, gz) && tags.Xyz("bXYZ"u8) is var (bx, by, bz)
            ? ToLinearSrgb.Times(new Matrix3(rx, gx, bx, ry, gy, by, rz, gz, bz))
            : null;

    private static ColorProfile Of(ReadOnlyMemory<byte> icc, bool isGrey, Matrix3? matrix, float[]? red, float[]? green, float[]? blue)
    {
        var bytes = icc.ToArray();
        if (matrix is not { } forward || forward.Inverse() is not { } backward || red is null || green is null || blue is null)
        {
            return new(bytes, isGrey, null, null);
        }

        var toSrgb = new ColorMapping([red, green, blue], forward, [SrgbCurve, SrgbCurve, SrgbCurve]);
        return toSrgb.IsIdentity()
            ? new(bytes, isGrey, null, null)
            : new(bytes, isGrey, toSrgb, new ColorMapping([SrgbCurve, SrgbCurve, SrgbCurve], backward, [red, green, blue]));
    }
}
