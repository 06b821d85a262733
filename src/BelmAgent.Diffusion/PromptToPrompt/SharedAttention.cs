namespace BelmAgent.Diffusion.PromptToPrompt;

/// <summary>The attention that a target shares with its source, and when.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record SharedAttention
{
    /// <summary>Gets the cross attention by prompt-to-prompt. Default: not shared.</summary>
    public CrossAttentionEdit? Cross { get; init; }

    /// <summary>Gets the steps at which the source's self-attention maps replace the target's (prompt-to-prompt). Default: never.</summary>
    public AttentionWindow Self { get; init; }

    /// <summary>
    /// Gets the steps at which the target's queries attend to the source's keys and values (MasaCtrl, Cao et al. 2023). Default:
    /// never.
    /// </summary>
    public AttentionWindow Mutual { get; init; }

    /// <summary>
    /// Gets the source for the row without the target's prompt while <see cref="Mutual"/> is open. Default: the matching one, as in
    /// MasaCtrl.
    /// </summary>
    public MutualSource MutualSource { get; init; } = MutualSource.Matching;

    /// <summary>
    /// Gets the share of the self-attention layers, in execution order, that <see cref="Mutual"/> skips; 0 to 1. Default: 10/16, as in
    /// MasaCtrl for Stable Diffusion.
    /// </summary>
    public double MutualFrom { get; init; } = 10.0 / 16;

    /// <summary>Gets the token positions of the source prompt whose attention bounds the change (LocalBlend). Default: none.</summary>
    public IReadOnlyList<int> SourceBlendTokens { get; init; } = [];

    /// <summary>Gets the token positions of the target prompt whose attention bounds the change. Default: none.</summary>
    public IReadOnlyList<int> TargetBlendTokens { get; init; } = [];

    /// <summary>Gets whether attention maps are read for a blend.</summary>
    public bool Blends => SourceBlendTokens.Count + TargetBlendTokens.Count > 0;

    /// <summary>Returns whether the source must run alongside the target at a step.</summary>
    /// <param name="step">The step, from 0 at the noisy end.</param>
    /// <param name="steps">Total number of steps.</param>
    public bool NeedsSource(int step, int steps) =>
        Blends || Self.Weight(step, steps) > 0 || Mutual.Weight(step, steps) > 0 || (Cross?.IsActive(step, steps) ?? false);

    /// <summary>Returns whether the source must also run without its prompt, which takes one more row at each step at which it runs.</summary>
    /// <param name="sourcePrompt">The prompt that describes the picture.</param>
    /// <param name="negativePrompt">The prompt that guidance leads away from.</param>
    /// <param name="guidance">Classifier-free guidance w, at least 1.</param>
    public bool NeedsUnconditionalSource(string sourcePrompt, string negativePrompt, double guidance) =>
        !Mutual.IsNever && MutualSource == MutualSource.Matching && guidance != 1 && sourcePrompt != negativePrompt;
}

/// <summary>The source that a row attends to in mutual self-attention (Cao et al. 2023).</summary>
public enum MutualSource
{
    /// <summary>
    /// Each row attends to the source under the same condition: the row without a prompt to the source without a prompt. This is
    /// MasaCtrl's own rule.
    /// </summary>
    Matching,

    /// <summary>All rows attend to the source under its prompt, which saves a row.</summary>
    Captioned,
}
