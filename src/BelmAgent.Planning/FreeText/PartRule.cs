using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>
/// Gives a part that the caption does not mention a state: the caption gains the part ("with red hair"), or the whole thing takes the
/// state ("a rusty bicycle").
/// </summary>
internal sealed class PartRule : BecomeRule
{
    /// <inheritdoc/>
    protected override Placement? Place(Edit edit, Change.Become change)
    {
        var result = change.Result.Bare;
        var isState = WordSets.IsState(result) || change.Aspect is not Aspect.None || change.Link == ResultLink.None;
        if (edit.Found.Span is not null || Parts.Read(change.Subject) is not var (owner, part) || !isState || (!Nouns.IsPart(part.Words[^1]) && (Nouns.IsGarment(part.Words[^1]) || (edit.Caption.Find(owner, edit.Antecedent).Span is { } whole && Nouns.IsPerson(edit.Words[whole.End - 1]) && !WordLexicon.Is(part.Words[^1], "bodypart")))) || edit.Caption.Find(owner, edit.Antecedent).Span is not { } span)
        {
            return null;
        }

        var type = EditKinds.OfModifier(result, part.Words[^1]);
        var noun = edit.Words[span.End - 1];
        return Nouns.IsPerson(noun) || Nouns.IsPart(part.Words[^1])
            ? Additions.After(edit.Caption, span, new((result.Words.Length > 1 && result.Words[0].EndsWith("ing", StringComparison.Ordinal)) || WordClass.Directions.Contains(result.Words[0]) || result.Words[0] is "out" || result.IndexOfAny(WordClass.Prepositions, 1) > 0 ? [.. part.Bare.Words, .. result.Words] : [.. result.Words, .. part.Bare.Words]), type)
            : edit.Done(NounModifiers.Set(edit.Text, span, result), type, $"{noun} becomes {result}", new Phrase(noun));
    }
}
