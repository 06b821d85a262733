using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Audit;

/// <summary>One line of the audit: which function ran with what arguments, on whose approval, and what came of it.</summary>
/// <remarks>Safe to share as long as nobody changes <see cref="Arguments"/>.</remarks>
public sealed record AuditRecord
{
    /// <summary>Gets the record's id; sorts after those of the records before it. Set when it is written.</summary>
    [JsonPropertyName("id")]
    public string Id { get; init; } = "";

    /// <summary>Gets when it was written, UTC. Set when it is written.</summary>
    [JsonPropertyName("at")]
    public DateTimeOffset At { get; init; }

    /// <summary>Gets the function, by the plugin's name where it has one, such as <c>edit_image</c>.</summary>
    [JsonPropertyName("function")]
    public required string Function { get; init; }

    /// <summary>What came of it.</summary>
    [JsonPropertyName("outcome")]
    public required AuditOutcome Outcome { get; init; }

    /// <summary>The code of the failure that ended the call, such as <c>not_approved</c>; of an unexpected one its type, such as <c>IOException</c>.</summary>
    [JsonPropertyName("error")]
    public string? Error { get; init; }

    /// <summary>Ids, numbers and settings as given; words and paths as <c>sha256</c> (12 digits) and <c>length</c>, unless asked for.</summary>
    [JsonPropertyName("arguments")]
    public JsonObject Arguments { get; init; } = [];

    /// <summary>Gets who approved the edit: a front end's name, or <c>automatic</c>.</summary>
    [JsonPropertyName("approved_by")]
    public string? ApprovedBy { get; init; }

    /// <summary>Gets the proposal that was made, approved or run.</summary>
    [JsonPropertyName("proposal_id")]
    public string? ProposalId { get; init; }

    /// <summary>Gets the picture that came out.</summary>
    [JsonPropertyName("image_id")]
    public string? ImageId { get; init; }

    /// <summary>Gets the inversion that came out.</summary>
    [JsonPropertyName("inversion_id")]
    public string? InversionId { get; init; }

    /// <summary>Gets the wall-clock seconds from the call's beginning, approval not counted.</summary>
    [JsonPropertyName("seconds")]
    public double? Seconds { get; init; }

    /// <summary>Gets the UNet row evaluations.</summary>
    [JsonPropertyName("unet_evaluations")]
    public int? UnetEvaluations { get; init; }

    /// <summary>Gets the attempts made.</summary>
    [JsonPropertyName("attempts")]
    public int? Attempts { get; init; }

    /// <summary>Gets the id of the record that said that this call had begun.</summary>
    [JsonPropertyName("started_id")]
    public string? StartedId { get; init; }

    /// <summary>Gets the trace that the call belongs to, where one was being taken.</summary>
    [JsonPropertyName("trace_id")]
    public string? TraceId { get; init; }

    /// <summary>Gets the SHA-256 of the line before this one in its file, in hex; null on the first. Set when it is written.</summary>
    [JsonPropertyName("previous")]
    public string? Previous { get; init; }
}

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
