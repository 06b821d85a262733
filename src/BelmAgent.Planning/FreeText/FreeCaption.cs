using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.FreeText;

/// <summary>A free caption, not limited to a model's vocabulary: what it names, and what cannot be said of it. Immutable.</summary>
internal sealed partial class FreeCaption(CaptionText text) : ICaption
{
    private const int MaxQuoted = 4;

    /// <summary>Gets the words.</summary>
    public CaptionText Words { get; } = text;

    /// <inheritdoc/>
    public string Text => Words.ToString();

    /// <summary>Gets the position after "a photo of"; 0 if the caption does not start that way.</summary>
    public int BodyStart
    {
        get
        {
            var of = Words.Words.IndexOf("of");
            return of is > 0 and < 6 && WordSets.IsView(Words.Words[of - 1]) ? of + 1 : 0;
        }
    }

    /// <inheritdoc/>
    public int MentionLength(Phrase words) => NounFinder.MentionLength(Words.Words, words) is > 0 and var length ? length : OtherMentionLength(words);

    /// <inheritdoc/>
    public Phrase? Resolve(Phrase phrase) =>
        NounFinder.Find(Words.Words, phrase) is [var span] ? new Phrase(Words.Words[span.Named..span.End]) : null;

    /// <inheritdoc/>
    public IReadOnlyList<Phrase> Referents(Phrase phrase)
    {
        var spans = phrase.IsEmpty || phrase.IsPronoun ? Main() is { } main ? [main] : [] : Spans(phrase);
        // With more of them than there are ordinals, they cannot be distinguished in words.
        var names = spans.Take(Ordinal.Count).Select(span => new Phrase([.. Words.Words[span.Start..span.End]]).Bare).ToList();
        // "a dog on a chair and a dog on a sofa": only their order distinguishes them.
        return [.. names.Select((name, i) => names.Count(other => other.ToString() == name.ToString()) == 1 ? name : new Phrase([Ordinal.Name(i), name.Words[^1]]))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Phrase> Alike(Phrase referent) => Referents(referent[^1..]);

    /// <inheritdoc/>
    public bool Fits(Phrase referent, Phrase words)
    {
        if (NounFinder.Find(Words.Words, referent) is not [var span])
        {
            return false;
        }

        var end = span.End;
        while (end < Words.End && Words.Words[end] is not ("and" or "," or ";"))
        {
            end++;
        }

        var said = words.Words.Where(word => !WordClass.Determiners.Contains(word) && !WordClass.Prepositions.Contains(word) && word is not ("one" or "ones")).ToList();
        return said.Count > 0 && said.All(word => Words.Words[span.Start..end].Any(other => Nouns.Same(other, word)));
    }

    /// <inheritdoc/>
    public bool HasSlots => false;

    /// <inheritdoc/>
    public Phrase? Several()
    {
        var words = Words.Words;
        if (Main() is { } main && Groups.IsCollective(words[main.End - 1]))
        {
            return new Phrase(words[main.End - 1]);
        }

        var counted = Enumerable.Range(0, Words.End)
            .Where(at => WordLexicon.IsPlural(words[at]) && WordLexicon.IsNoun(words[at]) && NounFinder.IsHead(words, at + 1) && !NounFinder.IsPredicate(words, at))
            .Where(at => NounFinder.Find(words, new Phrase(words[at])) is [var span] && Numbers.Read(words[span.Start]) > 1 || Nouns.IsAnimate(words[at])).ToList();
        return counted.Count > 0 ? new Phrase(words[counted[0]]) : null;
    }

    /// <inheritdoc/>
    public string? ContentOf(Phrase container) =>
        Spans(container) is [var span] && span.End + 1 < Words.End && Words.Words[span.End] is "of" && NounFinder.At(Words.Words, span.End + 1) is { } content
            ? string.Join(' ', Words.Words[content.Start..content.End])
            : null;

    /// <inheritdoc/>
    public IReadOnlyList<Change>? Consent(Change change) => null;

    /// <summary>Returns the only place that a phrase names, or a question.</summary>
    public (NounSpan? Span, Placement? Question) Find(Phrase phrase, Phrase? antecedent)
    {
        var named = phrase.IsPronoun || phrase.IsEmpty ? antecedent : phrase;
        if (named is null && Pronouns.Resolve(this, phrase) is { } meant)
        {
            return (meant, null);
        }

        // "a bride and groom": both of them
        if (IsBoth(phrase) && (named is null || Spans(named).Count == 0) && Pair() is { } pair)
        {
            return (pair, null);
        }

        // "they" are several.
        if (named is null && phrase.Words is ["they" or "them" or "their"] && Main() is { } one && !WordLexicon.IsPlural(Words.Words[one.End - 1]) && Words.Words[one.End - 1] is not ("group" or "crowd" or "couple" or "family" or "team" or "pair"))
        {
            return (null, Unclear(phrase));
        }

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

    /// <summary>
    /// Returns every place that a phrase names, by the same words or a synonym; a generic word refers to the subject of the caption.
    /// </summary>
    public IReadOnlyList<NounSpan> Spans(Phrase phrase)
    {
        var found = NounFinder.Find(Words.Words, phrase);
        var core = NounFinder.Core(phrase);
        // "the yellow one"
        if (core.Words is [.., var look, "one" or "ones"])
        {
            return [.. Enumerable.Range(0, Words.End).Where(at => Nouns.Same(Words.Words[at], look)).Select(at => NounFinder.At(Words.Words, at)).OfType<NounSpan>().Where(span => span.End - span.Start > 1)
                .SelectMany(span => NounFinder.Find(Words.Words, new Phrase(Words.Words[span.End - 1])).Where(whole => whole.End == span.End))];
        }

        if (found.Count > 0 || core.IsEmpty)
        {
            return found;
        }

        List<NounSpan> others =
        [
            .. Words.Words.Distinct(StringComparer.OrdinalIgnoreCase)
                .Where(name => Nouns.IsOtherName(core.Words[^1], name))
                .SelectMany(name => NounFinder.Find(Words.Words, new Phrase([.. core.Words[..^1], name])))
                .Where(span => NounFinder.IsHead(Words.Words, span.End))
                .Distinct(),
        ];
        return others.Count > 1 && Nouns.IsGeneric(core.Words[^1]) && Main() is { } first && others.Exists(span => span.End == first.End) ? [first]
            : others.Count > 0 ? others
            : OfContent(core) is { Count: > 0 } compound ? compound
            : core.Words is [var person] && IsAnybody(person) && Persons(person) is [var someone] ? [someone]
            : core.Words is [var only] && Nouns.IsGeneric(only) && Main() is { } main && !(WordLexicon.IsKindName(only) && only is not ("character" or "figure" or "subject") && WordLexicon.IsThing(Words.Words[main.End - 1]) && !Nouns.IsAnimate(Words.Words[main.End - 1])) ? [main]
            : Described(core) is { Count: > 0 } described ? described
            : core.Words is [var stuff] ? [.. Enumerable.Range(0, Words.End).Where(at => Nouns.IsMadeFrom(Words.Words[at], stuff)).Select(at => new NounSpan(at, at, at + 1))]
            : [];
    }

    // "the soy sauce dish" for "a dish of soy sauce"
    private List<NounSpan> OfContent(Phrase core) => core.Words.Length < 2 ? [] :
    [
        .. NounFinder.Find(Words.Words, core[^1..])
            .Where(span => span.End + 1 < Words.End && Words.Words[span.End] is "of" && WordLexicon.Is(Words.Words[span.End - 1], "container", "dish") && NounFinder.At(Words.Words, span.End + 1) is { } content && core.Words[..^1].All(word => Words.Words[content.Start..content.End].Any(other => Nouns.Same(word, other)))),
    ];

    // "the guy" for "a boxer", if there is no other person.
    private static bool IsAnybody(string noun) => noun is "guy" or "man" or "woman" or "lady" or "girl" or "boy" or "dude" or "person" or "kid" or "gentleman" or "chap";

    private List<NounSpan> Persons(string said) =>
    [
        .. Words.Words.Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(word => Nouns.IsPerson(word) && !(Nouns.IsFemale(said) && Nouns.IsMale(word)) && !(Nouns.IsMale(said) && Nouns.IsFemale(word)) && !WordLexicon.IsPlural(word))
            .SelectMany(word => NounFinder.Find(Words.Words, new Phrase(word))).Where(span => NounFinder.IsHead(Words.Words, span.End)),
    ];

    // "the small dog" in a caption with one dog of unspecified size.
    private IReadOnlyList<NounSpan> Described(Phrase core) =>
        core.Words.Length > 1 && NounFinder.Find(Words.Words, core[^1..]) is [var span] && NounFinder.IsHead(Words.Words, span.End)
            && core.Words[..^1].All(word => !WordLexicon.IsThing(word) && !Words.Words[span.Start..span.End].Any(other => WordSets.Oppose(word, other))) ? [span] : [];

    /// <summary>Returns the question for something that the caption does not mention.</summary>
    public Placement Missing(Phrase named) => Placement.Ask(
        IsName(named) ? $"The caption says \"{Text}\", and \"{named.Bare}\" is not in it. What should change?" : $"The caption says \"{Text}\". Which thing in it should change, and what should it become?",
        "The request names something that is not in the caption.");

    /// <summary>Returns the question for words that do not describe a change.</summary>
    public Placement Unclear(Phrase said) => Placement.Ask(
        said.IsEmpty || said.Words.Length > MaxQuoted ? $"The caption says \"{Text}\". Say which thing in it should change and what it should become." : $"How is \"{said}\" meant for \"{Text}\"? Say what should change and what it should become.",
        "The request does not say what should change, or into what.");

    /// <summary>Returns the subject of the caption, which is the antecedent of "it" if nothing was mentioned before; null if there are two.</summary>
    public NounSpan? Main() =>
        NounFinder.At(Words.Words, BodyStart) is { } frame && frame.End + 1 < Words.End && Words.Words[frame.End] is "of" && Words.Words[frame.End - 1] is "portrait" or "close-up" or "closeup" && NounFinder.At(Words.Words, frame.End + 1) is { } shown ? shown
        : NounFinder.At(Words.Words, BodyStart) is { } span && (span.End == Words.Words.Length || Words.Words[span.End] is not ("and" or ","))
            ? span
            : null;

    // What a question may quote: the name of a thing, and not half of the user's sentence.
    private static bool IsName(Phrase said) =>
        said.Bare.Words.Length <= MaxQuoted && !said.Words.Any(word => word is "i" or "i'd" or "i'm" or "you" or "we" || WordClass.Auxiliaries.Contains(word)) && (said.Words.Length == 1 || VerbTable.Read(said).Length == 0);

    // "the vehicle" of a caption that says "taxi"
    private int OtherMentionLength(Phrase words)
    {
        var end = words.Words.Length - words.Bare.Words.Length + 1;
        if (words.Words.IndexOf("one") is > 1 and < 4 and var one && WordClass.Determiners.Contains(words.Words[0]) && Spans(words[..(one + 1)]).Count > 0)
        {
            return one + 1;
        }

        return words.Words is ["both" or "they" or "them", ..] && Pair() is not null ? 1
            : end == 1 && !words.IsEmpty && WordLexicon.IsThing(words.Words[0]) && !WordSets.IsColor(words.Words[0]) && !WordSets.IsMaterial(words.Words[0]) && Spans(words[..1]) is [var other] && NounFinder.IsHead(Words.Words, other.End) ? 1
            : end > 1 && end <= words.Words.Length && !words.IsIndefinite && !WordClass.Determiners.Contains(words.Words[end - 1]) && !WordClass.EndsNounPhrase(words.Words[end - 1]) && Spans(words[..end]).Count > 0 ? end : 0;
    }

    private Placement Which(Phrase named, IReadOnlyList<NounSpan> many)
    {
        var choices = many.Select(span => $"\"{string.Join(' ', Words.Words[span.Start..Math.Min(span.End + 3, Words.End)])}\"");
        return Placement.Ask($"Which {named.Bare}: {Listing.Or(choices)}?", $"{many.Count} places in the caption fit the request.");
    }
}
