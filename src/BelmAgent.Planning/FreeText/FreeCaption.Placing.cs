using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

// What a change is about, and roughly what it would give: whether it can be planned, and what later changes may name. The sentence is the networks'.
internal sealed partial class FreeCaption
{
    /// <inheritdoc/>
    public Placement Place(Change change, Phrase? antecedent)
    {
        if (Question(change, antecedent) is { } question)
        {
            return question;
        }

        var span = Thing(change) is { } thing ? Find(thing, antecedent).Span : null;
        var sketch = (change, span) switch
        {
            (Change.Become { Link: ResultLink.None } become, { } at) when !WordLexicon.IsThing(become.Result.Words[^1]) || WordSets.IsState(become.Result) => Words.Replace(at.End, at.End, become.Result.Words),
            (Change.Become become, { } at) => Words.Replace(at.Named, at.End, become.Result.Words),
            (Change.Become become, null) => Words.Append(become.Result.Words),
            (Change.Add add, _) => Words.Append(["with", .. add.What.Words, .. add.Where?.Words ?? []]),
            (Change.Move move, _) => Words.Append(move.Where.Words),
            (Change.Write write, _) => Words.Append(write.Text.Words),
            (Change.Remove, { } at) => Words.Remove(at.Start, at.End),
            (Change.OneOf { Inner: Change.Become inner }, _) => Words.Append(inner.Result.Words),
            (Change.OneOf { Inner: Change.Add inner }, _) => Words.Append(inner.What.Words),
            _ => Words,
        };
        return Placement.Done(new FreeCaption(sketch), EditType.Random, "") with { Antecedent = Mentioned(change, antecedent), Gone = span is { } old ? Words.Words[old.Start..old.End] : [] };
    }

    /// <summary>Returns a change in which nothing is left to reckon or to count: of two dogs, "two more dogs" are four, "the second dog" is the dog on the sofa, and "the pullover from red to blue" is the only thing that is red.</summary>
    public Change Reckoned(Change change) => change switch
    {
        Change.Count { IsDifference: true } count when Find(count.What, null).Span is { } span && !Words.Words[span.Start..span.End].Contains("and") && Groups.NumberOf(Words.Words, span) is { } now =>
            (count.Number == 0 ? now * 2 : now + count.Number) is var number && number <= 0 ? new Change.Remove(count.What) : new Change.Count(count.What, number),
        Change.Become { Subject: { } subject } become when Distinguished(subject) is { } one => become with { Subject = one },
        Change.Remove { What: { } what } when Distinguished(what) is { } one => new Change.Remove(one),
        Change.Become { Subject: { IsEmpty: false, IsPronoun: false } subject, From.Words: [var look] } become when Spans(subject).Count == 0 && Spans(new Phrase([look, "one"])) is [var span]
            && (!MayBeUnsaid(subject) || (Nouns.IsGarment(subject.Words[^1]) && Nouns.IsGarment(Words.Words[span.End - 1]))) =>
            become with { Subject = new Phrase(["the", .. Words.Words[span.Named..span.End]]) },
        _ => change,
    };

    /// <summary>Returns whether there is something to reckon or to count in a change.</summary>
    public static bool MustReckon(Change change) => change is Change.Count { IsDifference: true } || (Subject(change) is { } subject && OrdinalOf(subject) is not null);

    private static Phrase? Subject(Change change) => change is Change.Become become ? become.Subject : change is Change.Remove remove ? remove.What : null;

    private static int? OrdinalOf(Phrase phrase) => phrase.Bare.Words is [var first, _, ..] ? Ordinal.Read(first) : null;

    // "the second crow", by the words that distinguish it: "the crow on a wall".
    private Phrase? Distinguished(Phrase phrase) =>
        OrdinalOf(phrase) is not null && Spans(phrase) is [var span]
            ? new Phrase(["the", .. new Phrase(Words.Words[span.Start..span.End]).Bare.Words, .. Words.Words[span.End..Words.End].TakeWhile(word => word is not ("and" or ","))])
            : null;

    // What "it" is after a change.
    private static Phrase? Mentioned(Change change, Phrase? antecedent) => change switch
    {
        Change.Add add => add.What,
        Change.Become { Link: not ResultLink.None } become when !WordSets.IsState(become.Result) && WordLexicon.IsThing(become.Result.Words[^1]) => become.Result,
        Change.Become { Subject: { } subject } => subject.IsEmpty || subject.IsPronoun ? antecedent : subject,
        Change.Move { What: { } what } => what.IsPronoun ? antecedent : what,
        Change.Count count => count.What,
        Change.OneOf one => one.What,
        _ => null,
    };

    // The thing that a change is about.
    private static Phrase? Thing(Change change) => change switch
    {
        Change.Become { From: { IsEmpty: false } from, Aspect: Aspect.None } => from,
        Change.Become become => become.Subject,
        Change.Remove remove => remove.What,
        Change.Move move => move.What,
        Change.Count count => count.What,
        Change.OneOf one => one.What,
        _ => null,
    };

    // What has to be asked before a change can be planned: no result, or one of several things, or one that is not there.
    private Placement? Question(Change change, Phrase? antecedent) => change switch
    {
        Change.Become { Result: { } result } when result.IsEmpty || result.IsPronoun || result.Words is [var only] && WordClass.Places.Contains(only) || WordSets.IsVague(result) => Unclear(result),
        Change.Become { Subject.IsEmpty: true, Result: { } result } when !result.IsIndefinite && WordClass.Determiners.Contains(result.Words[0]) && MentionLength(result) == result.Words.Length => Unclear(result),
        Change.Remove { What: { Bare.Words: ["everything" or "all"] } all } => Unclear(all),
        Change.Become { Result: { } style } become when become.Link != ResultLink.With && WordSets.IsStyle(style) && WordSets.IsWhole(become.Subject) && Words.Words[..BodyStart].Contains(style.Words[^1], StringComparer.OrdinalIgnoreCase) && style.Bare.Words.Length == 1 =>
            Placement.Ask($"\"{Text}\" says that style already. What should change?", "The request changes nothing."),
        Change.Become { Subject: { IsPronoun: true, Words: ["it" or "this" or "that"] } } become when antecedent is null => Main() is null && !IsOfPicture(become.Result) ? Unclear(become.Subject) : null,
        Change.Become { Subject: { } subject } become => WordSets.IsWhole(subject) || subject.IsPronoun || become.From is not null || become.Aspect == Aspect.Style || WordSets.IsViewpoint(subject) ? null : NotOne(subject),
        Change.Remove { What: { } what } => NotOne(what) ?? NothingLeft(what, antecedent),
        Change.Move { What: { } what } => NotOne(what),
        Change.Add { Where: { Words: ["to", _, ..] } where } => where[1..].IsPronoun ? null : NotOne(where[1..]),
        Change.Count { What: { } what } => NotOne(what),
        Change.OneOf { What: { } what } => NotOne(what),
        Change.Only { Kept: { } kept } => kept.Select(NotOne).FirstOrDefault(question => question is not null),
        Change.Write { Where.IsEmpty: true } write => Words.Words.Contains("sign") ? null : Placement.Ask($"Where should \"{write.Text}\" be written?", "The request does not say on what."),
        Change.Write write => NotOne(write.Where),
        _ => null,
    };

    private Placement? NothingLeft(Phrase what, Phrase? antecedent) =>
        Find(what, antecedent).Span is { } span && !Words.Words[Math.Min(BodyStart, span.Start)..span.Start].Concat(Words.Words[span.End..]).Any(word => WordLexicon.IsThing(word.ToLowerInvariant()) && !Actions.IsVerb(word) && !word.EndsWith("ing", StringComparison.Ordinal) && Weather.Read(new Phrase(word)) is null)
            ? Placement.Ask($"\"{Text}\" says nothing else. What should be there instead?", "Nothing would be left of the caption.")
            : null;

    private static bool IsOfPicture(Phrase result) => WordSets.IsStyle(result) || WordSets.IsViewpoint(result) || Weather.Read(result) is not null || WordSets.IsBackground(result.Words[^1]);

    private Placement? NotOne(Phrase named) =>
        named.IsEmpty || named.IsPronoun || named.Words[0] is "both" or "all" or "every" or "each" || IsLocated(named) || IsBoth(named) ? null
        : Spans(named) switch
        {
            [_] => null,
            [] => MayBeUnsaid(named) ? null : Missing(named),
            var many => Which(named, many),
        };

    // What a caption does not mention though it is there: a part of a thing, the sky, the ground.
    private bool MayBeUnsaid(Phrase named)
    {
        var core = NounFinder.Core(named);
        if (core.IsEmpty)
        {
            return true;
        }

        // "the light" is not in "a light bulb", which is one noun; "the animal" is none that the caption names.
        var head = core.Words[^1];
        var isOther = Nouns.IsGeneric(head) || Words.Words.Zip(Words.Words.Skip(1)).Any(pair => Nouns.Same(pair.First, head) && WordLexicon.IsCompound(pair.First.ToLowerInvariant(), pair.Second.ToLowerInvariant()));
        return !isOther && (named.Words.Any(Possessive.Is) || named.Words.Contains("of") || Nouns.IsPart(head) || Nouns.IsGarment(head) || WordSets.IsBackdropNamed(named) || WordSets.IsBackground(head) || head is "ground" or "floor" or "sky"
            || WordSets.IsWhole(named) || WordSets.IsColor(core) || Weather.Read(core) is not null || !WordLexicon.IsThing(head));
    }
}
