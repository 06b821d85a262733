using System.Buffers.Binary;

namespace BelmAgent.Imaging.Colors;

/// <summary>The colour profile (ICC.1) of a picture's file, and what its values are in sRGB.</summary>
/// <remarks>
/// Profiles of a matrix and three curves are converted: Display P3, Adobe RGB, those of cameras and screens; and those of one
/// grey curve. One that gives tables alone, as printers' do, is not: its values are taken for sRGB, and it is carried on.
/// Colours outside sRGB are clipped. The conversion is set up when it is first needed. Safe to share between threads.
/// </remarks>
public sealed class ColorProfile
{
    /// <summary>Most bytes of a profile that is read.</summary>
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

    /// <summary>Gets the profile itself, as it stood in the file.</summary>
    public ReadOnlyMemory<byte> Icc => _icc;

    /// <summary>Gets whether values are those of sRGB, to within one level, or are taken for it because the profile gives tables alone.</summary>
    public bool IsSrgb => ToSrgb is null;

    /// <summary>Gets whether the profile is for one channel.</summary>
    internal bool IsGrey { get; }

    /// <summary>Turns values of eight bits into sRGB; null where they are taken for it.</summary>
    internal ColorMapping? ToSrgb => _toSrgb.Value;

    /// <summary>Turns sRGB into the profile's values of eight bits; null where they are the same.</summary>
    internal ColorMapping? FromSrgb => _fromSrgb.Value;

    /// <summary>Reads a profile.</summary>
    /// <param name="icc">The profile; empty where there is none.</param>
    /// <param name="isGrey">Whether the picture has one channel, and a profile for grey may apply.</param>
    /// <returns>Null if it is broken, or for another kind of picture.</returns>
    internal static ColorProfile? Find(ReadOnlyMemory<byte> icc, bool isGrey = false)
    {
        // The profile outlives the file that it may be a slice of.
        var own = icc.ToArray();
        var tags = IccTags.Read(own);
        return tags?.Space switch
        {
            "RGB " => new(own, isGrey: false, Matrix(tags), tags.Curve("rTRC"u8), tags.Curve("gTRC"u8), tags.Curve("bTRC"u8)),
            "GRAY" when isGrey && tags.Curve("kTRC"u8) is { } curve => new(own, isGrey: true, Matrix3.Identity, curve, curve, curve),
            _ => null,
        };
    }

    /// <summary>Returns the colours of a PNG whose gAMA chunk says <c>stored = light^γ</c>, with the primaries of sRGB.</summary>
    internal static ColorProfile OfGamma(double gamma)
    {
        var curve = ToneCurve.Power(1 / gamma);
        return new([], isGrey: false, Matrix3.Identity, curve, curve, curve);
    }

    /// <summary>Turns values of sixteen bits into sRGB; null where they are taken for it.</summary>
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
