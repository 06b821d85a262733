namespace BelmAgent.Sampling;

/// <summary>
/// The state outgrew what the network can take, because the sampler's own setting magnifies what is not exact from step to step. Another
/// precision or guidance would not help.
/// </summary>
public sealed class DivergedStateException : BelmException
{
    /// <summary>Says which setting of which sampler, and where.</summary>
    /// <param name="sampler">The sampler's name.</param>
    /// <param name="growth">The setting that magnifies, and by how much.</param>
    /// <param name="steps">Steps N of the grid.</param>
    /// <param name="node">The node that the network was asked at.</param>
    /// <param name="magnitude">The largest |x| of the state.</param>
    /// <param name="inner">The network's exception. Null: it answered with infinity or NaN.</param>
    internal DivergedStateException(string sampler, SamplerGrowth growth, int steps, int node, double magnitude, Exception? inner)
        : base(
            "sampler_diverged",
            ErrorKind.InvalidInput,
            FormattableString.Invariant(
                $"The state of {sampler} grew to {magnitude:0.#e+0} at node {node} of {steps}, too large for the network (with {growth.Symbol} = {growth.Value:0.####}, {steps} steps magnify errors by {growth.Factor:0.#e+0})"),
            $"give {growth.Remedy}, or fewer steps",
            inner)
        => (Sampler, Setting, Value, Steps, Node, Magnitude) = (sampler, growth.Setting, growth.Value, steps, node, magnitude);

    /// <summary>Gets the sampler's name.</summary>
    public string Sampler { get; }

    /// <summary>Gets the name of the setting that magnifies: gamma or mixing.</summary>
    public string Setting { get; }

    /// <summary>Gets that setting's value.</summary>
    public double Value { get; }

    /// <summary>Gets the steps N of the grid.</summary>
    public int Steps { get; }

    /// <summary>Gets the node, 0 to N, that the network was asked at.</summary>
    public int Node { get; }

    /// <summary>Gets the largest |x| of the state there; infinity or NaN where it is no number any more.</summary>
    public double Magnitude { get; }
}

/// <summary>How a whole inversion magnifies what is not exact.</summary>
/// <param name="Setting">The name of the setting that it depends on.</param>
/// <param name="Symbol">The setting as the papers write it.</param>
/// <param name="Value">The setting's value.</param>
/// <param name="Factor">The factor over all steps.</param>
/// <param name="Remedy">The remedy: a phrase such as "a γ nearer to 1".</param>
internal sealed record SamplerGrowth(string Setting, string Symbol, double Value, double Factor, string Remedy);
