using System.Collections.Immutable;
using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Changes what a thing in a caption does, or adds an action.</summary>
internal sealed class PoseRule : SubjectRule
{
    /// <inheritdoc/>
    protected override Placement? Place(Edit edit, Change.Become change, NounSpan span)
    {
        var result = change.Result;
        if (Actions.IsParticiple(edit.Words[span.Named]) && Actions.Doing(result) is { } instead)
        {
            return ThingRule.Exchange(edit, span, change with { Result = instead, Aspect = Aspect.Pose }, change.Subject);
        }

        if ((change.Link == ResultLink.None || change.Aspect == Aspect.Pose) && (!Scales.Has(result.Words[0]) || Actions.IsStance(result.Words[0])) && Actions.Doing(result) is { } doing)
        {
            return Having(edit, span, change, doing) ?? Posture(edit, span, result) ?? Apply(edit.Caption, span, doing);
        }

        if (change.Link == ResultLink.None && Nouns.IsAnimate(edit.Words[span.End - 1]) && !Scales.Has(result.Words[0]) && !WordLexicon.IsAdjective(result.Words[0]) && !result.IsIndefinite && result.Words.Length > 1 && Actions.DoingAny(result) is { } any)
        {
            return Apply(edit.Caption, span, any);
        }

        return change.Link == ResultLink.None && Actions.IsFace(result.Words[0]) && Actions.Doing(result) is { } face ? Apply(edit.Caption, span, face) : null;
    }

    // "wear a green coat": someone with a red coat then has a green one.
    private static Placement? Having(Edit edit, NounSpan span, Change.Become change, Phrase doing) =>
        Actions.IsHaving(doing.Words[0]) && doing[1..] is { IsIndefinite: true } what && what.Bare.Words.Length > 1
            && NounFinder.Find(edit.Words, what[^1..]) is [var had] && had.Start >= span.End
            ? RefineRule.Refine(edit, had, change with { Subject = what[^1..], Result = what })
            : null;

    // "cross its arms": if the caption mentions the arms, they are crossed.
    private static Placement? Posture(Edit edit, NounSpan span, Phrase doing) =>
        VerbTable.IsPosture(doing.Words[0]) && Nouns.IsLimb(doing.Words[^1]) && NounFinder.Find(edit.Words, doing[^1..]) is [var limb] && limb.Start >= span.End
            ? edit.Done(NounModifiers.Set(edit.Text, limb, new Phrase(VerbTable.StateOf(doing.Words[0]))), EditType.ChangePose, $"{edit.Words[span.End - 1]} is {doing}", new Phrase(edit.Words[span.End - 1]))
            : null;

    private static Placement Apply(FreeCaption caption, NounSpan span, Phrase doing)
    {
        var words = caption.Words;
        var verb = doing.Words[0];
        // "roll on the carpet" if it is on a carpet already
        doing = doing.Words.Length > 1 && WordClass.Prepositions.Contains(doing.Words[1]) && Doings.Fitted(words, span.End, doing).Words.Length == 1 ? doing[..1] : doing;
        // "sleep on the bench" on a bench
        if (doing.Words is [_, var preposition, "the", var ground] && Actions.IsStance(doing.Words[0]) && WordClass.Places.Contains(preposition) && NounFinder.Find(words.Words, new Phrase(ground)) is [var there] && there.Start > span.End && words.Words[there.Start - 1] == preposition)
        {
            doing = doing[..1];
        }

        if (SameVerb(words, span, doing) is var (again, replaced))
        {
            return Placement.Done(new FreeCaption(again), EditType.ChangePose, $"{words.Words[span.End - 1]} is {doing}") with { Antecedent = new Phrase(words.Words[(span.End - 1)..span.End]), Gone = replaced };
        }

        var old = Actions.IsStance(verb) || Actions.IsFace(verb) ? Excluded(words, span, verb) ?? (verb is "sleeping" ? Gaze(words, span) : WithSameObject(words, span, doing))
            : Actions.IsGaze(verb) && Gaze(words, span) is { } gaze ? gaze
            : WithSameObject(words, span, doing) ?? (verb is "riding" or "driving" ? Excluded(words, span, "walking") : null);
        var activity = old is not null || Actions.IsFace(verb) || Actions.IsHaving(verb) || Actions.IsGaze(verb) ? null : Activity(words, span);
        old ??= activity;
        // A new place takes the place of the old.
        old = old is { } left && Actions.IsStance(verb) && doing.Words.Length > 2 && !Nouns.IsPart(doing.Words[^1]) && WordClass.Places.Contains(doing.Words[1]) && left.To < words.End && WordClass.Places.Contains(words.Words[left.To]) && Complement.EndAfter(words.Words, left.From) is var whole0 && whole0 > left.To ? (left.From, whole0) : old;
        old = old is { } stance && Actions.IsStance(verb) && SamePlace(words, stance, doing) is { } whole ? whole : old;
        if (old is null && doing.Words.Length == 1 && span.End < words.End && words.Words[span.End] is "'s")
        {
            return Placement.Done(new FreeCaption(NounModifiers.Set(words, span, doing)), EditType.ChangePose, $"{words.Words[span.End - 1]} is {doing}");
        }

        var after = old is { } place ? words.Replace(place.From, place.To, Doings.Fitted(words, place.To, doing).Words)
            : IsBehindNoun(caption, span, doing) ? words.Replace(span.End, span.End, doing.Words)
            : words.Append(doing.Words);
        var type = Actions.IsFace(verb) ? EditType.ChangeContent
            : Actions.IsHaving(verb) && doing.Words.Length > 1 && !IsKnown(doing.Words[1]) ? EditType.AddObject
            : EditType.ChangePose;
        var name = string.Join(' ', words.Words[span.Named..span.End]);
        return Placement.Done(new FreeCaption(after), type, $"{name} is {doing}") with { Antecedent = new Phrase(words.Words[(span.End - 1)..span.End]), Gone = old is { } was ? words.Words[was.From..was.To] : [] };
    }

    // "eating an apple" becomes "eating a pear", and "playing the cello" goes on "with his eyes closed".
    private static (CaptionText After, ImmutableArray<string> Gone)? SameVerb(CaptionText words, NounSpan span, Phrase doing)
    {
        for (var at = span.End; at + 1 < words.End && !Nouns.IsAnimate(words.Words[at]) && words.Words[at] is not ("," or ";"); at++)
        {
            // "fishing from a pier" goes on from a boat.
            if (words.Words[at].Equals(doing.Words[0], StringComparison.OrdinalIgnoreCase) && doing.Words.Length > 2 && WordClass.Places.Contains(words.Words[at + 1]) && NounFinder.At(words.Words, at + 2) is { } from)
            {
                return (words.Replace(at, from.End, doing.Words), words.Words[at..from.End]);
            }

            if (!Nouns.Same(words.Words[at], doing.Words[0]) || doing.Words.Length < 2 || NounFinder.At(words.Words, at + 1) is not { } thing || WordClass.Prepositions.Contains(words.Words[at + 1]))
            {
                continue;
            }

            return WordClass.Prepositions.Contains(doing.Words[1]) ? (words.Replace(thing.End, thing.End, doing.Words[1..]), [])
                : WordClass.Determiners.Contains(doing.Words[1]) || WordLexicon.IsNoun(doing.Words[^1]) ? (words.Replace(at, thing.End, doing.Words), words.Words[at..thing.End])
                : null;
        }

        return null;
    }

    // "a squirrel holding a nut" eats it, and someone facing left now faces right.
    private static (int From, int To)? WithSameObject(CaptionText words, NounSpan span, Phrase doing)
    {
        for (var at = span.End; doing.Words.Length > 1 && at < words.End; at++)
        {
            // "facing left"
            if (words.Words[at] == doing.Words[0] && at + 1 < words.End && doing.Words.Length == 2 && Scales.Oppose(words.Words[at + 1], doing.Words[1]))
            {
                return (at, at + 2);
            }

            if (Actions.IsParticiple(words.Words[at]) && SamePlace(words, (at, at + 1), doing) is { } whole)
            {
                return whole;
            }

            // "a boy with a ball" who now kicks it
            if (words.Words[at] is "with" && Doings.Fitted(words, at + 1, doing).Words.Length < doing.Words.Length)
            {
                return (Actions.IsStance(words.Words[at - 1]) ? at - 1 : at, at + 1);
            }

            if (Actions.IsParticiple(words.Words[at]) && Doings.Fitted(words, at + 1, doing).Words.Length < doing.Words.Length)
            {
                return (at, at + 1);
            }
        }

        return null;
    }

    // "kicking a ball": nobody does two such things at a time.
    private static (int From, int To)? Activity(CaptionText words, NounSpan span)
    {
        for (var at = span.End; at + 1 < words.End && words.Words[at] is not ("and" or "," or ";") && !Nouns.IsAnimate(words.Words[at]); at++)
        {
            if (NounFinder.IsParticiple(words.Words, 0, at) && !WordClass.Prepositions.Contains(words.Words[at - 1]))
            {
                return Actions.IsStill(words.Words[at]) || Actions.IsHaving(words.Words[at]) || Actions.IsGaze(words.Words[at]) || Actions.IsFace(words.Words[at]) ? null
                    : WordClass.EndsNounPhrase(words.Words[at + 1]) ? (at, at + 1)
                    : NounFinder.At(words.Words, at + 1) is not { } thing ? null
                    : thing.End + 1 < words.End && words.Words[thing.End] is "into" or "onto" or "from" or "to" && NounFinder.At(words.Words, thing.End + 1) is { } goal ? (at, goal.End)
                    : (at, thing.End);
            }
        }

        return null;
    }

    // "sitting in a box" is replaced by "jumping out of the box" together with its box.
    private static (int From, int To)? SamePlace(CaptionText words, (int From, int To) stance, Phrase doing)
    {
        var end = Complement.EndAfter(words.Words, stance.From);
        var place = doing.IndexOfAny(WordClass.Prepositions);
        if (doing.Words.Length < 2 || end <= stance.To || Doings.Fitted(words, stance.To, doing).Words.Length < doing.Words.Length)
        {
            return null;
        }

        // One lies either on one's back or on one's stomach.
        var (old, now) = (words.Words[end - 1], doing.Words[^1]);
        var isOtherSide = place > 0 && Actions.IsStance(doing.Words[0]) && words.Words[stance.To] == doing.Words[place] && Nouns.IsPart(old) && Nouns.IsPart(now);
        return isOtherSide || Nouns.Same(old, now) ? (stance.From, end) : null;
    }

    // "looking at the camera": all of it is replaced by "looking down".
    private static (int From, int To)? Gaze(CaptionText words, NounSpan span)
    {
        for (var at = span.End; at < words.End && words.Words[at] is not ("and" or ","); at++)
        {
            if (Actions.IsGaze(words.Words[at]))
            {
                return (at, Complement.EndAfterGaze(words.Words, at));
            }
        }

        return null;
    }

    private static bool IsKnown(string determiner) => determiner is "the" || WordClass.Possessives.Contains(determiner);

    // Clothes and held objects follow the thing. Further actions may come last, if the caption is about it.
    private static bool IsBehindNoun(FreeCaption caption, NounSpan span, Phrase doing) => !(span.End < caption.Words.End && caption.Words.Words[span.End] is "'s") && (
        Actions.IsHaving(doing.Words[0]) || (doing.Words.Length == 1 && !IsTold(caption, span)) || caption.Main() is not { } main || main.End != span.End);

    // "the monk is praying | and smiling": the sentence already has its verb.
    private static bool IsTold(FreeCaption caption, NounSpan span) => span.End < caption.Words.End && WordClass.Auxiliaries.Contains(caption.Words.Words[span.End]);

    // "a woman standing on a bridge", "a girl in a red dress standing", "a dog is laying down", "a smiling man"
    private static (int From, int To)? Excluded(CaptionText caption, NounSpan span, string verb)
    {
        var words = caption.Words;
        for (var at = span.Start; at < caption.End; at++)
        {
            // "in a hat and a dress" describes the same thing.
            if (at >= span.End && Actions.IsStance(verb) && (words[at] is "in" or "with" || Actions.IsHaving(words[at])) && words[Math.Min(at + 1, words.Length - 1)] is not "the")
            {
                at = Math.Max(at, NounList.EndAfter(caption, at + 1) - 1);
                continue;
            }

            if (at >= span.End && words[at] is "and" or "," or ";")
            {
                return null;
            }

            var isExcluded = Actions.IsStance(verb) ? Actions.IsStance(words[at]) : WordSets.Oppose(words[at], verb);
            if (isExcluded && at != span.End - 1)
            {
                var isPhrasal = at + 2 < caption.End && words[at + 1] is "down" or "up" && WordClass.Prepositions.Contains(words[at + 2]);
                return (at, isPhrasal ? at + 2 : at + 1);
            }

            // After another verb, a participle no longer belongs to this thing; someone "punching a bag" stops it to rest.
            if (at >= span.End && NounFinder.IsParticiple(words, 0, at))
            {
                var isAction = Actions.IsStance(verb) && (!Actions.IsHaving(words[at]) || words[at] is "driving" or "riding") && !Actions.IsGaze(words[at]) && at + 1 < caption.End;
                return isAction && WordClass.Determiners.Contains(words[at + 1]) ? (at, Complement.EndAfter(words, at))
                    : isAction && WordLexicon.IsNoun(words[at + 1]) && !WordClass.EndsNounPhrase(words[at + 1]) && NounFinder.At(words, at + 1) is { } done ? (at, done.End)
                    : isAction && !Actions.IsFace(words[at]) ? (at, at + 1)
                    : null;
            }
        }

        return null;
    }
}
