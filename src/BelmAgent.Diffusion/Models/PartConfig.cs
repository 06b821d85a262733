using System.Text.Json;

namespace BelmAgent.Diffusion.Models;

/// <summary>Numbers and words of a part's JSON config, read by name.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class PartConfig
{
    private readonly JsonElement _root;
    private readonly string _path;

    private PartConfig(string path, JsonElement root) => (_path, _root) = (path, root);

    /// <summary>Reads a JSON object; an absent file gives an empty config.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFileBrokenException">The file is not a JSON object.</exception>
    public static PartConfig Load(string path)
    {
        if (!File.Exists(path))
        {
            return new PartConfig(path, default);
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new PartConfig(path, document.RootElement.Clone())
                : throw new ModelFileBrokenException(path, "not a JSON object");
        }
        catch (JsonException e)
        {
            throw new ModelFileBrokenException(path, "not JSON", e);
        }
    }

    /// <summary>A number; null when absent.</summary>
    /// <param name="name">The key.</param>
    /// <exception cref="ModelFileBrokenException">The key holds something else.</exception>
    public double? Number(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
        _ => throw new ModelFileBrokenException(_path, $"'{name}' is not a number"),
    };

    /// <summary>A text; null when absent. A token given as an object is read by its <c>content</c>.</summary>
    /// <param name="name">The key.</param>
    /// <exception cref="ModelFileBrokenException">The key holds something else.</exception>
    public string? Text(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Object } token when token.TryGetProperty("content", out var content) => content.GetString(),
        _ => throw new ModelFileBrokenException(_path, $"'{name}' is not text"),
    };

    /// <summary>How many elements a list has; null when absent.</summary>
    /// <param name="name">The key.</param>
    public int? Count(string name) => Find(name) is { ValueKind: JsonValueKind.Array } list ? list.GetArrayLength() : null;

    /// <summary>Numbers under a key, given alone, in a list or in an object; null when absent.</summary>
    /// <param name="name">The key.</param>
    /// <exception cref="ModelFileBrokenException">The key holds something else, or nothing.</exception>
    public IReadOnlyList<double>? Numbers(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        IReadOnlyList<JsonElement> numbers = value.ValueKind switch
        {
            JsonValueKind.Array => [.. value.EnumerateArray()],
            JsonValueKind.Object => [.. value.EnumerateObject().Select(entry => entry.Value)],
            _ => [value],
        };
        return numbers.Count > 0 && numbers.All(number => number.ValueKind == JsonValueKind.Number)
            ? [.. numbers.Select(number => number.GetDouble())]
            : throw new ModelFileBrokenException(_path, $"'{name}' has no numbers");
    }

    private JsonElement? Find(string name) =>
        _root.ValueKind == JsonValueKind.Object && _root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;
}
