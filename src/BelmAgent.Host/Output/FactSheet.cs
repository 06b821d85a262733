using BelmAgent.Host.Terminal;
using Spectre.Console;

namespace BelmAgent.Host.Output;

/// <summary>Lines that start with a short label.</summary>
internal sealed class FactSheet
{
    private const int LabelWidth = 8;
    private readonly List<string> _lines = [];

    /// <summary>Adds a line of plain text.</summary>
    public FactSheet Add(string label, string text) => AddMarkup(label, Markup.Escape(PlainText.Line(text)));

    /// <summary>Adds a line of plain text, unless it is null.</summary>
    public FactSheet AddWhereKnown(string label, string? text) => text is null ? this : Add(label, text);

    /// <summary>Adds notes, one per line.</summary>
    public FactSheet AddNotes(IEnumerable<string> notes) => notes.Aggregate(this, (facts, note) => facts.Add("Note", note));

    /// <summary>Adds a file given by its full path.</summary>
    public FactSheet AddFile(string label, string path) => AddMarkup(label, FileLink.Markup(path));

    /// <summary>Adds a line in Spectre's markup, in which all user text must be escaped.</summary>
    public FactSheet AddMarkup(string label, string markup)
    {
        _lines.Add($"[grey]{Markup.Escape(label.PadRight(LabelWidth))}[/]{markup}");
        return this;
    }

    /// <summary>Adds the cost of a run.</summary>
    public FactSheet AddCost(double seconds, string provider, int unetEvaluations) =>
        Add("Took", FormattableString.Invariant($"{seconds:0.0} s on {provider}, {unetEvaluations} UNet evaluations"));

    public void WriteTo(IAnsiConsole console) => _lines.ForEach(console.MarkupLine);
}

/// <summary>The result of the model's safety checker, for the user.</summary>
internal static class SafetyFact
{
    /// <summary>Returns a sentence if a picture is flagged; null if it is not, or if there is no checker.</summary>
    public static string? Describe(bool? flagged) => flagged == true ? "the model's safety checker flags this image; the image was not altered" : null;
}
