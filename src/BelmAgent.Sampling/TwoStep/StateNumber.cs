using System.Numerics;

namespace BelmAgent.Sampling;

/// <summary>The number type of a two-step state. Lifting only adds and subtracts such numbers.</summary>
internal interface IStateNumber<TSelf> : IAdditionOperators<TSelf, TSelf, TSelf>, ISubtractionOperators<TSelf, TSelf, TSelf>
    where TSelf : struct, IStateNumber<TSelf>
{
    /// <summary>Returns the state number nearest to a real number; always the same for the same input.</summary>
    static abstract TSelf FromReal(double value);

    /// <summary>Returns the real number that a state number represents.</summary>
    static abstract double ToReal(TSelf value);
}

/// <summary>States in double precision: a round trip is exact up to rounding.</summary>
internal readonly record struct Real(double Value) : IStateNumber<Real>
{
    public static Real operator +(Real left, Real right) => new(left.Value + right.Value);

    public static Real operator -(Real left, Real right) => new(left.Value - right.Value);

    public static Real FromReal(double value) => new(value);

    public static double ToReal(Real value) => value.Value;
}

/// <summary>States in 64-bit fixed point with 48 fractional bits: |x̄| up to 2¹⁵, in steps of 2⁻⁴⁸.</summary>
/// <remarks>
/// Integer sums wrap around, so adding and then subtracting the same increment restores every bit, whatever the increment. Rounding or
/// saturation of the increment therefore costs accuracy at most, never exactness.
/// </remarks>
internal readonly record struct Q48(long Word) : IStateNumber<Q48>
{
    private const double One = 1L << 48;

    public static Q48 operator +(Q48 left, Q48 right) => new(left.Word + right.Word);

    public static Q48 operator -(Q48 left, Q48 right) => new(left.Word - right.Word);

    public static Q48 FromReal(double value) => new((long)Math.Round(value * One, MidpointRounding.ToEven));

    public static double ToReal(Q48 value) => value.Word / One;
}
