using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Moves something: replaces the place after it in the caption, or adds one.</summary>
internal sealed class MoveRule : Rule
{
    /// <inheritdoc/>
    public override Placement? Place(Edit edit)
    {
        if (edit.Change is not Change.Move move)
        {
            return null;
        }

        if (edit.Found.Span is not { } thing || move.Where.IsEmpty)
        {
            return edit.Found.Question ?? edit.Caption.Unclear(move.What);
        }

        var old = LastPlace(edit, thing.End);
        var after = old is { } place
            ? edit.Text.Replace(place.From, place.To, Reached(move.Where))
            : edit.Text.Append(Reached(move.Where));
        return edit.Done(after, EditType.ChangeBackground, $"the place becomes {move.Where}", gone: old is var (from, to) ? edit.Words[from..to] : null);
    }

    // The last place that the caption names: neither what somebody wears nor a part of somebody, nor the weather.
    private static (int From, int To)? LastPlace(Edit edit, int start)
    {
        if (Places.PlaceAfter(edit.Text, start, WordSets.IsSurface) is { } scenery)
        {
            return scenery;
        }

        for (var at = edit.Text.End - 2; at >= start; at--)
        {
            if (WordClass.Places.Contains(edit.Words[at]) && edit.Words[at] is not ("to" or "into" or "by" or "with") && NounFinder.At(edit.Words, at + 1) is { } noun
                && edit.Words[noun.End - 1] is var head && !Nouns.IsGarment(head) && !Nouns.IsPart(head) && Weather.Read(new Phrase(edit.Words[at..noun.End])) is null && !Actions.IsGaze(edit.Words[at - 1]))
            {
                return (at > start && edit.Words[at] is "of" ? at - 1 : at, noun.End);
            }
        }

        return null;
    }

    // Something moved "to the beach" is on it.
    private static string[] Reached(Phrase where) =>
        where.Words is ["to" or "onto" or "into", _, ..] ? Places.Placed(where[1..]) : [.. where.Words];
}
