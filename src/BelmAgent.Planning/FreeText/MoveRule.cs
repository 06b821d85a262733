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

        var old = Places.PlaceAfter(edit.Text, thing.End, WordSets.IsSurface) ?? LastPlace(edit, thing.End);
        var after = old is { } place
            ? edit.Text.Replace(place.From, place.To, Reached(move.Where))
            : edit.Text.Append(Reached(move.Where));
        return edit.Done(after, EditType.ChangeBackground, $"the place becomes {move.Where}", gone: old is var (from, to) ? edit.Words[from..to] : null);
    }

    // "outside a subway entrance" stands last; what somebody is in or on may go along.
    private static (int From, int To)? LastPlace(Edit edit, int start)
    {
        for (var at = edit.Text.End - 2; at >= start; at--)
        {
            if (WordClass.Places.Contains(edit.Words[at]) && edit.Words[at] is not ("to" or "in" or "on" or "with"))
            {
                return NounFinder.At(edit.Words, at + 1) is { } noun && noun.End == edit.Text.End && !Nouns.IsGarment(edit.Words[noun.End - 1]) && Weather.Read(new Phrase(edit.Words[at..noun.End])) is null && !Nouns.IsPart(edit.Words[noun.End - 1]) ? (at, noun.End) : null;
            }
        }

        return null;
    }

    // Something moved "to the beach" is on it.
    private static string[] Reached(Phrase where) =>
        where.Words is ["to" or "onto" or "into", _, ..] && Places.IsScenery(where) ? Places.Placed(where[1..]) : [.. where.Words];
}
