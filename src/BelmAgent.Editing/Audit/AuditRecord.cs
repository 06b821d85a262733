using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Audit;

/// <summary>A line of the audit: the function that ran, its arguments, the approval and the outcome.</summary>
/// <remarks>Safe to share as long as <see cref="Arguments"/> are not changed.</remarks>
public sealed record AuditRecord
{
    /// <summary>Gets the record's id, which sorts after those of earlier records. Set when it is written.</summary>
    [JsonPropertyName("id")]
    public string Id { get; init; } = "";

    /// <summary>Gets when it was written, UTC. Set when it is written.</summary>
    [JsonPropertyName("at")]
    public DateTimeOffset At { get; init; }

    /// <summary>Gets the function, by the plugin's name if it has one, such as <c>edit_image</c>.</summary>
    [JsonPropertyName("function")]
    public required string Function { get; init; }

    /// <summary>Gets the outcome.</summary>
    [JsonPropertyName("outcome")]
    public required AuditOutcome Outcome { get; init; }

    /// <summary>Gets the code of the failure that ended the call, such as <c>not_approved</c>; of an unexpected one its type, such as <c>IOException</c>.</summary>
    [JsonPropertyName("error")]
    public string? Error { get; init; }

    /// <summary>
    /// Gets the arguments: ids, numbers and settings as given; words and paths as <c>sha256</c> (12 digits) and <c>length</c>, unless
    /// configured otherwise.
    /// </summary>
    [JsonPropertyName("arguments")]
    public JsonObject Arguments { get; init; } = [];

    /// <summary>Gets who approved the edit: a front end's name, or <c>automatic</c>.</summary>
    [JsonPropertyName("approved_by")]
    public string? ApprovedBy { get; init; }

    /// <summary>Gets the proposal that was created, approved or run.</summary>
    [JsonPropertyName("proposal_id")]
    public string? ProposalId { get; init; }

    /// <summary>Gets the resulting picture.</summary>
    [JsonPropertyName("image_id")]
    public string? ImageId { get; init; }

    /// <summary>Gets the resulting inversion.</summary>
    [JsonPropertyName("inversion_id")]
    public string? InversionId { get; init; }

    /// <summary>Gets the wall-clock seconds since the start of the call, without waiting for approval.</summary>
    [JsonPropertyName("seconds")]
    public double? Seconds { get; init; }

    /// <summary>Gets the number of UNet row evaluations.</summary>
    [JsonPropertyName("unet_evaluations")]
    public int? UnetEvaluations { get; init; }

    /// <summary>Gets the number of attempts.</summary>
    [JsonPropertyName("attempts")]
    public int? Attempts { get; init; }

    /// <summary>Gets the id of the record for the start of this call.</summary>
    [JsonPropertyName("started_id")]
    public string? StartedId { get; init; }

    /// <summary>Gets the trace that the call belongs to, if it was traced.</summary>
    [JsonPropertyName("trace_id")]
    public string? TraceId { get; init; }

    /// <summary>Gets the SHA-256 of the previous line in the file, in hex; null for the first. Set when it is written.</summary>
    [JsonPropertyName("previous")]
    public string? Previous { get; init; }
}

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
