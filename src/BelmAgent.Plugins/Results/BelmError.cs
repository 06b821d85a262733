using System.Text.Json.Serialization;

namespace BelmAgent.Plugins.Results;

/// <summary>An error that a model or a program can act on. Contains no paths.</summary>
public sealed record BelmError
{
    /// <summary>Gets the error code in snake_case, such as <c>image_not_found</c>.</summary>
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    /// <summary>Gets what went wrong.</summary>
    [JsonPropertyName("message")]
    public required string Message { get; init; }

    /// <summary>Gets the remedy.</summary>
    [JsonPropertyName("remedy")]
    public required string Remedy { get; init; }

    /// <summary>Gets the existing ids, newest first, if an unknown one was given.</summary>
    [JsonPropertyName("known_ids")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? KnownIds { get; init; }

    /// <summary>Gets whether the model may try again on its own, with other arguments or later; if not, it tells the user. Default: true.</summary>
    [JsonPropertyName("may_retry")]
    public bool MayRetry { get; init; } = true;

    /// <summary>Gets the kind of the failure, for programs that translate it; models do not see it. Null: it is not known.</summary>
    [JsonIgnore]
    public ErrorKind? Kind { get; init; }

    /// <summary>Creates an error from code, message and remedy.</summary>
    /// <param name="code">The error code.</param>
    /// <param name="message">The message.</param>
    /// <param name="remedy">The remedy.</param>
    public static BelmError Create(string code, string message, string remedy) =>
        new() { Code = code, Message = message, Remedy = remedy };

    /// <summary>Describes an exception. A new kind of failure is a <see cref="BelmException"/> and needs no line here.</summary>
    /// <param name="exception">The exception.</param>
    /// <returns>The error; null for anything unexpected, which is a defect of the program and not an answer.</returns>
    public static BelmError? From(Exception exception) => exception switch
    {
        BelmException known => Create(known.Code, known.SafeMessage, known.Advice) with { KnownIds = known.KnownIds, MayRetry = known.MayRetry, Kind = known.Kind },
        IOException or UnauthorizedAccessException => Create(
            "file_not_usable", "A file of the library cannot be read or written.", "Tell the user: the library's folder must be readable and writable.") with
        {
            MayRetry = false,
            Kind = ErrorKind.NotUsable,
        },
        _ => null,
    };
}
