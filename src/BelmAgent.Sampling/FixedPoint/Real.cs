namespace BelmAgent.Sampling;

/// <summary>States in double precision: a round trip is exact up to rounding.</summary>
internal readonly struct Real : IStateNumber<double>
{
    public static double FromReal(double value) => value;

    public static double ToReal(double value) => value;
}
