using System.Text.Json.Serialization;

namespace BelmAgent.Plugins.Results;

/// <summary>What every function gives back: its result, or an error in the same shape for any caller.</summary>
public abstract record BelmResult
{
    /// <summary>What went wrong; null when nothing did.</summary>
    [JsonPropertyName("error")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BelmError? Error { get; init; }

    /// <summary>Gets the names of arguments that the function does not have, and that changed nothing; null when there were none.</summary>
    [JsonPropertyName("ignored_arguments")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? IgnoredArguments { get; init; }

    /// <summary>Spells the names of functions in its advice as whoever reads it knows them.</summary>
    /// <param name="spell">Gives a text with other spellings.</param>
    /// <returns>The result, otherwise the same.</returns>
    internal virtual BelmResult Spell(Func<string, string> spell) => Error is null ? this : this with { Error = Error with { Remedy = spell(Error.Remedy) } };
}
