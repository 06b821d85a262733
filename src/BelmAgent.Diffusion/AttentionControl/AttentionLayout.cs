namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>The attention layers of a UNet, each list in the order in which they run.</summary>
/// <param name="Cross">All cross layers.</param>
/// <param name="Self">The self layers that <see cref="AttentionInputs.SetSelf"/> has a gate for, one each.</param>
/// <param name="Mutual">All self layers; <see cref="AttentionInputs.SetMutual"/> has a gate for each.</param>
/// <param name="BlendTokens">Native queries of the cross layers whose maps are summed for local blending; 0 when there are none.</param>
/// <param name="BlendLevel">How often the picture is halved before those layers; 0 when there are none.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record AttentionLayout(
    IReadOnlyList<AttentionLayer> Cross, IReadOnlyList<AttentionLayer> Self, IReadOnlyList<AttentionLayer> Mutual, int BlendTokens, int BlendLevel);
