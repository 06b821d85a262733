using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Captions;

/// <summary>A caption that a change can be placed in. Immutable: a change gives a new caption.</summary>
internal interface ICaption
{
    /// <summary>Gets the caption's words, untouched where nothing changed.</summary>
    string Text { get; }

    /// <summary>How many of the leading words name something in this caption; 0 when they name nothing.</summary>
    int MentionLength(Phrase words);

    /// <summary>Returns the thing that a phrase names, in words that name it alone; null when it is none or several.</summary>
    Phrase? Resolve(Phrase phrase);

    /// <summary>Returns all things that a phrase fits, each in words that name it alone, in the caption's order.</summary>
    IReadOnlyList<Phrase> Referents(Phrase phrase);

    /// <summary>Returns all things of the kind of one, itself among them; of any kind where there is no other of its own.</summary>
    IReadOnlyList<Phrase> Alike(Phrase referent);

    /// <summary>Returns whether words such as "the red one" or "on the left" fit a thing.</summary>
    /// <param name="referent">The thing, as <see cref="Referents"/> names it.</param>
    /// <param name="words">What is said of it.</param>
    bool Fits(Phrase referent, Phrase words);

    /// <summary>What "yes" makes of a change whose question can be answered so; null when it cannot.</summary>
    IReadOnlyList<Change>? Consent(Change change);

    /// <summary>Places one change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="antecedent">What "it" stands for; null when nothing was mentioned before.</param>
    Placement Place(Change change, Phrase? antecedent);
}
