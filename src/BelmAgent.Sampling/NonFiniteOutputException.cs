namespace BelmAgent.Sampling;

/// <summary>A network answered with infinity or NaN, as half-precision models do when an attention overflows.</summary>
public sealed class NonFiniteOutputException : BelmException
{
    /// <summary>Creates the failure of noise that a sampler was given.</summary>
    /// <param name="node">The node that the network was asked at.</param>
    public NonFiniteOutputException(TimeNode node)
        : this(FormattableString.Invariant($"The network's noise at node {node.Index} (timestep {node.Timestep}) is not finite")) => Node = node;

    /// <summary>Creates the failure of one output of a network.</summary>
    /// <param name="path">The network's file.</param>
    /// <param name="output">The output's name.</param>
    /// <param name="timestep">The timestep of the call, in training steps. Null: the network takes none.</param>
    public NonFiniteOutputException(string path, string output, double? timestep)
        : this(FormattableString.Invariant($"The network {path} gave NaN or infinity in '{output}'{(timestep is { } t ? $" at timestep {t:0.##}" : "")}")) =>
        (Output, Timestep, SafeProblem) = (output, timestep, $"The image model gave NaN or infinity in '{output}'");

    private NonFiniteOutputException(string problem)
        : base("model_not_usable", ErrorKind.NotUsable, problem, "use the fp32 export of the model, or a lower guidance")
    {
    }

    /// <summary>Gets the node that the network was asked at; null where no sampler asked.</summary>
    public TimeNode? Node { get; }

    /// <summary>Gets the name of the output that is not finite; null where the noise was not named.</summary>
    public string? Output { get; }

    /// <summary>Gets the timestep of the call, in training steps; null where the network takes none, and where <see cref="Node"/> says it.</summary>
    public double? Timestep { get; }
}
