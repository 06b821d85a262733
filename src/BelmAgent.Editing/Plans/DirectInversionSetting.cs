using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Plans;

/// <summary>
/// How strongly the source trajectory holds the edited picture: shared attention (Direct Inversion, Ju et al. 2024, with
/// prompt-to-prompt or MasaCtrl), and a blend that bounds the change.
/// </summary>
/// <remarks>Immutable and safe to share. Settings left null are those of the edit kind's preset.</remarks>
public sealed record DirectInversionSetting
{
    /// <summary>Gets which attention the rows share.</summary>
    [JsonPropertyName("control")]
    [JsonConverter(typeof(KebabCaseEnumConverter<AttentionControl>))]
    public AttentionControl? Control { get; init; }

    /// <summary>Gets the share of the steps, from the noisy end, in which cross attention is shared (prompt-to-prompt); 0 to 1.</summary>
    [JsonPropertyName("cross_steps")]
    public double? CrossSteps { get; init; }

    /// <summary>
    /// Gets the share of the steps in which self attention is shared; 0 to 1. Prompt-to-prompt counts it from the noisy end, mutual
    /// self-attention, either kind, from the clean one: MasaCtrl's own setting is 0.92.
    /// </summary>
    [JsonPropertyName("self_steps")]
    public double? SelfSteps { get; init; }

    /// <summary>Gets how the words of the two prompts stand for one another (prompt-to-prompt).</summary>
    [JsonPropertyName("cross_mode")]
    [JsonConverter(typeof(KebabCaseEnumConverter<CrossMode>))]
    public CrossMode? CrossMode { get; init; }

    /// <summary>Gets the words of the target prompt with a share of the steps of their own instead of <see cref="CrossSteps"/>.</summary>
    [JsonPropertyName("word_steps")]
    public IReadOnlyDictionary<string, double>? WordSteps { get; init; }

    /// <summary>Gets the words of the target prompt whose attention is multiplied (Reweight); 0 to 10, 1 changes nothing.</summary>
    [JsonPropertyName("word_weights")]
    public IReadOnlyDictionary<string, double>? WordWeights { get; init; }

    /// <summary>What bounds the change.</summary>
    [JsonPropertyName("blend")]
    [JsonConverter(typeof(KebabCaseEnumConverter<BlendKind>))]
    public BlendKind? Blend { get; init; }

    /// <summary>
    /// Gets the words of the source or target prompt that bound the change; empty: the words that differ. Given without
    /// <see cref="Blend"/> they ask for <see cref="BlendKind.Words"/>.
    /// </summary>
    [JsonPropertyName("blend_words")]
    public IReadOnlyList<string>? BlendWords { get; init; }

    /// <summary>Gets the share of the steps that pass before the blend begins; 0 to 1, 1 blends the finished picture alone.</summary>
    [JsonPropertyName("blend_start")]
    public double? BlendStart { get; init; }

    /// <summary>
    /// Gets the share of the largest attention or departure above which a place may change, or, with
    /// <see cref="BlendKind.WordsMinMax"/>, share of the way from the smallest attention to the largest; 0 to 1.
    /// </summary>
    [JsonPropertyName("blend_threshold")]
    public double? BlendThreshold { get; init; }

    /// <summary>
    /// Gets the id of a mask in the library, white where the picture may change. It bounds the change together with
    /// <see cref="Blend"/>.
    /// </summary>
    [JsonPropertyName("mask_id")]
    public string? MaskId { get; init; }

    /// <summary>This setting, with what it leaves open taken from another.</summary>
    /// <param name="preset">A setting that leaves nothing open.</param>
    internal DirectInversionSetting Over(DirectInversionSetting preset) => this with
    {
        Control = Control ?? (WordSteps is { Count: > 0 } || WordWeights is { Count: > 0 } || CrossSteps > 0 ? AttentionControl.PromptToPrompt : preset.Control),
        CrossSteps = CrossSteps ?? preset.CrossSteps,
        SelfSteps = SelfSteps ?? preset.SelfSteps,
        CrossMode = CrossMode ?? preset.CrossMode,
        WordSteps = WordSteps ?? preset.WordSteps,
        WordWeights = WordWeights ?? preset.WordWeights,
        // Words to blend by ask for a blend by words, and words with settings of their own for the control that knows words.
        Blend = Blend ?? (BlendWords is { Count: > 0 } ? BlendKind.Words : preset.Blend),
        BlendWords = BlendWords ?? preset.BlendWords,
        BlendStart = BlendStart ?? preset.BlendStart,
        BlendThreshold = BlendThreshold ?? preset.BlendThreshold,
    };
}

/// <summary>How the edited row shares attention with the source row.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<AttentionControl>))]
public enum AttentionControl
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Prompt-to-prompt: cross and self attention maps of the source replace or refine the target's.</summary>
    PromptToPrompt,

    /// <summary>
    /// MasaCtrl: the target's queries attend to the source's keys and values, without a prompt to those of the source without a prompt.
    /// Where guidance is above 1 and the source prompt is not empty, that is one more row a step.
    /// </summary>
    MutualSelfAttention,

    /// <summary>
    /// A cheaper variant of MasaCtrl: the target's queries attend to the keys and values of the source under its prompt, without a prompt
    /// as well. No row more, but guidance then strengthens something else than MasaCtrl's does.
    /// </summary>
    MutualSelfAttentionSingleSource,
}

/// <summary>How prompt-to-prompt lets the words of two prompts stand for one another.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<CrossMode>))]
public enum CrossMode
{
    /// <summary>Words that both prompts have share attention; words that only the target has keep their own.</summary>
    Refine,

    /// <summary>Word stands for word: a new word takes over the attention of the old. Needs as many words in both prompts.</summary>
    Replace,
}

/// <summary>What bounds the change of an edit, besides a mask.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<BlendKind>))]
public enum BlendKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>
    /// The attention to some words, as prompt-to-prompt's LocalBlend has it: the picture may change where the attention is above a share of
    /// its largest value.
    /// </summary>
    Words,

    /// <summary>
    /// The attention to some words, with the map's smallest value subtracted first (min-max normalisation): the picture may change where
    /// the attention stands out. Tighter than LocalBlend for models that attend to every word a little everywhere.
    /// </summary>
    WordsMinMax,

    /// <summary>How far the target departs from the source's exact trajectory: it may change where it departs much.</summary>
    Departure,
}

/// <summary>What blends have in common.</summary>
internal static class BlendKinds
{
    /// <summary>Returns whether attention to words draws the mask, so that the source must run beside the target at every step.</summary>
    /// <param name="blend">The blend.</param>
    public static bool IsByWords(this BlendKind blend) => blend is BlendKind.Words or BlendKind.WordsMinMax;
}
