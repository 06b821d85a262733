using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Edits;

/// <summary>What the describer says of an edited picture.</summary>
public sealed record EditCheck
{
    /// <summary>True when the picture shows what was asked, false when not, null when nothing here can tell.</summary>
    [JsonPropertyName("passed")]
    public bool? Passed { get; init; }

    /// <summary>The target prompt.</summary>
    [JsonPropertyName("expected")]
    public required string Expected { get; init; }

    /// <summary>What the describer sees; null when the model has none.</summary>
    [JsonPropertyName("seen")]
    public string? Seen { get; init; }

    /// <summary>Attributes that changed although they were not asked for.</summary>
    [JsonPropertyName("collateral")]
    public IReadOnlyList<string> Collateral { get; init; } = [];
}
