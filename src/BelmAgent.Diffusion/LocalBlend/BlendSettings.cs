namespace BelmAgent.Diffusion.LocalBlend;

/// <summary>The time at which a blend acts, and the rules that turn a map into a mask.</summary>
public sealed record BlendSettings
{
    /// <summary>
    /// Gets the share of the steps, from the noisy end, that pass before the blend begins; 0 to 1, where 1 blends only the clean
    /// picture. Default: 0.2.
    /// </summary>
    public double Start { get; init; } = 0.2;

    /// <summary>Gets the share of a map's maximum above which a cell may change; 0 to 1. Default: 0.3.</summary>
    public double Threshold { get; init; } = 0.3;

    /// <summary>
    /// Gets whether an attention map's minimum is subtracted before the threshold is applied, so that <see cref="Threshold"/> is a
    /// share of the map's range. LocalBlend's own rule does not do this. Small models attend to every word a little everywhere, and
    /// there the range shows what stands out. Default: false.
    /// </summary>
    public bool SubtractMinimum { get; init; }

    /// <summary>
    /// Gets the number of cells by which the mask grows on all sides, at least 0: cells of the attention maps, or of the latent if
    /// departures are compared. Default: 1, which is LocalBlend's pooling over 3 × 3.
    /// </summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Returns whether a state is blended.</summary>
    /// <param name="node">The node that was just reached.</param>
    /// <param name="lastNode">The node where sampling started.</param>
    internal bool Covers(int node, int lastNode) => node == 0 || lastNode - node > (int)(Start * lastNode);
}
