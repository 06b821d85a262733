namespace BelmAgent.Diffusion.PromptToPrompt;

/// <summary>What a target shares with its source's attention, and when.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record SharedAttention
{
    /// <summary>Gets the cross attention by prompt-to-prompt. Default: none is shared.</summary>
    public CrossAttentionEdit? Cross { get; init; }

    /// <summary>Gets when the source's self-attention maps replace the target's (prompt-to-prompt). Default: never.</summary>
    public AttentionWindow Self { get; init; }

    /// <summary>Gets when the target's queries see the source's keys and values (MasaCtrl, Cao et al. 2023). Default: never.</summary>
    public AttentionWindow Mutual { get; init; }

    /// <summary>
    /// Gets which source the row without the target's prompt sees while <see cref="Mutual"/> is open. Default: the matching one, as
    /// MasaCtrl has it.
    /// </summary>
    public MutualSource MutualSource { get; init; } = MutualSource.Matching;

    /// <summary>
    /// Gets the share of the self-attention layers, in order of execution, that <see cref="Mutual"/> leaves out; 0 to 1. Default:
    /// 10/16, as MasaCtrl has it for Stable Diffusion.
    /// </summary>
    public double MutualFrom { get; init; } = 10.0 / 16;

    /// <summary>Gets the token positions of the source prompt whose attention bounds the change (LocalBlend). Default: none.</summary>
    public IReadOnlyList<int> SourceBlendTokens { get; init; } = [];

    /// <summary>Gets the token positions of the target prompt whose attention bounds the change. Default: none.</summary>
    public IReadOnlyList<int> TargetBlendTokens { get; init; } = [];

    /// <summary>Gets whether attention maps are read out for a blend.</summary>
    public bool Blends => SourceBlendTokens.Count + TargetBlendTokens.Count > 0;

    /// <summary>Returns whether the source must run beside the target at a step.</summary>
    /// <param name="step">The step, from 0 at the noisy end.</param>
    /// <param name="steps">Steps in all.</param>
    public bool NeedsSource(int step, int steps) =>
        Blends || Self.Weight(step, steps) > 0 || Mutual.Weight(step, steps) > 0 || (Cross?.IsActive(step, steps) ?? false);

    /// <summary>Returns whether the source must run without its prompt as well, which is one more row at each step that it runs at.</summary>
    /// <param name="sourcePrompt">What the picture shows.</param>
    /// <param name="negativePrompt">What guidance leads away from.</param>
    /// <param name="guidance">Classifier-free guidance w, at least 1.</param>
    public bool NeedsUnconditionalSource(string sourcePrompt, string negativePrompt, double guidance) =>
        !Mutual.IsNever && MutualSource == MutualSource.Matching && guidance != 1 && sourcePrompt != negativePrompt;
}

/// <summary>Which source a row sees in mutual self-attention (Cao et al. 2023).</summary>
public enum MutualSource
{
    /// <summary>Each row the source under the same condition: the row without a prompt sees the source without a prompt. MasaCtrl's own rule.</summary>
    Matching,

    /// <summary>All rows the source under its prompt, which spares a row.</summary>
    Captioned,
}
