using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Results;

/// <summary>The base of every function's result: its values, or an error in the same form for any caller.</summary>
public abstract record BelmResult
{
    /// <summary>Gets the error; null if there is none.</summary>
    [JsonPropertyName("error")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BelmError? Error { get; init; }

    /// <summary>Gets the names of unknown arguments, which had no effect; null if there were none.</summary>
    [JsonPropertyName("ignored_arguments")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? IgnoredArguments { get; init; }

    /// <summary>Reads a tool's result, which may come as it is, as JSON, or as JSON in a text.</summary>
    /// <typeparam name="T">The function's kind of result.</typeparam>
    /// <param name="result">A <see cref="FunctionResultContent.Result"/>.</param>
    /// <returns>The result; null if it is not such a result.</returns>
    public static T? Read<T>(object? result)
        where T : BelmResult
    {
        try
        {
            return result switch
            {
                null => null,
                T own => own,
                JsonElement { ValueKind: JsonValueKind.String } quoted => Read<T>(quoted.GetString()),
                JsonElement { ValueKind: JsonValueKind.Object } json => json.Deserialize<T>(AIJsonUtilities.DefaultOptions),
                JsonElement => null,
                string text => Read<T>(JsonSerializer.Deserialize<JsonElement>(text)),
                _ => JsonSerializer.SerializeToElement(result, result.GetType(), AIJsonUtilities.DefaultOptions).Deserialize<T>(AIJsonUtilities.DefaultOptions),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Replaces the names of functions in the advice by the names that the reader knows.</summary>
    /// <param name="spell">Returns a text with the names replaced.</param>
    /// <returns>The result, otherwise unchanged.</returns>
    internal virtual BelmResult Spell(Func<string, string> spell) => Error is null ? this : this with { Error = Error with { Remedy = spell(Error.Remedy) } };
}

/// <summary>A result that is an error and nothing else, of whichever function.</summary>
internal sealed record BelmFailure : BelmResult;
