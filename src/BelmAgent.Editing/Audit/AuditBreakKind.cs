using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Audit;

/// <summary>What is wrong with a line of the audit.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<AuditBreakKind>))]
public enum AuditBreakKind
{
    /// <summary>It is no record: torn when its process or machine stopped while writing, or damaged.</summary>
    Unreadable,

    /// <summary>The lines before it are not those that stood there when it was written.</summary>
    Altered,
}
