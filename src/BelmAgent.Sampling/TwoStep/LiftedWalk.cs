using System.Numerics;

namespace BelmAgent.Sampling;

/// <summary>The lifting form over one kind of number. Each increment is rounded before it is added, so each line has an exact inverse.</summary>
internal sealed class LiftedWalk<T, TNumber> : TwoStepWalk
    where T : struct, IAdditionOperators<T, T, T>, ISubtractionOperators<T, T, T>
    where TNumber : IStateNumber<T>
{
    private readonly T[] _x;
    private readonly T[] _u;

    public LiftedWalk(TimeGrid grid, TwoStepCoefficients coefficients, int node, int increment, T[] x, T[] u)
        : base(grid, coefficients, node, increment) => (_x, _u) = (x, u);

    /// <summary>A walk at a node, without an increment.</summary>
    public static LiftedWalk<T, TNumber> Stand(TimeGrid grid, TwoStepCoefficients coefficients, int node, ReadOnlySpan<double> state)
    {
        T[] x = new T[state.Length];
        for (int k = 0; k < x.Length; k++)
        {
            x[k] = TNumber.FromReal(state[k] / grid[node].Alpha);
        }

        return new(grid, coefficients, node, increment: 0, x, new T[x.Length]);
    }

    private protected override int Dimension => _x.Length;

    private protected override FixedPointWords? Words
        => this is LiftedWalk<long, Q48> fixedPoint ? new(fixedPoint._x.ToArray(), fixedPoint._u.ToArray()) : null;

    private protected override void ReadScaled(double alpha, Span<double> state)
    {
        for (int k = 0; k < _x.Length; k++)
        {
            state[k] = alpha * TNumber.ToReal(_x[k]);
        }
    }

    private protected override void ReadIncrement(double scale, Span<double> increment)
    {
        for (int k = 0; k < _u.Length; k++)
        {
            increment[k] = scale * TNumber.ToReal(_u[k]);
        }
    }

    private protected override void SetIncrement(double c, ReadOnlySpan<double> slope)
    {
        for (int k = 0; k < _u.Length; k++)
        {
            _u[k] = TNumber.FromReal(c * slope[k]);
        }
    }

    private protected override void ReflectIncrement(double weight, ReadOnlySpan<double> noise)
    {
        for (int k = 0; k < _u.Length; k++)
        {
            _u[k] = TNumber.FromReal(weight * noise[k]) - _u[k];
        }
    }

    private protected override void MovePosition(double g, bool up)
    {
        for (int k = 0; k < _x.Length; k++)
        {
            T step = TNumber.FromReal(g * TNumber.ToReal(_u[k]));
            _x[k] = up ? _x[k] + step : _x[k] - step;
        }
    }

    private protected override void ShiftIncrement(double c, ReadOnlySpan<double> oldNoise, ReadOnlySpan<double> newNoise)
    {
        for (int k = 0; k < _u.Length; k++)
        {
            _u[k] -= TNumber.FromReal(c * (oldNoise[k] - newNoise[k]));
        }
    }

    private protected override void BlendPair(
        ReadOnlySpan<double> mask, ReadOnlySpan<double> source, double alpha, ReadOnlySpan<double> above, double alphaAbove, double g)
    {
        for (int k = 0; k < _x.Length; k++)
        {
            if (mask[k] >= 1)
            {
                continue;
            }

            double position = source[k] / alpha;
            _x[k] = TNumber.FromReal(TrajectoryBlend.Mix(mask[k], TNumber.ToReal(_x[k]), position));
            _u[k] = TNumber.FromReal(TrajectoryBlend.Mix(mask[k], TNumber.ToReal(_u[k]), ((above[k] / alphaAbove) - position) / g));
        }
    }
}
