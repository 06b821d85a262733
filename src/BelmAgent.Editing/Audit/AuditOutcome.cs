using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Audit;

/// <summary>The outcome of a call.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<AuditOutcome>))]
public enum AuditOutcome
{
    /// <summary>It has started. Without a second record, its process ended before the call did.</summary>
    Started,

    /// <summary>It succeeded.</summary>
    Ok,

    /// <summary>It was refused or failed.</summary>
    Failed,

    /// <summary>It was cancelled.</summary>
    Cancelled,
}
