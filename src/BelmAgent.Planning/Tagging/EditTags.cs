using System.Collections.Immutable;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Planning.Tagging;

/// <summary>The marks of each word: which of the caption's words go, and which of the request's words come.</summary>
/// <param name="Caption">The caption's words.</param>
/// <param name="Request">The request's words.</param>
/// <param name="Gone">For each word of the caption, what becomes of it.</param>
/// <param name="Come">For each word of the request, in which form it comes.</param>
/// <param name="Places">For each word of the request, the number of the caption's word before which it would come.</param>
/// <param name="Before">For each word of the request, the small words that would stand before it.</param>
/// <param name="After">For each word of the request, the small words that would stand after it.</param>
/// <param name="Kind">The kind of the edit.</param>
/// <param name="Confidence">How probable the marks of all words with a content are together, from 0 to 1.</param>
/// <param name="Question">How probable it is that only a question is right, from 0 to 1.</param>
internal sealed record EditTags(
    ImmutableArray<string> Caption, IReadOnlyList<string> Request, IReadOnlyList<TagFate> Gone, IReadOnlyList<TagForm> Come, IReadOnlyList<int> Places, IReadOnlyList<string> Before, IReadOnlyList<string> After,
    EditType Kind, float Confidence, float Question)
{
    /// <summary>Gets other readings, the least improbable first: each differs in one mark, and is made when it is asked for. Default: none.</summary>
    public IEnumerable<EditTags> Others { get; init; } = [];

    /// <summary>Gets whether nothing changes, or a question is more probable than a change.</summary>
    public bool IsQuestion => Question > .5f || (!GoneWords.Any() && !ComeWords.Any());

    /// <summary>Gets the words with a content that go.</summary>
    public IEnumerable<string> GoneWords => Caption.Where((word, at) => Gone[at] != TagFate.Stays && TagWords.IsContent(word));

    /// <summary>Gets the words with a content that come, as the request has them.</summary>
    public IEnumerable<string> ComeWords => Request.Where((word, at) => Come[at] != TagForm.None && TagWords.IsContent(word));
}

/// <summary>A word of a caption stays, goes, or gives way.</summary>
internal enum TagFate
{
    /// <summary>It stays.</summary>
    Stays,

    /// <summary>It goes.</summary>
    Goes,

    /// <summary>It gives way to "and": the comma before what is now the last thing of a list.</summary>
    And,
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
