using BelmAgent.Editing.Plans;
using BelmAgent.Plugins.Planning.Captions;
using BelmAgent.Plugins.Planning.Text;

namespace BelmAgent.Plugins.Planning.FreeText;

/// <summary>A thing of a caption does something else, or something besides.</summary>
internal static class FreePose
{
    /// <summary>Lets a thing do something.</summary>
    /// <param name="caption">The caption.</param>
    /// <param name="span">The thing.</param>
    /// <param name="doing">What it does, with the participle first: "looking up".</param>
    public static Placement Apply(FreeCaption caption, NounSpan span, Phrase doing)
    {
        var words = caption.Words;
        var verb = doing.Words[0];
        var old = Actions.IsStance(verb) || Actions.IsFace(verb) ? Excluded(words, span, verb) : null;
        var after = old is { } place ? words.Replace(place.From, place.To, doing.Words)
            : IsBehindNoun(caption, span, doing) ? words.Replace(span.End, span.End, doing.Words)
            : words.Append(doing.Words);
        var type = Actions.IsFace(verb) ? EditType.ChangeContent
            : Actions.IsHaving(verb) && doing.Words.Length > 1 ? EditType.AddObject
            : EditType.ChangePose;
        var name = string.Join(' ', words.Words[span.Named..span.End]);
        return Placement.Done(new FreeCaption(after), type, $"{name} is {doing}") with { Antecedent = new Phrase(words.Words[(span.End - 1)..span.End]) };
    }

    // What a thing wears or holds follows it. What else it does may come last, if the caption is about it.
    private static bool IsBehindNoun(FreeCaption caption, NounSpan span, Phrase doing) =>
        Actions.IsHaving(doing.Words[0]) || doing.Words.Length == 1 || caption.Main() is not { } main || main.End != span.End;

    // "a woman standing on a bridge", "a girl in a red dress standing", "a dog is laying down", "a smiling man"
    private static (int From, int To)? Excluded(CaptionText caption, NounSpan span, string verb)
    {
        var words = caption.Words;
        for (var at = span.Start; at < caption.End; at++)
        {
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

            // Past another verb, a participle is no longer this thing's.
            if (at >= span.End && NounFinder.IsParticiple(words, 0, at))
            {
                return null;
            }
        }

        return null;
    }
}
