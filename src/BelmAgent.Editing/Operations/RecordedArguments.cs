using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using BelmAgent.Editing.Library;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Operations;

/// <summary>Arguments of an operation as the audit may show them.</summary>
/// <remarks>Text counts as words unless it is known to be an id, a number or a setting, whichever argument holds it.</remarks>
internal static class RecordedArguments
{
    // Fields of a plan whose text is one of a few names.
    private static readonly HashSet<string> Choices = ["edit_type", "chosen_by_planner", "target_sampler", "start", "control", "cross_mode", "blend", "fit", "window"];

    // Settings that are given for words: there the names are the user's too.
    private static readonly HashSet<string> ByWord = ["word_steps", "word_weights"];

    // A value that is not a finite number is refused by the domain, and that too is recorded.
    private static readonly JsonSerializerOptions AnyNumber = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
    private static readonly HashSet<string> NotFinite = ["NaN", "Infinity", "-Infinity"];

    /// <summary>Returns the arguments as JSON.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="includeWords">Whether words are shown as they are.</param>
    public static JsonObject Create(IEnumerable<OperationArgument> arguments, bool includeWords)
    {
        var shown = new JsonObject();
        foreach (var argument in arguments)
        {
            shown[argument.Name] = argument switch
            {
                { Value: null } => null,
                { IsWords: true, Value: string words } => Words(words, includeWords),
                _ => Shown(argument.Name, JsonSerializer.SerializeToNode(argument.Value, argument.Value.GetType(), AnyNumber), includeWords),
            };
        }

        return shown;
    }

    private static JsonNode? Shown(string name, JsonNode? value, bool includeWords) => value switch
    {
        JsonObject byWord when ByWord.Contains(name) => new JsonObject(
            byWord.Select(entry => KeyValuePair.Create(includeWords ? entry.Key : Hash(entry.Key), Shown(name, entry.Value, includeWords)))),
        JsonObject part => new JsonObject(part.Select(field => KeyValuePair.Create(field.Key, Shown(field.Key, field.Value, includeWords)))),
        JsonArray words => new JsonArray([.. words.Select(word => Shown(name, word, includeWords))]),
        JsonValue text when text.TryGetValue<string>(out var words) => IsKnown(name, words) ? JsonValue.Create(words) : Words(words, includeWords),
        _ => value?.DeepClone(),
    };

    private static bool IsKnown(string name, string text) =>
        Choices.Contains(name) || NotFinite.Contains(text) || LibraryId.IsValid(text) || (name == "sampler" && SamplerCatalog.Names.Contains(text));

    private static JsonNode Words(string words, bool includeWords) =>
        includeWords ? JsonValue.Create(words) : new JsonObject { ["sha256"] = Hash(words), ["length"] = words.Length };

    private static string Hash(string words) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)))[..12];
}
