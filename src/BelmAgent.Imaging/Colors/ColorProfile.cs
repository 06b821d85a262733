using System.Buffers.Binary;

namespace BelmAgent.Imaging.Colors;

/// <summary>The colour profile (ICC.1) of a picture's file, and its conversion to sRGB.</summary>
/// <remarks>
/// Profiles with a matrix and three curves (Display P3, Adobe RGB, cameras, screens) and those with one grey curve are converted.
/// Profiles with tables only, such as printers', are not: their values are treated as sRGB and the profile is preserved. Colours
/// outside sRGB are clipped. The conversion is prepared on first use. Safe to share between threads.
/// </remarks>
public sealed class ColorProfile
{
    /// <summary>Maximum size in bytes of a profile that is read.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private const int ByteLevels = 256;
    private const int DeepLevels = 65_536;

    private static readonly float[] SrgbCurve = ToneCurve.Sample(ToneCurve.Srgb, ByteLevels);

    // From the connection space (XYZ under D50) to linear sRGB: its primaries, adapted from D65 by Bradford.
    private static readonly Matrix3 ToLinearSrgb = new Matrix3(
        0.4360747, 0.3850649, 0.1430804,
        0.2225045, 0.7168786, 0.0606169,
        0.0139322, 0.0971045, 0.7141733).Inverse()!.Value;

    private readonly byte[] _icc;
    private readonly Matrix3? _matrix;
    private readonly Func<double, double>?[] _curves;
    private readonly Lazy<ColorMapping?> _toSrgb;
    private readonly Lazy<ColorMapping?> _fromSrgb;

    private ColorProfile(byte[] icc, bool isGrey, Matrix3? matrix, params Func<double, double>?[] curves)
    {
        (_icc, IsGrey, _matrix, _curves) = (icc, isGrey, matrix, curves);
        _toSrgb = new(MapToSrgb);
        _fromSrgb = new(MapFromSrgb);
    }

    /// <summary>Gets the profile as it was stored in the file.</summary>
    public ReadOnlyMemory<byte> Icc => _icc;

    /// <summary>Gets whether values equal sRGB to within one level, or are treated as sRGB because the profile has only tables.</summary>
    public bool IsSrgb => ToSrgb is null;

    /// <summary>Gets whether the profile is for one channel.</summary>
    internal bool IsGrey { get; }

    /// <summary>Gets the conversion of 8-bit values to sRGB; null if none is needed.</summary>
    internal ColorMapping? ToSrgb => _toSrgb.Value;

    /// <summary>Gets the conversion of sRGB to the profile's 8-bit values; null if none is needed.</summary>
    internal ColorMapping? FromSrgb => _fromSrgb.Value;

    /// <summary>Reads a profile.</summary>
    /// <param name="icc">The profile; empty if there is none.</param>
    /// <param name="isGrey">Whether the picture has one channel, so that a grey profile may apply.</param>
    /// <returns>Null if it is damaged or for another kind of picture.</returns>
    internal static ColorProfile? Find(ReadOnlyMemory<byte> icc, bool isGrey = false)
    {
        // The profile outlives the file of which it may be a slice.
        var own = icc.ToArray();
        var tags = IccTags.Read(own);
        return tags?.Space switch
        {
            "RGB " => new(own, isGrey: false, Matrix(tags), tags.Curve("rTRC"u8), tags.Curve("gTRC"u8), tags.Curve("bTRC"u8)),
            "GRAY" when isGrey && tags.Curve("kTRC"u8) is { } curve => new(own, isGrey: true, Matrix3.Identity, curve, curve, curve),
            _ => null,
        };
    }

    /// <summary>Creates the profile of a PNG whose gAMA chunk says <c>stored = light^γ</c>, with the primaries of sRGB.</summary>
    internal static ColorProfile FromGamma(double gamma)
    {
        var curve = ToneCurve.Power(1 / gamma);
        return new([], isGrey: false, Matrix3.Identity, curve, curve, curve);
    }

    /// <summary>Creates the conversion of 16-bit values to sRGB; null if none is needed.</summary>
    internal ColorMapping? DeepToSrgb() => IsSrgb ? null : new ColorMapping(Sampled(DeepLevels), _matrix!.Value, [SrgbCurve, SrgbCurve, SrgbCurve]);

    private static Matrix3? Matrix(IccTags tags) =>
        tags.Xyz("rXYZ"u8) is var (rx, ry, rz) && tags.Xyz("gXYZ"u8) is var (gx, gy, gz) && tags.Xyz("bXYZ"u8) is var (bx, by, bz)
            ? ToLinearSrgb.Times(new Matrix3(rx, gx, bx, ry, gy, by, rz, gz, bz))
            : null;

    private ColorMapping? MapToSrgb()
    {
        if (_matrix?.Inverse() is null || _curves.Contains(null))
        {
            return null;
        }

        var curves = Sampled(ByteLevels);
        if (!curves.All(curve => ToneCurve.LeadsBack(curve)))
        {
            return null;
        }

        var mapping = new ColorMapping(curves, _matrix.Value, [SrgbCurve, SrgbCurve, SrgbCurve]);
        return mapping.IsIdentity() ? null : mapping;
    }

    private ColorMapping? MapFromSrgb() =>
        IsSrgb ? null : new ColorMapping([SrgbCurve, SrgbCurve, SrgbCurve], _matrix!.Value.Inverse()!.Value, Sampled(ByteLevels));

    private float[][] Sampled(int levels) => [.. _curves.Select(curve => ToneCurve.Sample(curve!, levels))];
}
