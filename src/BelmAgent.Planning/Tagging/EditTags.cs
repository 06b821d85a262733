using System.Collections.Immutable;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Planning.Tagging;

/// <summary>The marks of each word: which of the caption's words go, and which of the request's words come.</summary>
/// <param name="Caption">The caption's words.</param>
/// <param name="Request">The request's words.</param>
/// <param name="Gone">For each word of the caption that says something by itself, whether it goes. Small words, and words that the writer has of its own ("three"), are not marked.</param>
/// <param name="Come">For each word of the request that says something by itself, in which form it comes.</param>
/// <param name="Kind">The kind of the edit.</param>
/// <param name="Confidence">How probable the marks of all words with a content are together, from 0 to 1.</param>
/// <param name="Question">How probable it is that only a question is right, from 0 to 1.</param>
internal sealed record EditTags(
    ImmutableArray<string> Caption, IReadOnlyList<string> Request, IReadOnlyList<TagFate> Gone, IReadOnlyList<TagForm> Come, EditType Kind, float Confidence, float Question)
{
    /// <summary>Gets what the tagger knows of the start and of each word, one vector after another: shape [1 + words of caption and request, 384].</summary>
    public required float[] Vectors { get; init; }

    /// <summary>Gets other readings, the least improbable first: each differs in a mark or a few, and is made when it is asked for. Default: none.</summary>
    public IEnumerable<EditTags> Others { get; init; } = [];

    /// <summary>Gets whether a question is more probable than a change.</summary>
    public bool IsQuestion => Question > .5f;

    /// <summary>Gets the words with a content that go.</summary>
    public IEnumerable<string> GoneWords => Caption.Where((word, at) => Gone[at] != TagFate.Stays && TagWords.IsContent(word));

    /// <summary>Gets the words with a content that come, as the request has them.</summary>
    public IEnumerable<string> ComeWords => Request.Where((word, at) => Come[at] != TagForm.None && TagWords.IsContent(word));
}

/// <summary>A word of a caption stays or goes.</summary>
internal enum TagFate
{
    /// <summary>It stays.</summary>
    Stays,

    /// <summary>It goes.</summary>
    Goes,
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
