using System.Text.Json;

namespace BelmAgent.Diffusion.Models;

/// <summary>Typed reading of a part's JSON config by name.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class PartConfig
{
    private readonly JsonElement _root;
    private readonly string _path;

    private PartConfig(string path, JsonElement root) => (_path, _root) = (path, root);

    /// <summary>Reads a JSON object; a missing file gives an empty config.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelException">The file is not a JSON object.</exception>
    public static PartConfig Load(string path)
    {
        if (ModelFolder.BrokenLink(path) is { } broken)
        {
            throw broken;
        }

        if (!File.Exists(path))
        {
            return Directory.Exists(path) ? throw ModelException.Broken(path, "it is a folder instead of a file") : new PartConfig(path, default);
        }

        var root = ModelJson.Read(path);
        return root.ValueKind == JsonValueKind.Object ? new PartConfig(path, root) : throw ModelException.Broken(path, "not a JSON object");
    }

    /// <summary>Returns an integer in a range; null if absent.</summary>
    /// <param name="name">The key.</param>
    /// <param name="least">Minimum.</param>
    /// <param name="most">Maximum.</param>
    /// <exception cref="ModelException">The key has a value of another type or range.</exception>
    public int? Whole(string name, int least, int most) => Number(name) switch
    {
        null => null,
        { } number when number >= least && number <= most && number == Math.Floor(number) => (int)number,
        _ => throw ModelException.Broken(_path, $"'{name}' is not a whole number from {least} to {most}"),
    };

    /// <summary>Returns a number; null if absent.</summary>
    /// <param name="name">The key.</param>
    /// <exception cref="ModelException">The key has a value of another type or range.</exception>
    public double? Number(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
        _ => throw ModelException.Broken(_path, $"'{name}' is not a number"),
    };

    /// <summary>Returns a number above 0; null if absent.</summary>
    /// <param name="name">The key.</param>
    /// <param name="most">Maximum.</param>
    /// <exception cref="ModelException">The key has a value of another type or range.</exception>
    public double? Positive(string name, double most) => Number(name) switch
    {
        null => null,
        { } number when number > 0 && number <= most => number,
        _ => throw ModelException.Broken(_path, FormattableString.Invariant($"'{name}' is not a number above 0 and at most {most}")),
    };

    /// <summary>Returns a text; null if absent. For a token given as an object, its <c>content</c> is returned.</summary>
    /// <param name="name">The key.</param>
    /// <exception cref="ModelException">The key has a value of another type or range.</exception>
    public string? Text(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Object } token when token.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String => content.GetString(),
        _ => throw ModelException.Broken(_path, $"'{name}' is not text"),
    };

    /// <summary>Returns the object under a key as a config of its own; empty if absent.</summary>
    /// <param name="name">The key.</param>
    /// <exception cref="ModelException">The key has a value of another type or range.</exception>
    public PartConfig Part(string name) => Find(name) switch
    {
        null => new PartConfig(_path, default),
        { ValueKind: JsonValueKind.Object } part => new PartConfig(_path, part),
        _ => throw ModelException.Broken(_path, $"'{name}' is not an object"),
    };

    /// <summary>Returns the number of elements of a list; null if absent.</summary>
    /// <param name="name">The key.</param>
    /// <param name="least">Minimum count.</param>
    /// <param name="most">Maximum count.</param>
    /// <exception cref="ModelException">The key has a value of another type or range.</exception>
    public int? Count(string name, int least, int most) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() >= least && list.GetArrayLength() <= most => list.GetArrayLength(),
        _ => throw ModelException.Broken(_path, $"'{name}' is not a list of {least} to {most} elements"),
    };

    /// <summary>Returns the numbers under a key, given alone, in a list or in an object; null if absent.</summary>
    /// <param name="name">The key.</param>
    /// <exception cref="ModelException">The key has a value of another type, or no numbers.</exception>
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
            : throw ModelException.Broken(_path, $"'{name}' has no numbers");
    }

    private JsonElement? Find(string name) =>
        _root.ValueKind == JsonValueKind.Object && _root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;
}
