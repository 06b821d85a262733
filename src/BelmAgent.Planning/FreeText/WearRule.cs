using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Dresses someone: what is worn in the same place goes. "a man in a blue shirt and jeans" who wears a white suit has nothing else on.</summary>
internal sealed class WearRule : SubjectRule
{
    /// <inheritdoc/>
    protected override Placement? Place(Edit edit, Change.Become change, NounSpan span)
    {
        var said = change.Result.Words is ["in", _, ..] ? new Phrase(["wearing", .. change.Result.Words[1..]]) : change.Result;
        if (change.Link == ResultLink.Into || said.Words is not [("wear" or "wears" or "wearing" or "dressed"), _, ..] || !Nouns.IsAnimate(edit.Words[span.End - 1]))
        {
            return null;
        }

        var worn = said.Words[1] is "in" ? said[2..] : said[1..];
        if (worn.IsEmpty || worn.IndexOfAny(WordClass.Places) >= 0 || Worn(edit, span) is not (var from, var to) || !Nouns.IsGarment(worn.Words[^1]))
        {
            return null;
        }

        var items = Items(edit, from, to);
        var isExchanged = items.ConvertAll(item => worn.Words.Any(word => Nouns.IsGarment(word) && Nouns.AreWornAlike(word, edit.Words[item.End - 1])));
        var sameNoun = worn.IsIndefinite && items.Exists(item => Nouns.Same(edit.Words[item.End - 1], worn.Words[^1]));
        if (sameNoun)
        {
            return null;
        }

        var kept = items.Where((_, i) => !isExchanged[i]).SelectMany(item => edit.Words[item.Start..item.End].Append("and")).ToList();
        var type = isExchanged.Contains(true) ? EditType.ChangeObject : EditType.AddObject;
        return edit.Done(edit.Text.Replace(from, to, [.. kept, .. worn.Words]), type, $"{edit.Words[span.End - 1]} wears {worn}", new Phrase(edit.Words[span.End - 1]), edit.Words[from..to]);
    }

    // The list after "in" or "wearing", up to another owner.
    private static (int From, int To)? Worn(Edit edit, NounSpan span)
    {
        for (var at = span.End; at + 1 < edit.Text.End && !Nouns.IsAnimate(edit.Words[at]); at++)
        {
            if (edit.Words[at] is "in" or "wearing" && NounFinder.At(edit.Words, at + 1) is { } first && Nouns.IsGarment(edit.Words[first.End - 1]))
            {
                return (at + 1, NounList.EndAfter(edit.Text, at + 1));
            }
        }

        return null;
    }

    private static List<NounSpan> Items(Edit edit, int from, int to)
    {
        var items = new List<NounSpan>();
        for (var at = from; at < to && NounFinder.At(edit.Words, at) is { } item; at = item.End + 1)
        {
            items.Add(item);
        }

        return items;
    }
}
