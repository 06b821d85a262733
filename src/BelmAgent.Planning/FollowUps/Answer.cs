using System.Collections.Frozen;
using BelmAgent.Planning.Captions;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FollowUps;

/// <summary>Words that answer an open question: they take the place of what stood in the way of the request.</summary>
/// <param name="words">The person's words.</param>
/// <param name="own">What they would ask for by themselves.</param>
internal sealed class Answer(string words, Understanding own)
{
    private static readonly FrozenSet<string> Yes = Set("yes yeah yep yup sure ok okay please do replace");
    private static readonly FrozenSet<string> Sides = Set("left right center centre middle");

    /// <summary>Returns the request completed by the answer; null when they do not make a plan together.</summary>
    /// <param name="asked">The request that was asked about.</param>
    /// <param name="places">Whether changes can be placed.</param>
    public Understanding? To(Understanding asked, Func<Understanding, bool> places)
    {
        var stuck = asked.Changes.Select((change, at) => (change, at)).FirstOrDefault(entry => !places(asked with { Changes = [entry.change] }));
        return stuck is ({ } change, var at)
            ? Options(change, asked.Caption)
                .Select(instead => asked with { Changes = [.. asked.Changes.Take(at), .. instead, .. asked.Changes.Skip(at + 1)] })
                .FirstOrDefault(places)
            : null;
    }

    // What the answer can mean, the likeliest first.
    private IEnumerable<IEnumerable<Change>> Options(Change change, ICaption caption)
    {
        var said = VerbTable.Trim(FollowUp.WithoutCorrection(words));
        if (Phrase.Of(words).Words is [var first, ..] && Yes.Contains(first))
        {
            if (caption.Consent(change) is { } offered)
            {
                yield return offered;
            }

            said = said.Words is [var yes, ..] && Yes.Contains(yes) ? said[1..] : said;
        }

        if (said.IsEmpty)
        {
            yield break;
        }

        foreach (var subject in Subjects(change, said, caption))
        {
            yield return subject;
        }

        // "put it on the right": it is what was asked about.
        said = own.Changes is [Change.Move { What.IsPronoun: true } moved] && !moved.Where.IsEmpty ? moved.Where : said;
        foreach (var result in Results(change, said, caption))
        {
            yield return [result];
        }

        // "yes, make it night": the answer is a change besides.
        yield return [.. own.Changes, change];
    }

    // Which of several things, or what else than one that is not there.
    private static IEnumerable<IEnumerable<Change>> Subjects(Change change, Phrase said, ICaption caption)
    {
        if (ChangeSubject.Of(change) is not { } subject)
        {
            yield break;
        }

        var candidates = caption.Referents(subject);
        var picked = candidates.Count > 1 ? Reference.Pick(caption, candidates, said) : [];
        if (picked.Count == 1 || (picked.Count > 1 && picked.Count == candidates.Count))
        {
            yield return picked.Select(one => ChangeSubject.With(change, one));
        }

        if (candidates.Count == 0)
        {
            yield return [ChangeSubject.With(change, said)];
        }
    }

    // "a boat instead", "on the right", and, where a new thing has no room, what gives way to it.
    private static IEnumerable<Change> Results(Change change, Phrase said, ICaption caption)
    {
        switch (change)
        {
            case Change.Become become:
                yield return become with { Result = said };
                break;
            case Change.Move move:
                yield return move with { Where = said };
                break;
            case Change.Remove:
                yield return new Change.Remove(said);
                break;
            case Change.Add add:
                if (said.IndexOfAny(WordClass.Places) >= 0)
                {
                    yield return add with { Where = said };
                }

                if (caption.Referents(said) is [var there])
                {
                    yield return new Change.Become(there, add.What, Link: ResultLink.Into);
                }

                yield return add with { What = said };
                if (said.Words.Any(Sides.Contains))
                {
                    yield return add with { Where = new(["on", .. said.Words]) };
                }

                break;
        }
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
