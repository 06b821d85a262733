using System.Collections.Immutable;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Planning.Tagging;

/// <summary>The marks of each word: which of the caption's words go, and which of the request's words come.</summary>
/// <param name="Caption">The caption's words.</param>
/// <param name="Request">The request's words.</param>
/// <param name="Gone">For each word of the caption, whether it goes.</param>
/// <param name="Come">For each word of the request, in which form it comes.</param>
/// <param name="Places">For each word of the request, the word of the caption before which it would come.</param>
/// <param name="Kind">The kind of the edit.</param>
/// <param name="Confidence">How probable all the marks together are, from 0 to 1.</param>
/// <param name="Question">How probable it is that only a question is right, from 0 to 1.</param>
internal sealed record EditTags(
    ImmutableArray<string> Caption, IReadOnlyList<string> Request, IReadOnlyList<bool> Gone, IReadOnlyList<TagForm> Come, IReadOnlyList<int> Places, EditType Kind, float Confidence, float Question)
{
    /// <summary>Gets whether nothing changes, or a question is more probable than a change.</summary>
    public bool IsQuestion => Question > .5f || (!Gone.Contains(true) && Come.All(form => form == TagForm.None));
}

/// <summary>The form in which a word of a request comes into a caption.</summary>
internal enum TagForm
{
    /// <summary>It does not come.</summary>
    None,

    /// <summary>As it is.</summary>
    Plain,

    /// <summary>As what somebody does: "smile" as "smiling".</summary>
    Doing,

    /// <summary>As what was done: "crumple" as "crumpled".</summary>
    Done,
}
