using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace BelmAgent.Host.Output;

/// <summary>JSON as the app writes it: one line, so that repeated runs can append objects to a file.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Options = new()
    {
        // Standard output is not a web page: prompts stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // A non-finite measure is written as such and does not crash.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireNothing } },
    };

    /// <summary>Serialises a value with <c>[JsonPropertyName]</c>s to an object to which fields can be added.</summary>
    public static JsonObject From<T>(T value) => JsonSerializer.SerializeToNode(value, Options)!.AsObject();

    /// <summary>Returns the object with another field, if it has a value.</summary>
    public static JsonObject With(this JsonObject json, string name, string? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }

        return json;
    }

    public static string Line(JsonObject json) => json.ToJsonString(Options);

    public static JsonObject Error(string code, string message) => new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } };

    // Results are only written; a required property that is omitted from the JSON would otherwise be an error.
    private static void RequireNothing(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            property.IsRequired = false;
        }
    }
}
