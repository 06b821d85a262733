using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Audit;

/// <summary>The kind of damage to a line of the audit.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<AuditBreakKind>))]
public enum AuditBreakKind
{
    /// <summary>It is not a record: its process or machine stopped while writing, or it is damaged.</summary>
    Unreadable,

    /// <summary>The preceding lines are not those that were there when it was written.</summary>
    Altered,
}
