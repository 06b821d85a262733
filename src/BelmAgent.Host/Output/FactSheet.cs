using BelmAgent.Host.Terminal;
using Spectre.Console;

namespace BelmAgent.Host.Output;

/// <summary>Lines that each begin with a short label.</summary>
internal sealed class FactSheet
{
    private const int LabelWidth = 8;
    private readonly List<string> _lines = [];

    /// <summary>Adds a line of plain text.</summary>
    public FactSheet Add(string label, string text) => AddMarkup(label, Markup.Escape(PlainText.Line(text)));

    /// <summary>Adds a line of plain text where there is one.</summary>
    public FactSheet AddWhereKnown(string label, string? text) => text is null ? this : Add(label, text);

    /// <summary>Adds notes, one a line.</summary>
    public FactSheet AddNotes(IEnumerable<string> notes) => notes.Aggregate(this, (facts, note) => facts.Add("Note", note));

    /// <summary>Adds a file that lies at a full path.</summary>
    public FactSheet AddFile(string label, string path) => AddMarkup(label, FileLink.Markup(path));

    /// <summary>Adds a line in Spectre's markup, which holds no text of the user's that was not made plain.</summary>
    public FactSheet AddMarkup(string label, string markup)
    {
        _lines.Add($"[grey]{Markup.Escape(label.PadRight(LabelWidth))}[/]{markup}");
        return this;
    }

    /// <summary>Adds what a run took.</summary>
    public FactSheet AddCost(double seconds, string provider, int unetEvaluations) =>
        Add("Took", FormattableString.Invariant($"{seconds:0.0} s on {provider}, {unetEvaluations} UNet evaluations"));

    public void WriteTo(IAnsiConsole console) => _lines.ForEach(console.MarkupLine);
}
