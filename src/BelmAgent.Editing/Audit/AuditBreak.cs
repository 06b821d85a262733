using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Audit;

/// <summary>A place where the audit was changed.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Kind">The kind of damage.</param>
public sealed record AuditBreak(
    [property: JsonPropertyName("path")] string Path,
    [property: JsonPropertyName("line")] int Line,
    [property: JsonPropertyName("kind")] AuditBreakKind Kind);
