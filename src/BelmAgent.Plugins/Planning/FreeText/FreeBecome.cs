using BelmAgent.Editing.Plans;
using BelmAgent.Plugins.Planning.Captions;
using BelmAgent.Plugins.Planning.Requests;
using BelmAgent.Plugins.Planning.Text;

namespace BelmAgent.Plugins.Planning.FreeText;

/// <summary>Something in a caption of any world becomes something else.</summary>
internal sealed class FreeBecome(FreeCaption caption, Phrase? antecedent)
{
    private CaptionText Words => caption.Words;

    /// <summary>Places a change.</summary>
    public Placement Place(Change.Become change)
    {
        var (subject, result) = (change.Subject, change.Result);
        var isWhole = WordSets.IsWhole(subject);
        if (result.IsEmpty || (subject.IsEmpty && Weather.Read(result) is null && !WordSets.IsStyle(result)))
        {
            return caption.Unclear(result);
        }

        if (WordSets.IsStyle(result))
        {
            return FreeStyle.Apply(caption, result);
        }

        if (change.From is { } from && NounFinder.Find(Words.Words, from) is [var old])
        {
            return Exchange(old, result, from, subject);
        }

        if ((isWhole || subject.Bare.Words is ["sky" or "weather" or "time" or "season"] || Weather.Read(subject) is not null) && Weather.Read(result) is { } weather)
        {
            return Done(weather.ApplyTo(Words), EditType.ChangeBackground, $"the picture is {weather.Phrase}");
        }

        var (span, question) = caption.Find(subject, antecedent);
        return (span, subject.Bare.Words) switch
        {
            ({ } found, _) => Apply(found, change),
            (null, ["background" or "backdrop" or "scene" or "place"]) => FreeBackground.Set(caption, result),
            (null, ["sky"]) => Done(Words.Append(["under", .. Indefinite(result).Words, "sky"]), EditType.ChangeBackground, $"the sky becomes {result}"),
            _ => question!,
        };
    }

    /// <summary>Puts something elsewhere: exchanges the place that the caption names after it, or adds one.</summary>
    public Placement Move(Change.Move move)
    {
        var (span, question) = caption.Find(move.What, antecedent);
        return span is { } found && !move.Where.IsEmpty
            ? FreeBackground.MoveTo(caption, found, move.Where)
            : question ?? caption.Unclear(move.What);
    }

    private Placement Apply(NounSpan span, Change.Become change)
    {
        var result = change.Result;
        if (WordSets.IsColor(result))
        {
            return Modify(span, result, EditType.ChangeColor);
        }

        if (WordSets.IsFigure(result))
        {
            string[] figure = [.. Indefinite(result).Words, "of"];
            return Done(Words.Replace(span.Start, span.Start, figure), EditType.ChangeMaterial, $"{Name(span)} becomes {result}");
        }

        if (change.Link == ResultLink.None && WordSets.Participle(result.Words[0]) is { } participle)
        {
            return Follow(span, new Phrase([participle, .. result.Words[1..]]));
        }

        var isThing = change.Link == ResultLink.Into || result.IsIndefinite || (change.Link == ResultLink.To && !WordSets.IsState(result));
        if (isThing)
        {
            return Exchange(span, result, change.Subject, change.Subject);
        }

        var isLater = result.Words.Length > 1 && (result.Words[0].EndsWith("ing", StringComparison.Ordinal) || result.IndexOfAny(WordClass.Prepositions) >= 0);
        return isLater
            ? Follow(span, result)
            : Modify(span, result, WordSets.IsMaterial(result) ? EditType.ChangeMaterial : EditType.ChangeContent);
    }

    private Placement Follow(NounSpan span, Phrase doing) =>
        Done(Words.Replace(span.End, span.End, doing.Words), EditType.ChangePose, $"{Name(span)} is {doing}");

    // Puts an adjective before the noun, in the place of one that it excludes, be that before the noun or after "is".
    private Placement Modify(NounSpan span, Phrase state, EditType type)
    {
        var noun = span.End - 1;
        var old = Enumerable.Range(span.Start, noun - span.Start).LastOrDefault(at => WordSets.Oppose(Words.Words[at], state.Words[^1]), -1);
        if (old < 0 && span.End + 1 < Words.Words.Length && Words.Words[span.End] is "is" or "are" && WordSets.Oppose(Words.Words[span.End + 1], state.Words[^1]))
        {
            old = span.End + 1;
        }

        var after = old >= 0 ? Words.Replace(old, old + 1, state.Words) : Words.Replace(noun, noun, state.Words);
        return after.ToString() == Words.ToString()
            ? Placement.Ask($"The caption already says \"{caption.Text}\". What should change?", "The request changes nothing.")
            : Done(after, WordSets.IsBackdrop(Words.Words[noun]) ? EditType.ChangeBackground : type, $"{Name(span)} becomes {state}") with { Antecedent = new Phrase(Words.Words[noun..span.End]) };
    }

    private Placement Exchange(NounSpan span, Phrase result, Phrase said, Phrase subject)
    {
        var isState = WordSets.IsState(result);
        var type = isState && WordSets.IsColor(result) ? EditType.ChangeColor
            : subject.Words.Concat(Words.Words[span.Named..span.End]).Any(WordSets.IsBackground) ? EditType.ChangeBackground
            : said.Words is [.., var verb] && verb.EndsWith("ing", StringComparison.Ordinal) ? EditType.ChangePose
            : isState ? EditType.ChangeContent
            : EditType.ChangeObject;
        return Done(NounExchange.Apply(Words, span, result, said), type, $"{Name(span)} becomes {result}") with { Antecedent = result.Bare };
    }

    private string Name(NounSpan span) => string.Join(' ', Words.Words[span.Named..span.End]);

    private static Phrase Indefinite(Phrase words) =>
        WordClass.Determiners.Contains(words.Words[0]) ? words : new([Article.For(words.Words[0]), .. words.Words]);

    private static Placement Done(CaptionText words, EditType type, string reason) => Placement.Done(new FreeCaption(words), type, reason);
}
