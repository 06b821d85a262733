using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Plans;

/// <summary>How strongly the source trajectory holds the edited picture (Direct Inversion with attention control).</summary>
public sealed record DirectInversionSetting
{
    /// <summary>Which attention the rows share. Default: none.</summary>
    [JsonPropertyName("control")]
    [JsonConverter(typeof(KebabCaseEnumConverter<AttentionControl>))]
    public AttentionControl Control { get; init; } = AttentionControl.None;

    /// <summary>Share of the steps, from the noisy end, in which cross attention is shared; 0 to 1. Default: 0.4.</summary>
    [JsonPropertyName("cross_steps")]
    public double CrossSteps { get; init; } = 0.4;

    /// <summary>Share of the steps, from the noisy end, in which self attention is shared; 0 to 1. Default: 0.4.</summary>
    [JsonPropertyName("self_steps")]
    public double SelfSteps { get; init; } = 0.4;

    /// <summary>Words of the source and target prompt that bound the change (LocalBlend); empty: nowhere bounded.</summary>
    [JsonPropertyName("blend_words")]
    public IReadOnlyList<string> BlendWords { get; init; } = [];
}
