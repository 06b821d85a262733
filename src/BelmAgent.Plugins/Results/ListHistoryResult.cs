using System.Text.Json.Serialization;
using BelmAgent.Editing;

namespace BelmAgent.Plugins.Results;

/// <summary>Pictures, newest first.</summary>
public sealed record ListHistoryResult : BelmResult
{
    /// <summary>Gets the pictures.</summary>
    [JsonPropertyName("images")]
    public IReadOnlyList<HistoryEntry>? Images { get; init; }
}
