using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Audit;

/// <summary>The contents of the audit.</summary>
/// <param name="Records">The records, newest last.</param>
/// <param name="Breaks">Places where a file was changed, oldest first.</param>
public sealed record AuditTrail(
    [property: JsonPropertyName("records")] IReadOnlyList<AuditRecord> Records,
    [property: JsonPropertyName("breaks")] IReadOnlyList<AuditBreak> Breaks);
