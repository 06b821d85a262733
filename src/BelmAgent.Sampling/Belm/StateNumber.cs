namespace BelmAgent.Sampling;

/// <summary>The meaning of the numbers of a two-step state. Lifting only adds and subtracts them.</summary>
internal interface IStateNumber<T>
{
    /// <summary>Returns the state number nearest to a real number; always the same for the same input.</summary>
    static abstract T FromReal(double value);

    /// <summary>Returns the real number that a state number represents.</summary>
    static abstract double ToReal(T value);
}

/// <summary>States in double precision: a round trip is exact up to rounding.</summary>
internal readonly struct Real : IStateNumber<double>
{
    public static double FromReal(double value) => value;

    public static double ToReal(double value) => value;
}

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
