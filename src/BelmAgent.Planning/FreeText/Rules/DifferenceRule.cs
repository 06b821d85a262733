using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText.Rules;

/// <summary>
/// Replaces the difference between "the bird logo" and "a fish logo", in whatever form the caption uses ("a logo of a bird").
/// </summary>
internal sealed class DifferenceRule : BecomeRule
{
    /// <inheritdoc/>
    protected override Placement? Place(Edit edit, Change.Become change)
    {
        var (subject, result) = (NounFinder.Core(change.Subject), change.Result.Bare);
        return edit.Found.Span is null && subject.Words.Length > 1 && result.Words.Length > 1 && Nouns.Same(subject.Words[^1], result.Words[^1])
            && NounFinder.Find(edit.Words, subject[^1..]) is [_] && NounFinder.Find(edit.Words, subject[..^1]) is [var old]
            ? edit.Done(edit.Text.Replace(old.Named, old.End, result[..^1].Words), EditKinds.OfModifier(result[..^1]), $"{subject} becomes {result}", subject[^1..])
            : null;
    }
}
