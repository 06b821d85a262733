using BelmAgent.Diffusion.Unet;

namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>The attention layers of a UNet, each list in execution order.</summary>
/// <param name="Cross">All cross layers.</param>
/// <param name="Self">The self layers with a gate in <see cref="AttentionInputs.SetSelf"/>, one each.</param>
/// <param name="Mutual">All self layers; each has a gate in <see cref="AttentionInputs.SetMutual"/>.</param>
/// <param name="BlendTokens">Number of native queries of the cross layers whose maps are summed for local blending; 0 if there are none.</param>
/// <param name="BlendLevel">The number of times the picture is halved before those layers; 0 if there are none.</param>
/// <param name="MaxSelfTokens">
/// Maximum number of queries of a self layer whose map is shared, at the current size
/// (<see cref="AttentionControlOptions.MaxSelfTokens"/>).
/// </param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record AttentionLayout(
    IReadOnlyList<AttentionLayer> Cross, IReadOnlyList<AttentionLayer> Self, IReadOnlyList<AttentionLayer> Mutual, int BlendTokens, int BlendLevel, int MaxSelfTokens)
{
    /// <summary>
    /// Returns whether a self layer's map is shared at a latent size. As in prompt-to-prompt, this depends on its number of queries
    /// there.
    /// </summary>
    /// <param name="layer">A layer of <see cref="Mutual"/>.</param>
    /// <param name="size">The size of the whole latent.</param>
    public bool IsShared(AttentionLayer layer, LatentShape size)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.TokensAt(size) <= MaxSelfTokens;
    }

    /// <summary>Returns whether the graph controls the maps of exactly the self layers that are shared at a latent size.</summary>
    /// <param name="size">The size of the whole latent.</param>
    public bool Fits(LatentShape size) => Mutual.All(layer => layer.IsMapControlled == IsShared(layer, size));
}
