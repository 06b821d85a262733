namespace BelmAgent.Sampling;

/// <summary>States in 64-bit fixed point with 48 fractional bits: |x̄| up to 2¹⁵, in steps of 2⁻⁴⁸.</summary>
/// <remarks>
/// Integer sums wrap around, so adding and then subtracting the same increment restores every bit, whatever the increment. Rounding or
/// saturation of the increment therefore costs accuracy at most, never exactness.
/// </remarks>
internal readonly struct Q48 : IStateNumber<long>
{
    private const double One = 1L << 48;

    public static long FromReal(double value) => (long)Math.Round(value * One, MidpointRounding.ToEven);

    public static double ToReal(long value) => value / One;
}
