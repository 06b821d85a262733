using System.Globalization;
using System.Text.Json;
using BelmAgent.Planning.Text;
using BelmAgent.Plugins.Results;

namespace BelmAgent.Plugins.Tools;

/// <summary>Brings a model's arguments into the form that a function's schema asks for, or says what is wrong with them.</summary>
internal static class ToolArguments
{
    /// <summary>Checks arguments.</summary>
    /// <returns>The error for a missing or misshapen argument; null when all is well.</returns>
    public static BelmError? Check(IDictionary<string, object?> arguments, JsonElement schema)
    {
        var missing = Required(schema).Where(name => !arguments.TryGetValue(name, out var value) || IsNull(value)).ToList();
        if (missing.Count > 0)
        {
            return BelmError.Of("missing_argument", $"{Listing.And(missing)} must be given.", "Call the function again with it.");
        }

        var misshapen = Typed(arguments, schema).FirstOrDefault(argument => Fit(argument.Value, argument.Types) is null);
        return misshapen.Name is null
            ? null
            : BelmError.Of(
                "invalid_argument",
                $"{misshapen.Name} must be of type {Listing.Or(misshapen.Types.Where(type => type != "null"))}.",
                "Call the function again with a plain value.");
    }

    /// <summary>The names of arguments that the schema does not know; null when it knows all.</summary>
    public static IReadOnlyList<string>? Unknown(IDictionary<string, object?> arguments, JsonElement schema)
    {
        var properties = schema.GetProperty("properties");
        List<string> unknown = [.. arguments.Keys.Where(name => !properties.TryGetProperty(name, out _)).Order(StringComparer.Ordinal)];
        return unknown.Count > 0 ? unknown : null;
    }

    /// <summary>The arguments with "7" and 7.0 as 7, 7 as "7", and explicit nulls left out.</summary>
    public static Dictionary<string, object?> Fit(IDictionary<string, object?> arguments, JsonElement schema)
    {
        var fitted = arguments.Where(argument => !IsNull(argument.Value)).ToDictionary();
        foreach (var (name, value, types) in Typed(arguments, schema))
        {
            fitted[name] = Fit(value, types);
        }

        return fitted;
    }

    private static IEnumerable<(string Name, object Value, string[] Types)> Typed(IDictionary<string, object?> arguments, JsonElement schema) =>
        from property in schema.GetProperty("properties").EnumerateObject()
        where arguments.TryGetValue(property.Name, out var value) && !IsNull(value)
        let types = Types(property.Value)
        where types.Length > 0
        select (property.Name, arguments[property.Name]!, types);

    private static string? Fit(object value, string[] types)
    {
        var text = value is JsonElement { ValueKind: JsonValueKind.Object or JsonValueKind.Array }
            ? null
            : Convert.ToString(value, CultureInfo.InvariantCulture);
        if (text is null)
        {
            return null;
        }

        if (types.Contains("integer"))
        {
            return double.TryParse(text, CultureInfo.InvariantCulture, out var whole) && Math.Abs(whole) < long.MaxValue && Math.Truncate(whole) == whole
                ? ((long)whole).ToString(CultureInfo.InvariantCulture)
                : null;
        }

        return types.Contains("number") && !double.TryParse(text, CultureInfo.InvariantCulture, out _) ? null : text;
    }

    private static string[] Types(JsonElement property) =>
        !property.TryGetProperty("type", out var type) ? []
        : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(entry => entry.GetString()!)]
        : [type.GetString()!];

    private static IEnumerable<string> Required(JsonElement schema) =>
        schema.TryGetProperty("required", out var required) ? required.EnumerateArray().Select(name => name.GetString()!) : [];

    private static bool IsNull(object? value) => value is null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined };
}
