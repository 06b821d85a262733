using BelmAgent.Planning.Captions;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FollowUps;

/// <summary>"Again" and "the same for the tree": the last change once more, on the picture as it is now.</summary>
internal static class Repetition
{
    /// <summary>Repeats the last changes.</summary>
    /// <param name="last">What was done.</param>
    /// <param name="said">For which thing; empty when that is not said.</param>
    /// <param name="now">The picture as it is.</param>
    /// <param name="places">Whether changes can be placed.</param>
    public static Understanding Of(Understanding last, Phrase said, ICaption now, Func<Understanding, bool> places)
    {
        var here = new Understanding(now, last.Changes);
        if (said.IsEmpty && places(here))
        {
            return here;
        }

        IReadOnlyList<Phrase> meant = Reference.IsOther(said)
            ? Reference.Others([.. last.Changes.SelectMany(change => Reference.Used(change, last.Caption))], last.Caption)
            : [said];
        return meant is [var thing]
            ? here with { Changes = [.. last.Changes.Select(change => ChangeSubject.With(change, thing))] }
            : here.Ask("What should it be done to?", "The repetition names no thing.");
    }
}
