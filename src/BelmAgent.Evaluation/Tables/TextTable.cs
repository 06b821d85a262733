using System.Globalization;
using System.Text;

namespace BelmAgent.Evaluation.Tables;

/// <summary>A table of text: Markdown to read, CSV to compute with.</summary>
/// <remarks>Not safe to share between threads.</remarks>
/// <param name="header">The names of the columns.</param>
internal sealed class TextTable(params IReadOnlyList<string> header)
{
    private readonly List<IReadOnlyList<string>> _rows = [];

    /// <summary>Adds a row.</summary>
    public TextTable Add(params IReadOnlyList<string> row)
    {
        _rows.Add(row);
        return this;
    }

    /// <summary>Returns the table in Markdown.</summary>
    public string Markdown()
    {
        var text = new StringBuilder();
        foreach (var row in _rows.Prepend([.. header.Select(_ => "---")]).Prepend(header))
        {
            text.Append("| ").AppendJoin(" | ", row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
        }

        return text.ToString();
    }

    /// <summary>Returns the table in CSV.</summary>
    public string Csv() => string.Concat(_rows.Prepend(header).Select(row => string.Join(',', row.Select(Quoted)) + "\n"));

    /// <summary>Formats a number in the invariant culture; empty for none.</summary>
    public static string Number(double? value, string format = "R") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    /// <summary>Formats a number and its interval.</summary>
    public static string Number(double value, ConfidenceInterval? interval, string format) =>
        Number(value, format) + (interval is { } range ? $" ({Number(range.Low, format)} to {Number(range.High, format)})" : "");

    private static string Quoted(string cell) => cell.AsSpan().ContainsAny(',', '"', '\n') ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
