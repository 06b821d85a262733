using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Plans;

/// <summary>How the edited row shares attention with the source row.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<AttentionControl>))]
public enum AttentionControl
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Prompt-to-prompt: cross and self attention maps of the source replace or refine the target's.</summary>
    PromptToPrompt,

    /// <summary>MasaCtrl: the target's queries attend to the source's keys and values.</summary>
    MutualSelfAttention,
}
