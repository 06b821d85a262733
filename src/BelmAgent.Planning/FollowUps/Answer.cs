using System.Collections.Frozen;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FollowUps;

/// <summary>The answer to an open question, used to complete the original request.</summary>
/// <param name="words">The user's words.</param>
/// <param name="own">Their meaning as a request of their own.</param>
internal sealed class Answer(string words, Understanding own)
{
    private static readonly FrozenSet<string> Yes = Set("yes yeah yep yup sure ok okay please do replace");
    private static readonly FrozenSet<string> Sides = Set("left right center centre middle");

    /// <summary>Returns the request completed by the answer; null if they do not combine to a plan.</summary>
    /// <param name="asked">The request that caused the question.</param>
    /// <param name="places">Returns whether changes can be applied.</param>
    public Understanding? To(Understanding asked, Func<Understanding, bool> places)
    {
        var stuck = asked.Changes.Select((change, at) => (change, at)).FirstOrDefault(entry => !places(asked with { Changes = [entry.change] }));
        return stuck is ({ } change, var at)
            ? Options(change, asked.Caption)
                .Select(instead => asked with { Changes = [.. asked.Changes.Take(at), .. instead, .. asked.Changes.Skip(at + 1)] })
                .FirstOrDefault(places)
            : null;
    }

    // The possible meanings of the answer, most likely first.
    private IEnumerable<IEnumerable<Change>> Options(Change change, ICaption caption)
    {
        var said = VerbTable.Trim(FollowUp.WithoutCorrection(words));
        if (Phrase.Parse(words).Words is [var first, ..] && Yes.Contains(first))
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

        // "put it on the right": it is the subject of the question.
        said = own.Changes is [Change.Move { What.IsPronoun: true } moved] && !moved.Where.IsEmpty ? moved.Where : said;
        foreach (var result in Results(change, said, caption))
        {
            yield return [result];
        }

        // "yes, make it night": the answer contains another change.
        yield return [.. own.Changes, change];
    }

    // Which of several things, or a replacement for one that does not exist.
    private static IEnumerable<IEnumerable<Change>> Subjects(Change change, Phrase said, ICaption caption)
    {
        if (ChangeSubject.From(change) is not { } subject)
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

    // "a boat instead", "on the right", and, if there is no room for a new thing, what it replaces.
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
