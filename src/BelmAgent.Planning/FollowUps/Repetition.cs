using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FollowUps;

/// <summary>Handles "again" and "the same for the tree": repeats the last change on the current picture.</summary>
internal static class Repetition
{
    /// <summary>Repeats the last changes.</summary>
    /// <param name="last">The last change.</param>
    /// <param name="said">The thing to repeat it for; empty if not given.</param>
    /// <param name="now">The current caption.</param>
    /// <param name="places">Returns whether changes can be applied.</param>
    public static Understanding Apply(Understanding last, Phrase said, ICaption now, Func<Understanding, bool> places)
    {
        var here = new Understanding(now, last.Changes);
        if (said.IsEmpty && places(here))
        {
            return here;
        }

        var meant = Reference.IsOther(said)
            ? Reference.Others([.. last.Changes.SelectMany(change => Reference.Used(change, last.Caption))], last.Caption)
            : [said];
        return meant is [var thing]
            ? here with { Changes = [.. last.Changes.Select(change => ChangeSubject.With(change, thing))] }
            : here.Ask("What should it be done to?", "The repetition names no thing.");
    }
}
