using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace BelmAgent.Plugins.Endpoints.Wire;

/// <summary>Reads JSON of uncertain structure. A null field counts as missing.</summary>
internal static partial class WireJson
{
    /// <summary>Returns a field of an object.</summary>
    /// <returns>The value; null if it is missing or null, or if this is not an object.</returns>
    public static JsonElement? Field(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var field) && field.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? field : null;

    /// <summary>Returns a text, or a number as text; null if it is something else or empty.</summary>
    public static string? Text(this JsonElement value, string name) => value.Field(name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString() is { Length: > 0 } read ? read : null,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    /// <summary>Returns an integer, also if it is written as a fraction or as text; null if there is none.</summary>
    public static long? Whole(this JsonElement value, string name) =>
        double.TryParse(value.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1e15 ? (long)number : null;

    /// <summary>Returns the entries of an array, or a single value; empty if missing.</summary>
    public static IEnumerable<JsonElement> Entries(this JsonElement value, string name) => value.Field(name) switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
        { } one => [one],
        null => [],
    };

    /// <summary>Parses a text.</summary>
    /// <returns>Whether it is JSON.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out JsonElement? value)
    {
        try
        {
            // An unpaired surrogate is not a character and cannot be read.
            value = JsonElement.Parse(LoneSurrogate().Replace(text.Trim().TrimStart('\ufeff'), @"\ufffd"));
            return true;
        }
        catch (JsonException)
        {
            value = null;
            return false;
        }
    }

    [GeneratedRegex(@"(?<!\\)\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\)(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}")]
    private static partial Regex LoneSurrogate();
}
