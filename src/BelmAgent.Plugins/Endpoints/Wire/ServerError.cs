using System.Globalization;
using System.Text.Json;

namespace BelmAgent.Plugins.Endpoints.Wire;

/// <summary>A server's description of its failure.</summary>
/// <param name="Message">Its message; null if there was none.</param>
/// <param name="Code">Its code or type of the failure, such as <c>context_length_exceeded</c>; null if there was none.</param>
/// <param name="Status">The HTTP status, of the response or inside it; null if there was none.</param>
internal sealed record ServerError(string? Message, string? Code = null, int? Status = null)
{
    /// <summary>An error without details.</summary>
    public static readonly ServerError Unexplained = new(Message: null);

    private static readonly string[] MessageFields = ["message", "detail", "error_message", "msg", "reason"];

    /// <summary>Finds the error in an answer, whatever its status.</summary>
    /// <returns>The error; null if there is none.</returns>
    public static ServerError? Find(JsonElement answer)
    {
        if (answer.Field("error") is { } error && Describe(error) is { } described)
        {
            return described;
        }

        var choice = answer.Entries("choices").FirstOrDefault();
        if (choice.ValueKind == JsonValueKind.Object)
        {
            return choice.Field("error") is { } inner && Describe(inner) is { } within ? within
                : choice.Text("finish_reason") == "error" ? Unexplained
                : null;
        }

        // Servers that do not offer this API, or have lost their model, say it at the top level.
        return answer.Text("object") == "error" || answer.Text("type") == "error" || MessageFields.Any(field => answer.Text(field) is not null) || answer.Field("errors") is not null
            ? Describe(answer)
            : null;
    }

    /// <summary>Reads the body of a response with an error status.</summary>
    /// <param name="body">The body; JSON, a short text or a page.</param>
    /// <param name="status">The status.</param>
    public static ServerError Read(string body, int status)
    {
        var error = WireJson.TryParse(body, out var json) ? Find(json.Value) ?? Describe(json.Value)
            : body.TrimStart().StartsWith('<') ? null
            : new ServerError(body);
        return (error ?? Unexplained) with { Status = status };
    }

    // Null for an empty value, such as "error": false in a good answer.
    private static ServerError? Describe(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.String => error.GetString() is { Length: > 0 } words ? new ServerError(words) : null,
        JsonValueKind.Array => error.EnumerateArray().Select(Describe).FirstOrDefault(found => found is not null),
        JsonValueKind.Object when error.Field("error") is { } inner && Describe(inner) is { } deeper => deeper,
        JsonValueKind.Object when error.EnumerateObject().Any() => new ServerError(Words(error), Label(error), StatusOf(error)),
        _ => null,
    };

    private static string? Words(JsonElement error) =>
        MessageFields.Select(field => error.Text(field)).FirstOrDefault(words => words is not null)
        ?? MessageFields.Append("errors").Select(field => error.Field(field)).Where(field => field is { ValueKind: JsonValueKind.Array or JsonValueKind.Object })
            .Select(field => Describe(field!.Value)?.Message).FirstOrDefault(words => words is not null);

    private static string Label(JsonElement error) => string.Join(' ', new[] { error.Text("code"), error.Text("type") }.Where(label => label is not null));

    private static int? StatusOf(JsonElement error) =>
        new[] { error.Text("code"), error.Text("status"), error.Text("status_code") }
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 400 and < 600 ? status : (int?)null)
            .FirstOrDefault(status => status is not null);
}
