using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using BelmAgent.Editing.Edits;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Plugins.Results;
using Microsoft.AspNetCore.Http;

namespace BelmAgent.Web.Problems;

/// <summary>A failure as callers see it (RFC 9457), with the command line's codes and remedies; never a path or a stack.</summary>
internal sealed record Problem
{
    private const string MediaType = "application/problem+json";

    [JsonPropertyName("type")]
    public string Type => $"urn:belm:problem:{Code}";

    [JsonPropertyName("title")]
    public required string Title { get; init; }

    [JsonPropertyName("status")]
    public required int Status { get; init; }

    [JsonPropertyName("code")]
    public required string Code { get; init; }

    [JsonPropertyName("remedy")]
    public required string Remedy { get; init; }

    [JsonPropertyName("known_ids")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? KnownIds { get; init; }

    [JsonPropertyName("question")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Question { get; init; }

    [JsonPropertyName("trace_id")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceId { get; init; }

    public static Problem Create(int status, string code, string title, string remedy) => new() { Status = status, Code = code, Title = title, Remedy = remedy };

    /// <summary>Describes an exception.</summary>
    public static Problem From(Exception exception) => exception switch
    {
        WebException e => Create(e.Status, e.Code, e.SafeMessage, e.Advice) with { KnownIds = e.KnownIds, Question = e.Question },
        // An upload has no name; a damaged file of the library is the server's own fault.
        ImageFormatException { ImageSource: null } e => Create(400, e.Code, e.SafeMessage, e.Advice),
        BelmException e => Create(StatusOf(e), e.Code, e.SafeMessage, e.Advice) with { KnownIds = e.KnownIds },
        EditStoppedException e => Create(409, "cancelled", e.Message, "Ask for the job to see what was kept."),
        BadHttpRequestException { StatusCode: 413 } => Create(413, "body_too_large", "The body is too large.", "Send less; 'GET api/v1/system' names the limits."),
        BadHttpRequestException e => Create(e.StatusCode, "invalid_request", "The request could not be read.", "Check it against openapi/v1.json."),
        InvalidDataException => Create(400, "invalid_request", "The request could not be read.", "Check it against openapi/v1.json."),
        JsonException e => Create(400, "invalid_body", $"The body is not what this route takes{(e.Path is { Length: > 1 } path ? $", at '{path}'" : "")}.", "Check it against openapi/v1.json."),
        _ when BelmError.From(exception) is { } known => Create(500, known.Code, known.Message, known.Remedy),
        _ => Create(500, "unexpected", "Something unexpected went wrong.", "Try again; the server's log has the details under this trace id."),
    };

    /// <summary>Writes a problem as the answer.</summary>
    public static Task WriteAsync(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = MediaType;
        context.Response.Headers.CacheControl = "no-store";
        var traced = problem with { TraceId = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier };
        return context.Response.WriteAsync(JsonSerializer.Serialize(traced, WebJson.Options), context.RequestAborted);
    }

    private static int StatusOf(BelmException e) => (e.Code, e.Kind) switch
    {
        ("image_too_large", _) => 413,
        ("not_approved", _) => 403,
        ("has_descendants" or "nothing_to_undo" or "batch_not_planned" or "batch_not_approved" or "plan_changed", _) => 409,
        ("rows_quota", _) => 429,
        ("disk_full", _) => 507,
        ("request_unclear" or "no_usable_plan" or "prompts_not_taken", _) => 422,
        (_, ErrorKind.NotFound) => 404,
        (_, ErrorKind.InvalidInput or ErrorKind.LimitExceeded) => 400,
        (_, ErrorKind.Refused) => 403,
        (_, ErrorKind.Unavailable or ErrorKind.NotUsable) => 503,
        _ => 500,
    };
}

/// <summary>A failure of the web's own, with its status.</summary>
internal sealed class WebException(int status, string code, string problem, string remedy) : BelmException(code, ErrorKind.InvalidInput, problem, remedy)
{
    public int Status => status;

    /// <summary>The planner's question, if it asks.</summary>
    public string? Question { get; init; }
}
