using System.Numerics.Tensors;

namespace BelmAgent.Sampling;

/// <summary>
/// Interpolates between two inversions along the great circle through them (Shoemake 1985), which preserves the length of the noise.
/// </summary>
/// <remarks>Stateless; safe to call from any thread.</remarks>
public static class SphericalInterpolation
{
    // Below this angle sin θ is too small to divide by, and the circle is practically straight.
    private const double MinAngle = 1e-6;

    /// <summary>
    /// Returns the state a fraction of the way from one to another: sin((1 − f)θ)/sin θ · one + sin(fθ)/sin θ · other, θ the angle of
    /// the positions.
    /// </summary>
    /// <param name="one">The state at fraction 0, returned bit for bit in floating point.</param>
    /// <param name="other">The state at fraction 1, with the same kind, node and length.</param>
    /// <param name="fraction">f, 0 to 1.</param>
    /// <returns>A state whose position and companion are mixed with the same two weights. Fixed-point words are dropped.</returns>
    /// <exception cref="ArgumentException">The states differ in kind, node or length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not in [0, 1].</exception>
    public static SamplerState Between(SamplerState one, SamplerState other, double fraction)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        if (fraction is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "The fraction must lie in [0, 1].");
        }

        if ((one.Kind, one.Node, one.Position.Length) != (other.Kind, other.Node, other.Position.Length))
        {
            throw new ArgumentException("The states are of different kinds, nodes or lengths.", nameof(other));
        }

        var (first, second) = Weights(one.Position.Span, other.Position.Span, fraction);
        var position = Mix(one.Position.Span, first, other.Position.Span, second);
        return one.Kind switch
        {
            StateKind.PositionOnly => SamplerState.FromPosition(one.Node, position),
            StateKind.Slope => SamplerState.WithSlope(one.Node, position, Mix(one.Companion.Span, first, other.Companion.Span, second)),
            _ => SamplerState.Coupled(one.Node, position, Mix(one.Companion.Span, first, other.Companion.Span, second)),
        };
    }

    private static (double First, double Second) Weights(ReadOnlySpan<double> one, ReadOnlySpan<double> other, double fraction)
    {
        var lengths = TensorPrimitives.Norm(one) * TensorPrimitives.Norm(other);
        var angle = lengths > 0 ? Math.Acos(Math.Clamp(TensorPrimitives.Dot(one, other) / lengths, -1, 1)) : 0;
        // No single great circle joins opposite states; a straight line is used instead.
        return fraction is 0 or 1 || angle < MinAngle || Math.PI - angle < MinAngle
            ? (1 - fraction, fraction)
            : (Math.Sin((1 - fraction) * angle) / Math.Sin(angle), Math.Sin(fraction * angle) / Math.Sin(angle));
    }

    private static double[] Mix(ReadOnlySpan<double> one, double first, ReadOnlySpan<double> other, double second)
    {
        var mixed = new double[one.Length];
        TensorPrimitives.Multiply(other, second, mixed);
        TensorPrimitives.MultiplyAdd(one, first, mixed, mixed);
        return mixed;
    }
}
