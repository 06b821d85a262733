using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Audit;

/// <summary>Formats the arguments of a call as the audit may show them.</summary>
/// <param name="includeWords">Whether words are shown as they are.</param>
/// <remarks>Anything that is not known to be an id, a number or a setting is treated as words, whatever the argument.</remarks>
internal sealed class AuditArguments(bool includeWords)
{
    // Fields of a plan whose value is one of a few names.
    private static readonly HashSet<string> Choices = ["edit_type", "target_sampler", "start", "control", "cross_mode", "blend"];

    // Settings per word: their keys are the user's words too.
    private static readonly HashSet<string> ByWord = ["word_steps", "word_weights"];

    // An invalid number is refused by the domain, and this is recorded too.
    private static readonly JsonSerializerOptions AnyNumber = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
    private static readonly HashSet<string> NoNumbers = ["NaN", "Infinity", "-Infinity"];

    public JsonObject Json { get; } = [];

    public AuditArguments Text(string name, string? text) => Set(name, text is null ? null : Shown(name, text));

    public AuditArguments Number<T>(string name, T? number)
        where T : struct => Set(name, number is { } value ? JsonSerializer.SerializeToNode(value, AnyNumber) : null);

    public AuditArguments Plan(EditPlan plan) => Set("plan", Shown(JsonSerializer.SerializeToNode(plan, AnyNumber)!.AsObject()));

    private JsonObject Shown(JsonObject plan) => new(plan.Select(field => KeyValuePair.Create(field.Key, Shown(field.Key, field.Value))));

    private JsonNode? Shown(string name, JsonNode? value) => value switch
    {
        JsonObject byWord when ByWord.Contains(name) => new JsonObject(byWord.Select(entry => KeyValuePair.Create(includeWords ? entry.Key : Hash(entry.Key), Shown(name, entry.Value)))),
        JsonObject part => Shown(part),
        JsonArray words => new JsonArray([.. words.Select(word => Shown(name, word))]),
        JsonValue text when text.TryGetValue<string>(out var words) => Shown(name, words),
        _ => value?.DeepClone(),
    };

    private JsonNode Shown(string name, string text) =>
        includeWords || Choices.Contains(name) || NoNumbers.Contains(text) || LibraryId.IsValid(text) || (name == "sampler" && SamplerCatalog.Names.Contains(text))
            ? JsonValue.Create(text)
            : new JsonObject { ["sha256"] = Hash(text), ["length"] = text.Length };

    private static string Hash(string words) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)))[..12];

    private AuditArguments Set(string name, JsonNode? value)
    {
        Json[name] = value;
        return this;
    }
}
