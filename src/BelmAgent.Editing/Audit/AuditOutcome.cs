using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Audit;

/// <summary>What came of a call.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<AuditOutcome>))]
public enum AuditOutcome
{
    /// <summary>It has begun. Without a second record, its process ended in the middle.</summary>
    Started,

    /// <summary>It did what it was asked.</summary>
    Ok,

    /// <summary>It was refused or went wrong.</summary>
    Failed,

    /// <summary>It was stopped.</summary>
    Cancelled,
}
