using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Results;

/// <summary>What every function gives back: its result, or an error in the same shape for any caller.</summary>
public abstract record BelmResult
{
    /// <summary>What went wrong; null when nothing did.</summary>
    [JsonPropertyName("error")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BelmError? Error { get; init; }

    /// <summary>Names of arguments that the function does not have, and that changed nothing; null when there were none.</summary>
    [JsonPropertyName("ignored_arguments")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? IgnoredArguments { get; init; }

    /// <summary>Reads a tool's result, which may come as it is, as JSON, or as JSON in a text.</summary>
    /// <typeparam name="T">The function's kind of result.</typeparam>
    /// <param name="result">A <see cref="FunctionResultContent.Result"/>.</param>
    /// <returns>The result; null where it is no such result.</returns>
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

    /// <summary>Spells the names of functions in its advice as whoever reads it knows them.</summary>
    /// <param name="spell">Gives a text with other spellings.</param>
    /// <returns>The result, otherwise the same.</returns>
    internal virtual BelmResult Spell(Func<string, string> spell) => Error is null ? this : this with { Error = Error with { Remedy = spell(Error.Remedy) } };
}

/// <summary>A result that is an error and nothing else, of whichever function.</summary>
internal sealed record BelmFailure : BelmResult;
