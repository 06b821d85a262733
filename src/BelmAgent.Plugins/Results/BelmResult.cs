using System.Text.Json.Serialization;

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

    /// <summary>Replaces the names of functions in the advice by the names that the reader knows.</summary>
    /// <param name="spell">Returns a text with the names replaced.</param>
    /// <returns>The result, otherwise unchanged.</returns>
    internal virtual BelmResult Spell(Func<string, string> spell) => Error is null ? this : this with { Error = Error with { Remedy = spell(Error.Remedy) } };
}
