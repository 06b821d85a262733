using BelmAgent.Plugins.Planning.Captions;
using BelmAgent.Plugins.Planning.Requests;
using BelmAgent.Plugins.Planning.Text;

namespace BelmAgent.Plugins.Planning.FreeText;

/// <summary>A caption of any world: words are exchanged in place, and nothing is known about what a model can draw. Immutable.</summary>
internal sealed class FreeCaption(CaptionText text) : ICaption
{
    /// <summary>The words.</summary>
    public CaptionText Words { get; } = text;

    /// <inheritdoc/>
    public string Text => Words.ToString();

    /// <summary>Where "a photo of" ends; 0 when the caption does not begin so.</summary>
    public int BodyStart
    {
        get
        {
            var of = Words.Words.IndexOf("of");
            return of is > 0 and < 6 && WordSets.IsView(Words.Words[of - 1]) ? of + 1 : 0;
        }
    }

    /// <inheritdoc/>
    public int MentionLength(Phrase words) => NounFinder.MentionLength(Words.Words, words);

    /// <inheritdoc/>
    public Phrase? Resolve(Phrase phrase) =>
        NounFinder.Find(Words.Words, phrase) is [var span] ? new Phrase(Words.Words[span.Named..span.End]) : null;

    /// <inheritdoc/>
    public Placement Place(Change change, Phrase? antecedent) => change switch
    {
        Change.Become become => new FreeBecome(this, antecedent).Place(become),
        Change.Add add => FreeAdd.Place(this, add, antecedent),
        Change.Remove remove => FreeRemove.Place(this, remove.What, antecedent),
        Change.Move move => new FreeBecome(this, antecedent).Move(move),
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };

    /// <summary>The one place that a phrase names, or the question which or what.</summary>
    public (NounSpan? Span, Placement? Question) Find(Phrase phrase, Phrase? antecedent)
    {
        var named = phrase.IsPronoun || phrase.IsEmpty ? antecedent : phrase;
        if (named is null)
        {
            return Main() is { } main ? (main, null) : (null, Unclear(phrase));
        }

        return Spans(named) switch
        {
            [var only] => (only, null),
            [] => (null, Missing(named)),
            var many => (null, Which(named, many)),
        };
    }

    /// <summary>Every place that a phrase names, by these words or by another name for the same; what stands for any thing is what the caption is about.</summary>
    public IReadOnlyList<NounSpan> Spans(Phrase phrase)
    {
        var found = NounFinder.Find(Words.Words, phrase);
        var core = NounFinder.Core(phrase);
        if (found.Count > 0 || core.IsEmpty)
        {
            return found;
        }

        List<NounSpan> others =
        [
            .. Nouns.OtherNames(core.Words[^1])
                .SelectMany(name => NounFinder.Find(Words.Words, new Phrase([.. core.Words[..^1], name])))
                .Where(span => NounFinder.IsHead(Words.Words, span.End))
                .Distinct(),
        ];
        return others.Count > 0 ? others
            : core.Words is [var only] && Nouns.IsGeneric(only) && Main() is { } main ? [main]
            : [];
    }

    /// <summary>The question for something that the caption does not name.</summary>
    public Placement Missing(Phrase named) => Placement.Ask(
        $"The caption says \"{Text}\", and \"{named.Bare}\" is not in it. What should change?",
        "The request names something that is not in the caption.");

    /// <summary>The question for words that make no change.</summary>
    public Placement Unclear(Phrase said) => Placement.Ask(
        $"How is \"{said}\" meant for \"{Text}\"? Say what should change and what it should become.",
        "The request does not say what should change, or into what.");

    /// <summary>What the caption is about, which is "it" without anything said before; null when that is two things.</summary>
    public NounSpan? Main() =>
        NounFinder.At(Words.Words, BodyStart) is { } span && (span.End == Words.Words.Length || Words.Words[span.End] is not ("and" or ","))
            ? span
            : null;

    private Placement Which(Phrase named, IReadOnlyList<NounSpan> many)
    {
        var choices = many.Select(span => $"\"{string.Join(' ', Words.Words[span.Start..Math.Min(span.End + 3, Words.End)])}\"");
        return Placement.Ask($"Which {named.Bare}: {Listing.Or(choices)}?", $"{many.Count} places in the caption fit the request.");
    }
}
