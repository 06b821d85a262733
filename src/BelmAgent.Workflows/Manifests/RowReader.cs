using System.Globalization;
using System.Text;
using BelmAgent.Editing.Library;

namespace BelmAgent.Workflows.Manifests;

/// <summary>Reads the values of a row by column, and notes every fault.</summary>
/// <param name="number">The row's number.</param>
/// <param name="images">The names that stand for images of the library, where rows name no files. Null: they may.</param>
internal sealed class RowReader(int number, IReadOnlyDictionary<string, string>? images = null)
{
    /// <summary>The columns of a manifest.</summary>
    public static readonly string[] Columns =
        ["image", "request", "caption", "target_prompt", "mask", "steps", "guidance", "strength", "attempts", "seed", "priority", "out", "tag"];

    private const int MaxText = 4000;

    // What a name of an image and its batch's id may have together as a key of PostgreSQL, with room to spare.
    private const int MaxNameBytes = 2000;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<ManifestFault> _faults = [];

    /// <summary>Adds a value; a blank one counts as missing.</summary>
    public void Add(string column, string? value)
    {
        if (!Columns.Contains(column))
        {
            _faults.Add(new(column, $"there is no such column: use {string.Join(", ", Columns)}"));
        }
        else if (!string.IsNullOrWhiteSpace(value))
        {
            if (!_values.TryAdd(column, value.Trim()))
            {
                _faults.Add(new(column, "is given twice"));
            }
        }
    }

    /// <summary>Adds a fault of the row.</summary>
    public void AddFault(string column, string message) => _faults.Add(new(column, message));

    /// <summary>Returns the row.</summary>
    public ManifestRow ToRow()
    {
        if (!_values.ContainsKey("image") && !_faults.Any(fault => fault.Column.Length == 0))
        {
            _faults.Add(new("image", "is missing: name a file beside the manifest, or an id of the library"));
        }

        if (!_values.ContainsKey("request") && !_values.ContainsKey("target_prompt") && !_faults.Any(fault => fault.Column.Length == 0))
        {
            _faults.Add(new("request", "is missing: say what to change"));
        }

        foreach (var (column, value) in _values.Where(pair => pair.Value.Length > MaxText))
        {
            _faults.Add(new(column, $"has {value.Length} characters: use at most {MaxText}"));
        }

        foreach (var column in _values.Where(pair => pair.Value.Contains('\0', StringComparison.Ordinal)).Select(pair => pair.Key).ToList())
        {
            // Databases do not take it; the row is shown without.
            _values[column] = _values[column].Replace("\0", "", StringComparison.Ordinal);
            _faults.Add(new(column, "contains a NUL: remove it"));
        }

        if (_values.TryGetValue("image", out var named) && Encoding.UTF8.GetByteCount(named) is > MaxNameBytes and var bytes)
        {
            _faults.Add(new("image", $"has {bytes} bytes: use at most {MaxNameBytes}"));
        }

        CheckNames();
        var output = Output(_values.GetValueOrDefault("out"));
        var settings = new RowSettings
        {
            Caption = _values.GetValueOrDefault("caption"),
            TargetPrompt = _values.GetValueOrDefault("target_prompt"),
            Mask = _values.GetValueOrDefault("mask"),
            Steps = (int?)Whole("steps", 2, 1000),
            Guidance = Number("guidance", 1, 30),
            Strength = Number("strength", 0, 1, isOpen: true),
            Attempts = (int?)Whole("attempts", 1, 10),
            Seed = Whole("seed", long.MinValue, long.MaxValue),
            Priority = (int?)Whole("priority", 1, 9),
            Tag = _values.GetValueOrDefault("tag"),
        };
        return new ManifestRow(number)
        {
            Image = _values.GetValueOrDefault("image", ""),
            Request = _values.GetValueOrDefault("request"),
            Settings = settings,
            Output = output,
            Faults = _faults,
        };
    }

    private void CheckNames()
    {
        if (images is null)
        {
            return;
        }

        // What was sent has no folders.
        if (_values.TryGetValue("image", out var image) && !images.ContainsKey(image) && image.Replace('\\', '/').Split('/')[^1] is var name && images.ContainsKey(name))
        {
            _values["image"] = image = name;
        }

        if (image is not null && !LibraryId.IsValid(image, LibraryId.Picture) && !images.ContainsKey(image))
        {
            _faults.Add(new("image", $"'{image}' is no id of an image in the library: send the image too, or name its id"));
        }

        if (_values.TryGetValue("mask", out var mask) && !LibraryId.IsValid(mask, LibraryId.Picture))
        {
            _faults.Add(new("mask", $"'{mask}' is no id of a mask in the library: send the mask first, and name its id"));
        }
    }

    private string? Output(string? named)
    {
        if (named is null)
        {
            return null;
        }

        var path = named.Replace('\\', '/');
        var isInside = !Path.IsPathRooted(path) && !path.Contains(':', StringComparison.Ordinal)
            && path.Split('/').All(part => part.Length is > 0 and < 200 && part is not ("." or "..") && part.IndexOfAny(Path.GetInvalidFileNameChars()) < 0);
        if (!isInside || !path.EndsWith(".png", StringComparison.OrdinalIgnoreCase) || ResultNames.IsReserved(path))
        {
            // Others may read it: without folders of this machine.
            _faults.Add(new("out", $"'{Path.GetFileName(path)}' cannot be written: name a PNG file in the output folder, such as houses/blue.png"));
        }

        return path;
    }

    private long? Whole(string column, long lowest, long highest)
    {
        if (!_values.TryGetValue(column, out var text))
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= lowest && value <= highest)
        {
            return value;
        }

        _faults.Add(new(column, $"'{text}' is not a whole number from {lowest} to {highest}"));
        return null;
    }

    private double? Number(string column, double lowest, double highest, bool isOpen = false)
    {
        if (!_values.TryGetValue(column, out var text))
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value <= highest && (isOpen ? value > lowest : value >= lowest))
        {
            return value;
        }

        _faults.Add(new(column, FormattableString.Invariant($"'{text}' is not a number {(isOpen ? "above" : "from")} {lowest} {(isOpen ? "and at most" : "to")} {highest}")));
        return null;
    }
}

/// <summary>The names of results.</summary>
internal static class ResultNames
{
    /// <summary>Returns a row's file if it names none: its number and the name of its picture.</summary>
    public static string Of(int number, string image)
    {
        var stem = LibraryId.IsValid(image, LibraryId.Picture) ? image : Path.GetFileNameWithoutExtension(image.Replace('\\', '/'));
        var safe = string.Concat(stem.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_'));
        return FormattableString.Invariant($"{number:00000}-{safe[..Math.Min(safe.Length, 80)]}.png");
    }

    /// <summary>Returns whether a name is one that the program itself uses.</summary>
    public static bool IsReserved(string path) => path.StartsWith('.');
}
