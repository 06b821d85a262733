using BelmAgent.Editing.Plans;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>Changes what a thing in a caption does, or adds an action.</summary>
internal static class FreePose
{
    /// <summary>Gives a thing an action.</summary>
    /// <param name="caption">The caption.</param>
    /// <param name="span">The thing.</param>
    /// <param name="doing">The action, starting with the participle: "looking up".</param>
    public static Placement Apply(FreeCaption caption, NounSpan span, Phrase doing)
    {
        var words = caption.Words;
        var verb = doing.Words[0];
        // "roll on the carpet" if it is on a carpet already
        doing = doing.Words.Length > 1 && WordClass.Prepositions.Contains(doing.Words[1]) && Fitted(words, span.End, doing).Words.Length == 1 ? doing[..1] : doing;
        var old = Actions.IsStance(verb) || Actions.IsFace(verb) ? Excluded(words, span, verb) ?? (verb is "sleeping" ? Gaze(words, span) : WithSameObject(words, span, doing))
            : Actions.IsGaze(verb) && Gaze(words, span) is { } gaze ? gaze
            : WithSameObject(words, span, doing);
        old = old is { } stance && Actions.IsStance(verb) && SamePlace(words, stance, doing) is { } whole ? whole : old;
        var after = old is { } place ? words.Replace(place.From, place.To, Fitted(words, place.To, doing).Words)
            : IsBehindNoun(caption, span, doing) ? words.Replace(span.End, span.End, doing.Words)
            : words.Append(doing.Words);
        var type = Actions.IsFace(verb) ? EditType.ChangeContent
            : Actions.IsHaving(verb) && doing.Words.Length > 1 && !IsKnown(doing.Words[1]) ? EditType.AddObject
            : EditType.ChangePose;
        var name = string.Join(' ', words.Words[span.Named..span.End]);
        return Placement.Done(new FreeCaption(after), type, $"{name} is {doing}") with { Antecedent = new Phrase(words.Words[(span.End - 1)..span.End]) };
    }

    /// <summary>Replaces one action by another.</summary>
    /// <param name="caption">The caption.</param>
    /// <param name="old">The old action: the participle.</param>
    /// <param name="doing">The new action.</param>
    /// <param name="isPose">Whether the request calls it a pose.</param>
    public static Placement Instead(FreeCaption caption, NounSpan old, Phrase doing, bool isPose)
    {
        var words = caption.Words;
        var after = words.Replace(old.Named, old.End, Fitted(words, old.End, doing).Words);
        return FreeModifier.Done(
            caption, after, Actions.IsFace(doing.Words[0]) && !isPose ? EditType.ChangeContent : EditType.ChangePose, doing.Words[0], $"{words.Words[old.Named]} becomes {doing}");
    }

    // "pointing at the camera" after "waving at the camera": the complement is there already.
    private static Phrase Fitted(CaptionText words, int at, Phrase doing)
    {
        // "putting down his hand" after "raising his hand"
        var verb = doing.Words is [_, var particle, _, ..] && WordClass.Directions.Contains(particle) && WordClass.Determiners.Contains(doing.Words[2]) ? 2 : 1;
        var (rest, there) = (PlainWords(doing.Words.Skip(verb)), PlainWords(words.Words.Skip(at)));
        return rest.Count > 0 && there.Take(rest.Count).SequenceEqual(rest, StringComparer.OrdinalIgnoreCase) ? doing[..verb] : doing;
    }

    private static List<string> PlainWords(IEnumerable<string> words) => [.. words.Where(word => !WordClass.Determiners.Contains(word))];

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
            if (words.Words[at] is "with" && Fitted(words, at + 1, doing).Words.Length < doing.Words.Length)
            {
                return (Actions.IsStance(words.Words[at - 1]) ? at - 1 : at, at + 1);
            }

            if (Actions.IsParticiple(words.Words[at]) && Fitted(words, at + 1, doing).Words.Length < doing.Words.Length)
            {
                return (at, at + 1);
            }
        }

        return null;
    }

    // "sitting in a box" is replaced by "jumping out of the box" together with its box.
    private static (int From, int To)? SamePlace(CaptionText words, (int From, int To) stance, Phrase doing)
    {
        var end = Complement.EndAfter(words.Words, stance.From);
        var place = doing.IndexOfAny(WordClass.Prepositions);
        if (doing.Words.Length < 2 || end <= stance.To || Fitted(words, stance.To, doing).Words.Length < doing.Words.Length)
        {
            return null;
        }

        // One lies either on one's back or on one's stomach.
        var (old, now) = (words.Words[end - 1], doing.Words[^1]);
        var isOtherSide = place > 0 && Actions.IsStance(doing.Words[0]) && words.Words[stance.To] == doing.Words[place] && Nouns.IsPart(old) && Nouns.IsPart(now);
        return isOtherSide || NounFinder.Same(old, now) ? (stance.From, end) : null;
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
    private static bool IsBehindNoun(FreeCaption caption, NounSpan span, Phrase doing) =>
        Actions.IsHaving(doing.Words[0]) || (doing.Words.Length == 1 && !IsTold(caption, span)) || caption.Main() is not { } main || main.End != span.End;

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

            // After another verb, a participle no longer belongs to this thing.
            if (at >= span.End && NounFinder.IsParticiple(words, 0, at))
            {
                return null;
            }
        }

        return null;
    }
}
