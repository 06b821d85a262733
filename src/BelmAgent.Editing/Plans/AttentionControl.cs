using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Plans;

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
