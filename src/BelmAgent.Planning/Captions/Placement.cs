using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Captions;

/// <summary>A change placed in a caption, or the question that stands in its way.</summary>
internal sealed record Placement
{
    /// <summary>Gets the caption afterwards; null when there is a question.</summary>
    public ICaption? Caption { get; private init; }

    /// <summary>Gets the question; null when the change is placed.</summary>
    public string? Question { get; private init; }

    /// <summary>What changes, or why the question is asked.</summary>
    public required string Reason { get; init; }

    /// <summary>Gets the kind of the change.</summary>
    public EditType Type { get; private init; }

    /// <summary>What else happens because of it.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What "it" stands for afterwards.</summary>
    public Phrase? Antecedent { get; init; }

    /// <summary>Returns a change that is placed.</summary>
    public static Placement Done(ICaption caption, EditType type, string reason) =>
        new() { Caption = caption, Type = type, Reason = reason };

    /// <summary>Returns a question.</summary>
    public static Placement Ask(string question, string reason) => new() { Question = question, Reason = reason };
}
