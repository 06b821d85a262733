using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Gives a noun the modifiers of a result with the same noun: "the full moon" becomes "a crescent moon".</summary>
internal sealed class RefineRule : SubjectRule
{
    /// <inheritdoc/>
    protected override Placement? Place(Edit edit, Change.Become change, NounSpan span) =>
        change.Result.Bare.Words.Length > 1 && Nouns.Same(change.Result.Words[^1], edit.Words[span.End - 1]) ? Refine(edit, span, change) : null;

    /// <summary>Gives a noun the modifiers of the result, and its number.</summary>
    public static Placement Refine(Edit edit, NounSpan span, Change.Become change)
    {
        var (text, words, head) = (edit.Text, edit.Words, edit.Words[span.End - 1]);
        var modifiers = change.Result.Bare[..^1];
        var count = WordClass.Indefinite.Contains(change.Result.Words[0]) && !Article.Is(change.Result.Words[0]) ? change.Result.Words[0] : null;
        if (modifiers.Words.Length > 1 && !modifiers.Words.Any(WordClass.EndsNounPhrase) && modifiers.Words.All(word => Scales.Has(word) || WordSets.IsColor(word)))
        {
            var first = WordClass.Determiners.Contains(words[span.Start]) ? span.Start + 1 : span.Start;
            return edit.Done(text.Replace(first, span.End - 1, modifiers.Words), EditKinds.OfModifier(modifiers), $"{head} becomes {change.Result}", new Phrase(head), words[first..span.End]);
        }

        var isNamed = span.Named < span.End - 1;
        var after = isNamed && !WordClass.Determiners.Contains(words[span.Named])
            ? text.Replace(span.Named, span.End - 1, modifiers.Words)
            : modifiers.IsEmpty ? text : NounModifiers.Set(text, span, modifiers, change.Subject);
        if (count is not null && WordClass.Determiners.Contains(words[span.Start]))
        {
            after = after.Replace(span.Start, span.Start + 1, count);
        }

        return edit.Done(after, WordSets.IsBackdrop(head) ? EditType.ChangeBackground : EditKinds.OfModifier(modifiers), $"{head} becomes {change.Result}", new Phrase(head), words[span.Start..span.End]);
    }
}
