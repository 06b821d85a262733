using System.Text.Json.Serialization;

namespace BelmAgent.Plugins.Results;

/// <summary>What every function gives back: its result, or an error in the same shape for any caller.</summary>
public abstract record BelmResult
{
    /// <summary>What went wrong; null when nothing did.</summary>
    [JsonPropertyName("error")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BelmError? Error { get; init; }
}
