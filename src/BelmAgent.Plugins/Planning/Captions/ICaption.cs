using BelmAgent.Plugins.Planning.Requests;
using BelmAgent.Plugins.Planning.Text;

namespace BelmAgent.Plugins.Planning.Captions;

/// <summary>A caption that a change can be placed in. Immutable: a change gives a new caption.</summary>
internal interface ICaption
{
    /// <summary>The caption's words, untouched where nothing changed.</summary>
    string Text { get; }

    /// <summary>How many of the leading words name something in this caption; 0 when they name nothing.</summary>
    int MentionLength(Phrase words);

    /// <summary>The thing that a phrase names, in words that name it alone; null when it is none or several.</summary>
    Phrase? Resolve(Phrase phrase);

    /// <summary>Places one change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="antecedent">What "it" stands for; null when nothing was mentioned before.</param>
    Placement Place(Change change, Phrase? antecedent);
}
