using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Plans;

/// <summary>
/// Settings for how strongly the source's trajectory constrains the edited picture: shared attention (Direct Inversion, Ju et al. 2024, with
/// prompt-to-prompt or MasaCtrl), and a blend that bounds the change.
/// </summary>
/// <remarks>Immutable and safe to share. Settings that are null are taken from the preset of the edit's kind.</remarks>
public sealed record DirectInversionSetting
{
    /// <summary>Gets the attention that the rows share.</summary>
    [JsonPropertyName("control")]
    [JsonConverter(typeof(KebabCaseEnumConverter<AttentionControl>))]
    public AttentionControl? Control { get; init; }

    /// <summary>Gets the share of the steps, from the noisy end, in which cross attention is shared (prompt-to-prompt); 0 to 1.</summary>
    [JsonPropertyName("cross_steps")]
    public double? CrossSteps { get; init; }

    /// <summary>
    /// Gets the share of the steps in which self-attention is shared; 0 to 1. For prompt-to-prompt it is counted from the noisy end,
    /// for both kinds of mutual self-attention from the clean end: MasaCtrl's own setting is 0.92.
    /// </summary>
    [JsonPropertyName("self_steps")]
    public double? SelfSteps { get; init; }

    /// <summary>Gets how the words of the two prompts are aligned (prompt-to-prompt).</summary>
    [JsonPropertyName("cross_mode")]
    [JsonConverter(typeof(KebabCaseEnumConverter<CrossMode>))]
    public CrossMode? CrossMode { get; init; }

    /// <summary>Gets words of the target prompt that have their own share of the steps instead of <see cref="CrossSteps"/>.</summary>
    [JsonPropertyName("word_steps")]
    public IReadOnlyDictionary<string, double>? WordSteps { get; init; }

    /// <summary>Gets the words of the target prompt whose attention is multiplied (Reweight); 0 to 10, 1 changes nothing.</summary>
    [JsonPropertyName("word_weights")]
    public IReadOnlyDictionary<string, double>? WordWeights { get; init; }

    /// <summary>Gets how the change is bounded.</summary>
    [JsonPropertyName("blend")]
    [JsonConverter(typeof(KebabCaseEnumConverter<BlendKind>))]
    public BlendKind? Blend { get; init; }

    /// <summary>
    /// Gets the words of the source or target prompt that bound the change; empty: the words that differ. If given without
    /// <see cref="Blend"/>, they imply <see cref="BlendKind.Words"/>.
    /// </summary>
    [JsonPropertyName("blend_words")]
    public IReadOnlyList<string>? BlendWords { get; init; }

    /// <summary>Gets the share of the steps that pass before the blend begins; 0 to 1, where 1 blends only the finished picture.</summary>
    [JsonPropertyName("blend_start")]
    public double? BlendStart { get; init; }

    /// <summary>
    /// Gets the share of the maximum attention or departure above which a place may change, or, with
    /// <see cref="BlendKind.WordsMinMax"/>, the share of the way from the minimum attention to the maximum; 0 to 1.
    /// </summary>
    [JsonPropertyName("blend_threshold")]
    public double? BlendThreshold { get; init; }

    /// <summary>
    /// Gets the id of a mask in the library, white where the picture may change. It bounds the change together with
    /// <see cref="Blend"/>.
    /// </summary>
    [JsonPropertyName("mask_id")]
    public string? MaskId { get; init; }

    /// <summary>Returns this setting with its open values taken from another one.</summary>
    /// <param name="other">The other setting.</param>
    internal DirectInversionSetting Over(DirectInversionSetting other) => this with
    {
        Control = Control ?? other.Control,
        CrossSteps = CrossSteps ?? other.CrossSteps,
        SelfSteps = SelfSteps ?? other.SelfSteps,
        CrossMode = CrossMode ?? other.CrossMode,
        WordSteps = WordSteps ?? other.WordSteps,
        WordWeights = WordWeights ?? other.WordWeights,
        Blend = Blend ?? other.Blend,
        BlendWords = BlendWords ?? other.BlendWords,
        BlendStart = BlendStart ?? other.BlendStart,
        BlendThreshold = BlendThreshold ?? other.BlendThreshold,
        MaskId = MaskId ?? other.MaskId,
    };

    /// <summary>Returns this setting with what its words imply: words with settings of their own, the control that uses words; words for blending, a blend by words.</summary>
    internal DirectInversionSetting WithImplied() => this with
    {
        Control = Control ?? (WordSteps is { Count: > 0 } || WordWeights is { Count: > 0 } || CrossSteps > 0 ? AttentionControl.PromptToPrompt : null),
        Blend = Blend ?? (BlendWords is { Count: > 0 } ? BlendKind.Words : null),
    };
}

/// <summary>Specifies how the edited row shares attention with the source row.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<AttentionControl>))]
public enum AttentionControl
{
    /// <summary>No attention is shared.</summary>
    None,

    /// <summary>Prompt-to-prompt: cross and self attention maps of the source replace or refine the target's.</summary>
    PromptToPrompt,

    /// <summary>
    /// MasaCtrl: the target's queries attend to the source's keys and values; without a prompt, to those of the source without a
    /// prompt. If guidance is above 1 and the source prompt is not empty, this takes one more row per step.
    /// </summary>
    MutualSelfAttention,

    /// <summary>
    /// A cheaper variant of MasaCtrl: the target's queries attend to the keys and values of the source under its prompt, also without
    /// a prompt. It takes no additional row, but guidance then strengthens something different than in MasaCtrl.
    /// </summary>
    MutualSelfAttentionSingleSource,
}

/// <summary>Specifies how prompt-to-prompt aligns the words of two prompts.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<CrossMode>))]
public enum CrossMode
{
    /// <summary>Words in both prompts share attention; words only in the target keep their own.</summary>
    Refine,

    /// <summary>
    /// Words correspond by position: a new word takes over the attention of the old one. Both prompts need the same number of words.
    /// </summary>
    Replace,
}

/// <summary>The way in which the change of an edit is bounded, in addition to a mask.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<BlendKind>))]
public enum BlendKind
{
    /// <summary>Not bounded.</summary>
    None,

    /// <summary>
    /// By the attention to some words, as in prompt-to-prompt's LocalBlend: the picture may change where the attention exceeds a share
    /// of its maximum.
    /// </summary>
    Words,

    /// <summary>
    /// By the attention to some words, after subtracting the map's minimum (min-max normalisation): the picture may change where the
    /// attention stands out. Tighter than LocalBlend for models that attend to every word a little everywhere.
    /// </summary>
    WordsMinMax,

    /// <summary>By how far the target departs from the source's exact trajectory: the picture may change where it departs much.</summary>
    Departure,
}

/// <summary>Extension methods for blends.</summary>
internal static class BlendKinds
{
    /// <summary>Returns whether the mask follows from attention to words, so that the source must run alongside the target at every step.</summary>
    /// <param name="blend">The blend.</param>
    public static bool IsByWords(this BlendKind blend) => blend is BlendKind.Words or BlendKind.WordsMinMax;
}
