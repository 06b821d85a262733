using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Captions;

/// <summary>A caption to which changes can be applied. Immutable: a change returns a new caption.</summary>
internal interface ICaption
{
    /// <summary>Gets the caption's words; unchanged parts are kept as written.</summary>
    string Text { get; }

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

    /// <summary>Returns the changes that "yes" stands for after a question about a change; null if it cannot be answered that way.</summary>
    IReadOnlyList<Change>? Consent(Change change);

    /// <summary>Applies one change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="antecedent">The antecedent of "it"; null if nothing was mentioned before.</param>
    Placement Place(Change change, Phrase? antecedent);
}
