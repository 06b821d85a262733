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

        var old = Places.PlaceAfter(edit.Text, thing.End, WordSets.IsSurface);
        var after = old is { } place
            ? edit.Text.Replace(place.From, place.To, Reached(move.Where))
            : edit.Text.Append(Reached(move.Where));
        return edit.Done(after, EditType.ChangeBackground, $"the place becomes {move.Where}", gone: old is var (from, to) ? edit.Words[from..to] : null);
    }

    // Something moved "to the beach" is on it.
    private static string[] Reached(Phrase where) =>
        where.Words is ["to" or "onto" or "into", _, ..] && Places.IsScenery(where) ? Places.Placed(where[1..]) : [.. where.Words];
}
