using System.Text.Json.Serialization;

namespace BelmAgent.Plugins.Results;

/// <summary>Pictures, newest first.</summary>
public sealed record ListHistoryResult : BelmResult
{
    /// <summary>The pictures.</summary>
    [JsonPropertyName("images")]
    public IReadOnlyList<HistoryEntry>? Images { get; init; }
}
