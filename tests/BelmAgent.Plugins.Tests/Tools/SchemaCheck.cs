using System.Text.Json;

namespace BelmAgent.Plugins.Tests.Tools;

/// <summary>The part of JSON Schema that results use: types, properties, required ones, items, and enumerated values.</summary>
internal static class SchemaCheck
{
    public static void AssertFits(JsonElement value, JsonElement schema, string path)
    {
        var type = value.ValueKind switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Null => "null",
            JsonValueKind.Number => "number",
            _ => "boolean",
        };
        var allowed = schema.GetProperty("type") is { ValueKind: JsonValueKind.Array } several
            ? [.. several.EnumerateArray().Select(entry => entry.GetString())]
            : new[] { schema.GetProperty("type").GetString() };
        Assert.True(allowed.Contains(type) || (type == "number" && allowed.Contains("integer") && value.TryGetInt64(out _)), $"{path} is {type}, not {string.Join(" or ", allowed)}");
        if (schema.TryGetProperty("enum", out var values))
        {
            Assert.Contains(values.EnumerateArray(), entry => JsonElement.DeepEquals(entry, value));
        }

        if (type == "array")
        {
            Assert.All(value.EnumerateArray(), entry => AssertFits(entry, schema.GetProperty("items"), path + "[]"));
        }

        if (type == "object")
        {
            AssertMembersFit(value, schema, path);
        }
    }

    private static void AssertMembersFit(JsonElement value, JsonElement schema, string path)
    {
        foreach (var member in value.EnumerateObject())
        {
            var fits = schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(member.Name, out var known)
                ? known
                : schema.TryGetProperty("additionalProperties", out var others) ? others : default;
            Assert.True(fits.ValueKind != JsonValueKind.Undefined, $"{path}.{member.Name} is not in the schema");
            AssertFits(member.Value, fits, $"{path}.{member.Name}");
        }

        if (schema.TryGetProperty("required", out var required))
        {
            Assert.All(required.EnumerateArray(), name => Assert.True(value.TryGetProperty(name.GetString()!, out _), $"{path}.{name} is missing"));
        }
    }
}
