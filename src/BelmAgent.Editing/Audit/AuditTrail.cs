using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Audit;

/// <summary>What the audit holds.</summary>
/// <param name="Records">The records, newest last.</param>
/// <param name="Breaks">Where a file that was read is not as it was written, oldest first.</param>
public sealed record AuditTrail(
    [property: JsonPropertyName("records")] IReadOnlyList<AuditRecord> Records,
    [property: JsonPropertyName("breaks")] IReadOnlyList<AuditBreak> Breaks);
