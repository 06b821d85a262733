namespace BelmAgent.Sampling;

/// <summary>The network answered with infinity or NaN, as half-precision models do when an attention overflows.</summary>
public sealed class NonFiniteNoiseException : ArithmeticException, INonFiniteNoise
{
    /// <summary>Says where.</summary>
    /// <param name="node">The node that the network was asked at.</param>
    public NonFiniteNoiseException(TimeNode node)
        : base($"The network's noise at node {node.Index} (timestep {node.Timestep}) is not finite.") => Node = node;

    /// <summary>The node that the network was asked at.</summary>
    public TimeNode Node { get; }
}
