using BelmAgent.Plugins.Planning.Captions;
using BelmAgent.Plugins.Planning.Requests;
using BelmAgent.Plugins.Planning.Text;

namespace BelmAgent.Plugins.Planning.FollowUps;

/// <summary>Reads words in the light of what was said before: an answer, a correction, a repetition, or a request of their own.</summary>
/// <remarks>An earlier turn is understood in the same way, so that "again" can go on from an answer.</remarks>
/// <param name="read">Reads a caption.</param>
/// <param name="places">Whether changes can be placed in a caption.</param>
internal sealed class FollowUpReader(Func<string, ICaption> read, Func<Understanding, bool> places)
{
    private static readonly string[] Yes = ["yes", "yeah", "yep", "yup", "sure", "ok", "okay", "please", "do", "replace"];

    /// <summary>Understands words.</summary>
    /// <param name="words">The person's words.</param>
    /// <param name="caption">What the picture shows now.</param>
    /// <param name="history">What was said before, oldest first.</param>
    public Understanding Read(string words, string caption, IReadOnlyList<PlanningTurn> history)
    {
        var now = read(caption);
        var own = new Understanding(now, new RequestParser(now).Parse(words));
        if (history.Count == 0 || history[^1] is not { Caption: not null } last)
        {
            return own;
        }

        IReadOnlyList<PlanningTurn> before = [.. history.SkipLast(1)];
        if (last.Plan is null)
        {
            return last.Question is null || IsComplete(words, own) ? own
                : GoOn(last.Request, VerbTable.Trim(FollowUp.WithoutCorrection(words)), now, before) ?? Answer(words, own, Read(last.Request, caption, before)) ?? own;
        }

        return GoOn(words, said: null, now, history) ?? own;
    }

    // A correction or a repetition of the last edit; where that was asked about, the answer says what was left open.
    private Understanding? GoOn(string words, Phrase? said, ICaption now, IReadOnlyList<PlanningTurn> history)
    {
        if (history.Count == 0 || history[^1] is not { Plan: not null, Caption: { } caption } edit || string.IsNullOrWhiteSpace(caption)
            || FollowUp.Read(words, edit.Request) is not { Kind: FollowUpKind.Correction or FollowUpKind.Repetition } followUp)
        {
            return null;
        }

        var done = Read(edit.Request, caption, [.. history.SkipLast(1)]);
        return followUp.Kind == FollowUpKind.Correction ? Correct(said ?? followUp.Said, done) : Repeat(said ?? followUp.Said, done, now);
    }

    private bool IsComplete(string words, Understanding own) =>
        VerbTable.Read(VerbTable.Trim(Phrase.Of(words))).Verb is not (Verb.None or Verb.Keep) && own.Changes.Count > 0
        && !own.Changes.Any(change => ChangeSubject.Of(change) is { IsPronoun: true }) && places(own);

    // The answer takes the place of what stood in the way.
    private Understanding? Answer(string words, Understanding own, Understanding asked)
    {
        if (asked.Changes.Select((change, at) => (change, at)).FirstOrDefault(entry => !places(asked with { Changes = [entry.change] })) is not ({ } change, var at))
        {
            return null;
        }

        Understanding With(IEnumerable<Change> instead) => asked with { Changes = [.. asked.Changes.Take(at), .. instead, .. asked.Changes.Skip(at + 1)] };

        return Options(FollowUp.WithoutCorrection(words), change, own, asked.Caption).Select(With).FirstOrDefault(places);
    }

    private static IEnumerable<IEnumerable<Change>> Options(Phrase answer, Change change, Understanding own, ICaption caption)
    {
        var said = VerbTable.Trim(answer);
        if (answer.Words.Length > 0 && Yes.Contains(answer.Words[0].ToLowerInvariant()) && caption.Consent(change) is { } offered)
        {
            yield return offered;
        }

        said = said.Words is [var first, _, ..] && Yes.Contains(first.ToLowerInvariant()) ? said[1..] : said;
        if (said.IsEmpty)
        {
            yield break;
        }

        if (ChangeSubject.Of(change) is { } subject)
        {
            var candidates = caption.Referents(subject);
            if (candidates.Count > 1 && Reference.Pick(caption, candidates, said) is { Count: > 0 } picked && (picked.Count == 1 || picked.Count == candidates.Count))
            {
                yield return picked.Select(one => ChangeSubject.With(change, one));
            }

            if (candidates.Count == 0)
            {
                yield return [ChangeSubject.With(change, said)];
            }
        }

        // "put it on the right": it is what was asked about.
        said = own.Changes is [Change.Move { What.IsPronoun: true } moved] ? moved.Where : said;
        foreach (var option in Results(change, said, caption))
        {
            yield return [option];
        }

        // "yes, make it night": the answer is a change besides.
        yield return [.. own.Changes, change];
    }

    // "a boat instead", "on the right", and, where a new thing has no room, what gives way to it.
    private static IEnumerable<Change> Results(Change change, Phrase said, ICaption caption) => change switch
    {
        Change.Become become => [become with { Result = said }],
        Change.Move move => [move with { Where = said }],
        Change.Add add =>
        [
            .. WordClass.Places.Contains(said.Words[0]) || said.IndexOfAny(WordClass.Places) >= 0 ? [add with { Where = said }] : Array.Empty<Change>(),
            .. caption.Referents(said) is [var there] ? [new Change.Become(there, add.What, Link: ResultLink.Into)] : Array.Empty<Change>(),
            add with { What = said },
            add with { Where = new(["on", .. said.Words]) },
        ],
        Change.Remove => [new Change.Remove(said)],
        _ => [],
    };

    private static Understanding Correct(Phrase said, Understanding last)
    {
        // "no, make it blue" says another change of the same thing.
        if (new RequestParser(last.Caption).Parse(said.ToString()) is { Count: > 0 } anew && VerbTable.Read(said).Verb is not Verb.None)
        {
            var renewed = last with { Changes = [.. anew.Select(change => Renewed(change, last))], RevisesLast = true };
            return renewed;
        }

        if (last.Changes.Select((change, at) => (change, at)).LastOrDefault(entry => ChangeSubject.Of(entry.change) is { } subject && last.Caption.Referents(subject).Count > 0) is not ({ } change, var at))
        {
            return Asked(last, "What should be changed instead?", "The correction names no thing that the last edit was about.");
        }

        var used = last.Caption.Referents(ChangeSubject.Of(change)!);
        var others = used.SelectMany(last.Caption.Alike).Where(name => !used.Any(one => one.ToString() == name.ToString())).DistinctBy(name => name.ToString()).ToList();
        var meant = Reference.IsOther(said) ? others
            : Reference.Pick(last.Caption, [.. used.SelectMany(last.Caption.Alike).DistinctBy(name => name.ToString())], said) is { Count: > 0 } picked ? picked
            : last.Caption.Referents(said);
        return meant is [var one]
            ? last with { Changes = [.. last.Changes.Take(at), ChangeSubject.With(change, one), .. last.Changes.Skip(at + 1)], RevisesLast = true }
            : Asked(last, meant.Count == 0 ? $"What is meant by \"{said}\"? The picture showed {last.Caption.Text}." : $"Which one: {Listing.Or(meant.Select(name => $"the {name.Bare}"))}?", "The correction does not name one thing.");
    }

    private static Change Renewed(Change change, Understanding last) =>
        change is Change.Become { Subject: { } subject } become && (subject.IsEmpty || subject.IsPronoun) && last.Changes is [.., var earlier] && ChangeSubject.Of(earlier) is { } same
            ? become with { Subject = same }
            : change;

    private Understanding Repeat(Phrase said, Understanding last, ICaption now)
    {
        var here = new Understanding(now, last.Changes);
        if (!said.IsEmpty && !Reference.IsOther(said))
        {
            return here with { Changes = [.. last.Changes.Select(change => ChangeSubject.With(change, said))] };
        }

        if (said.IsEmpty && places(here))
        {
            return here;
        }

        var used = last.Changes.Select(ChangeSubject.Of).OfType<Phrase>().SelectMany(last.Caption.Referents).ToList();
        var others = used.SelectMany(last.Caption.Alike).Where(name => !used.Any(one => one.ToString() == name.ToString())).DistinctBy(name => name.ToString()).ToList();
        return others is [var other]
            ? here with { Changes = [.. last.Changes.Select(change => ChangeSubject.With(change, other))] }
            : Asked(here, "What should it be done to?", "The repetition names no thing.");
    }

    private static Understanding Asked(Understanding understanding, string question, string reason) =>
        understanding with { Changes = [], Question = PlanningOutcome.Ask(question, reason) };
}
