using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Requests;

/// <summary>A caption to which changes can be applied. Immutable: a change returns a new caption.</summary>
internal interface ICaption
{
    /// <summary>Gets the caption's words; unchanged parts are kept as written.</summary>
    string Text { get; }

    /// <summary>Gets whether things stand in slots, so that something new can be put "there".</summary>
    bool HasSlots { get; }

    /// <summary>Returns how many of the leading words name something in this caption; 0 if they name nothing.</summary>
    int MentionLength(Phrase words);

    /// <summary>Returns the thing that a phrase names, in words that identify it uniquely; null if there is none or several.</summary>
    Phrase? Resolve(Phrase phrase);

    /// <summary>Returns all things that match a phrase, each in words that identify it uniquely, in the caption's order.</summary>
    IReadOnlyList<Phrase> Referents(Phrase phrase);

    /// <summary>Returns all things of the same kind as one, including itself; all things if there is no other of its kind.</summary>
    IReadOnlyList<Phrase> Alike(Phrase referent);

    /// <summary>Returns whether words such as "the red one" or "on the left" describe a thing.</summary>
    /// <param name="referent">The thing, as <see cref="Referents"/> names it.</param>
    /// <param name="words">The description.</param>
    bool Fits(Phrase referent, Phrase words);

    /// <summary>Returns the only things that the caption has several of; null if there are none, or different ones.</summary>
    Phrase? Several();

    /// <summary>Returns what is in a container or a group: "flowers" for "bouquet" of "a bouquet of flowers"; null if it has no content.</summary>
    string? ContentOf(Phrase container);

    /// <summary>Returns the changes that "yes" stands for after a question about a change; null if it cannot be answered that way.</summary>
    IReadOnlyList<Change>? Consent(Change change);

    /// <summary>Applies one change; to a free caption only roughly, so that its words say what comes and goes.</summary>
    /// <param name="change">The change.</param>
    /// <param name="antecedent">The antecedent of "it"; null if nothing was mentioned before.</param>
    Placement Place(Change change, Phrase? antecedent);
}

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

    /// <summary>Gets the words that went because the change replaces them: the shirt of someone who wears a suit now.</summary>
    public IReadOnlyList<string> Gone { get; init; } = [];

    /// <summary>Gets the antecedent of "it" after the change.</summary>
    public Phrase? Antecedent { get; init; }

    /// <summary>Returns the question about a caption as it is, and not half edited; null if there is none.</summary>
    /// <param name="edited">The caption that the change was to be applied to.</param>
    /// <param name="start">The caption before the first change.</param>
    public string? QuestionAbout(ICaption edited, ICaption start) => Question?.Replace($"\"{edited.Text}\"", $"\"{start.Text}\"", StringComparison.Ordinal);

    /// <summary>Creates the result of an applied change.</summary>
    public static Placement Done(ICaption caption, EditType type, string reason) =>
        new() { Caption = caption, Type = type, Reason = reason };

    /// <summary>Creates a question.</summary>
    public static Placement Ask(string question, string reason) => new() { Question = question, Reason = reason };
}
