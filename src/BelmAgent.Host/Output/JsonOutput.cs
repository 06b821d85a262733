using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace BelmAgent.Host.Output;

/// <summary>JSON as the app writes it: one line, so that a bulk run can append object to object.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Options = new()
    {
        // Standard output is no web page: a prompt stays readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // A measure that is not finite is reported, not a crash.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireNothing } },
    };

    /// <summary>Returns a value with <c>[JsonPropertyName]</c>s as an object that more fields can join.</summary>
    public static JsonObject Of<T>(T value) => JsonSerializer.SerializeToNode(value, Options)!.AsObject();

    /// <summary>Returns the object with one more field, where it has a value.</summary>
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

    // Results are only written; one that is required but stays out of the JSON would be an error otherwise.
    private static void RequireNothing(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            property.IsRequired = false;
        }
    }
}
