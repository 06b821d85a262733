using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Reading;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FollowUps;

/// <summary>Handles "no, the other one": the last edit applied to another thing or with another result, on the picture before it.</summary>
internal static class Correction
{
    /// <summary>Corrects the last edit.</summary>
    /// <param name="last">The last change.</param>
    /// <param name="said">The intended thing or result; empty for the other one.</param>
    public static Understanding Apply(Understanding last, Phrase said)
    {
        // "no, make it blue" is another change of the same thing.
        if (VerbTable.Read(said).Verb is not Verb.None && new RequestParser(last.Caption).Parse(said.ToString()) is { Count: > 0 } anew)
        {
            return last with { Changes = [.. anew.Select(change => OfTheSame(change, last))], RevisesLast = true };
        }

        // "no, green" and "no, a tree" give the intended result.
        if ((said.IsIndefinite || (!said.IsEmpty && WordSets.IsState(said))) && last.Changes is [.., Change.Become become])
        {
            return last with { Changes = [.. last.Changes.SkipLast(1), become with { Result = said }], RevisesLast = true };
        }

        // "add a cat": "no, a tree", "no, on the right".
        if (last.Changes is [.., Change.Add add] && !said.IsEmpty && (said.IsIndefinite || WordClass.Places.Contains(said.Words[0])))
        {
            return last with { Changes = [.. last.Changes.SkipLast(1), said.IsIndefinite ? add with { What = said } : add with { Where = said }], RevisesLast = true };
        }

        var at = last.Changes.Count - 1;
        while (at >= 0 && Reference.Used(last.Changes[at], last.Caption).Count == 0)
        {
            at--;
        }

        if (at < 0)
        {
            return last.Ask("What should be changed instead?", "The correction names no thing that the last edit was about.");
        }

        var used = Reference.Used(last.Changes[at], last.Caption);
        return Meant(last, used, said) switch
        {
            [var one] => last with { Changes = [.. last.Changes.Take(at), ChangeSubject.With(last.Changes[at], one), .. last.Changes.Skip(at + 1)], RevisesLast = true },
            [] => last.Ask($"What is meant by \"{said}\"? The image showed {last.Caption.Text}.", "The correction names nothing that was there."),
            var many => last.Ask($"Which one: {Listing.Or(many.Select(name => $"the {name.Bare}"))}?", "The correction fits several things."),
        };
    }

    private static IReadOnlyList<Phrase> Meant(Understanding last, IReadOnlyList<Phrase> used, Phrase said) =>
        Reference.IsOther(said) ? Reference.Others(used, last.Caption)
        : Reference.Pick(last.Caption, Reference.Alike(used, last.Caption), said) is { Count: > 0 } picked ? picked
        : last.Caption.Referents(said);

    private static Change OfTheSame(Change change, Understanding last) =>
        change is Change.Become { Subject: { } subject } become && (subject.IsEmpty || subject.IsPronoun) && last.Changes is [.., var earlier] && ChangeSubject.From(earlier) is { } same
            ? become with { Subject = same }
            : change;
}
