using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Changes the colour of a thing, or a colour or another modifier that is itself what the request names.</summary>
internal sealed class ColorRule : SubjectRule
{
    /// <inheritdoc/>
    protected override Placement? Place(Edit edit, Change.Become change, NounSpan span)
    {
        var result = change.Result.Words is ["in", _, ..] && WordSets.IsColor(change.Result[1..]) ? change.Result[1..] : change.Result;
        var head = edit.Words[span.End - 1];
        var isSibling = change.Aspect == Aspect.None && result.Words is [var sibling] && WordSets.IsColor(sibling) && WordLexicon.AreAlike(head, sibling);
        // "turn the weeds into lavender"
        var isPlant = change.Link == ResultLink.Into && result.Words is [var plant] && WordLexicon.Is(plant, "plant", "flower", "fruit", "food") && !WordSets.IsBasicColor(plant);
        if (isPlant || (change.Link != ResultLink.None || (WordSets.IsMaterial(head) && WordSets.IsMaterial(result))) && (IsModifier(edit, span, result) || isSibling))
        {
            return ThingRule.Exchange(edit, span, change, change.Subject);
        }

        // A golden statue is made of gold.
        var isOfMetal = WordSets.IsMaterial(result) && WordSets.IsFigure(new Phrase(head));
        return (WordSets.IsColor(result) && !isOfMetal && change.Aspect != Aspect.Material) || change.Aspect == Aspect.Color
            ? StateRule.Modify(edit, span, result, EditType.ChangeColor, change.Subject)
            : null;
    }

    // "the black" of "a black cow", "the blue" of "a blue and white plate" and "the coral" of "a coral reef" are themselves what changes.
    private static bool IsModifier(Edit edit, NounSpan span, Phrase result)
    {
        var (words, head) = (edit.Words, edit.Words[span.End - 1]);
        if (WordSets.IsColor(head))
        {
            var isListed = span.End + 1 < words.Length && words[span.End] is "and" && WordSets.IsColor(words[span.End + 1]);
            return WordSets.IsColor(result) && (isListed || !NounFinder.IsHead(words, span.End) || (span.Named > 0 && words[span.Named - 1] is "in"));
        }

        return !NounFinder.IsHead(words, span.End) && (Scales.Has(head) || WordSets.IsMaterial(head) || WordSets.IsMaterial(result));
    }
}
