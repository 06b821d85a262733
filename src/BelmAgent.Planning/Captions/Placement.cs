using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Captions;

/// <summary>The result of applying a change to a caption: the new caption, or a question.</summary>
internal sealed record Placement
{
    /// <summary>Gets the new caption; null if there is a question.</summary>
    public ICaption? Caption { get; private init; }

    /// <summary>Gets the question; null if the change was applied.</summary>
    public string? Question { get; private init; }

    /// <summary>Gets what changes, or why the question is asked.</summary>
    public required string Reason { get; init; }

    /// <summary>Gets the kind of the change.</summary>
    public EditType Type { get; private init; }

    /// <summary>Gets the side effects of the change.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Gets the antecedent of "it" after the change.</summary>
    public Phrase? Antecedent { get; init; }

    /// <summary>Creates the result of an applied change.</summary>
    public static Placement Done(ICaption caption, EditType type, string reason) =>
        new() { Caption = caption, Type = type, Reason = reason };

    /// <summary>Creates a question.</summary>
    public static Placement Ask(string question, string reason) => new() { Question = question, Reason = reason };
}
