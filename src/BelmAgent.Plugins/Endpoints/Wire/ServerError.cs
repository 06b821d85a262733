using System.Globalization;
using System.Text.Json;

namespace BelmAgent.Plugins.Endpoints.Wire;

/// <summary>What a server said of its failure.</summary>
/// <param name="Message">Its words; null when it had none.</param>
/// <param name="Code">Its code or type for the failure, such as <c>context_length_exceeded</c>; null when it gave none.</param>
/// <param name="Status">The HTTP status that it gave, outside or within its answer; null when it gave none.</param>
internal sealed record ServerError(string? Message, string? Code = null, int? Status = null)
{
    /// <summary>An error of which nothing is known.</summary>
    public static readonly ServerError Unexplained = new(Message: null);

    private static readonly string[] MessageFields = ["message", "detail", "error_message", "msg", "reason"];

    /// <summary>Finds the error in an answer, whatever its status said.</summary>
    /// <returns>The error; null when the answer is none.</returns>
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

        // Servers that are no API of this kind, or that lost their model, say it at the top.
        return answer.Text("object") == "error" || answer.Text("type") == "error" || MessageFields.Any(field => answer.Text(field) is not null) || answer.Field("errors") is not null
            ? Describe(answer)
            : null;
    }

    /// <summary>Reads the body of an answer whose status is an error's.</summary>
    /// <param name="body">The body; JSON, a few words or a page.</param>
    /// <param name="status">The status.</param>
    public static ServerError Read(string body, int status)
    {
        var error = WireJson.TryParse(body, out var json) ? Find(json.Value) ?? Describe(json.Value)
            : body.TrimStart().StartsWith('<') ? null
            : new ServerError(body);
        return (error ?? Unexplained) with { Status = status };
    }

    // Null for what is there and says nothing, such as "error": false beside a good answer.
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
