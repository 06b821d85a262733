using System.Text.Json;

namespace BelmAgent.Sampling;

/// <summary>Reads one JSON object with typed values; absent and null keys give the default.</summary>
internal readonly struct SchedulerConfigReader
{
    private readonly JsonElement _root;

    public SchedulerConfigReader(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Refusal("$", root.GetRawText(), "an object");
        }

        _root = root;
    }

    /// <summary>Returns whether a key has a value.</summary>
    public bool Has(string key) => Find(key, out _);

    /// <summary>Returns the value of a key as JSON text; null if absent.</summary>
    public string? Raw(string key) => Find(key, out var found) ? found.GetRawText() : null;

    /// <summary>Returns the text under a key; null if it is absent or not text.</summary>
    public string? Text(string key) => Find(key, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;

    public int Integer(string key, int otherwise, int least, int most)
    {
        if (!Find(key, out var found))
        {
            return otherwise;
        }

        return found.ValueKind == JsonValueKind.Number && found.TryGetInt32(out var value) && value >= least && value <= most
            ? value
            : throw Refusal(key, found.GetRawText(), $"an integer from {least} to {most}");
    }

    public bool Boolean(string key, bool otherwise)
    {
        if (!Find(key, out var found))
        {
            return otherwise;
        }

        return found.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? found.GetBoolean()
            : throw Refusal(key, found.GetRawText(), "true", "false");
    }

    public double Beta(string key, double otherwise) => Find(key, out var found) ? Beta(key, found) : otherwise;

    public double[]? Betas(string key)
    {
        if (!Find(key, out var found))
        {
            return null;
        }

        return found.ValueKind == JsonValueKind.Array && found.GetArrayLength() >= 2
            ? [.. found.EnumerateArray().Select(beta => Beta(key, beta))]
            : throw Refusal(key, found.GetRawText(), "null", "an array of at least two numbers in (0, 1)");
    }

    public T Choice<T>(string key, T otherwise)
        where T : struct, Enum
    {
        if (!Find(key, out var found))
        {
            return otherwise;
        }

        var name = found.ValueKind == JsonValueKind.String ? found.GetString() : null;
        foreach (var value in Enum.GetValues<T>())
        {
            if (name == NameOf(value))
            {
                return value;
            }
        }

        throw Refusal(key, found.GetRawText(), [.. Enum.GetValues<T>().Select(NameOf)]);
    }

    /// <summary>Refuses a switch that is true.</summary>
    public void RefuseTrue(string key)
    {
        if (Boolean(key, otherwise: false))
        {
            throw Refusal(key, "true", "false");
        }
    }

    /// <summary>Creates the failure of a key that no sampler here can honour.</summary>
    /// <param name="key">The key in scheduler_config.json, such as <c>prediction_type</c>.</param>
    /// <param name="value">The value in the file, as JSON text.</param>
    /// <param name="allowed">The values, or a description of the range, that would do.</param>
    public static BelmException Refusal(string key, string value, params IReadOnlyList<string> allowed) => new(
        "scheduler_not_usable",
        ErrorKind.NotUsable,
        $"'{key}' in scheduler_config.json is {value}, but it must be {string.Join(" or ", allowed)}",
        "use a model that was trained this way, or correct the file if it does not describe its model");

    private static double Beta(string key, JsonElement found)
        => found.ValueKind == JsonValueKind.Number && found.GetDouble() is > 0 and < 1
            ? found.GetDouble()
            : throw Refusal(key, found.GetRawText(), "a number in (0, 1)");

    private static string NameOf<T>(T value)
        where T : struct, Enum
        => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private bool Find(string key, out JsonElement found)
        => _root.TryGetProperty(key, out found) && found.ValueKind != JsonValueKind.Null;
}
