using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText.Rules;

/// <summary>Turns a thing into a figure of itself: "a bronze lion statue", but "a wax statue of a woman".</summary>
internal sealed class FigureRule : SubjectRule
{
    /// <inheritdoc/>
    protected override Placement? Place(Edit edit, Change.Become change, NounSpan span)
    {
        if (!WordSets.IsFigure(change.Result))
        {
            return null;
        }

        var (noun, figure) = (edit.Words[span.End - 1], change.Result);
        var after = Nouns.IsPerson(noun) || figure.Bare.Words.Length == 1
            ? edit.Text.Replace(span.Start, span.Start, [.. Article.Indefinite(figure).Words, "of"])
            : NounModifiers.Set(edit.Text.Replace(span.End, span.End, figure.Words[^1]), span, figure.Bare[..^1]);
        return edit.Done(after, EditType.ChangeMaterial, $"{noun} becomes {figure}", figure[^1..]);
    }
}
