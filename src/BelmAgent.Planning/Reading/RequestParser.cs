using System.Collections.Frozen;
using System.Text.RegularExpressions;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Soundness;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Reading;

/// <summary>Reads a request as changes of a caption.</summary>
/// <remarks>
/// Each clause has several readings; the first counts that can be applied to the caption and has a place for all that is said. A clause that has
/// none and speaks of nothing to change is talk; if it names a thing, "it" in the next clause is that thing.
/// </remarks>
internal sealed partial class RequestParser(ICaption caption)
{
    private static readonly FrozenSet<string> Telling = WordLexicon.Set("telling");
    private static readonly FrozenSet<string> OfModels = WordLexicon.Set("of-models");
    private static readonly FrozenSet<string> Empty = WordLexicon.Set("empty");
    private readonly List<string> _read = [];

    /// <summary>Gets the clauses that were read as talk.</summary>
    public List<string> Talk { get; } = [];

    /// <summary>Gets the clauses that were read as changes.</summary>
    public string Said => string.Join(". ", _read);

    /// <summary>Gets whether all of the request was read as a plain command, without punctuation inside.</summary>
    public bool IsPlain { get; private set; }

    /// <summary>Reads a request.</summary>
    /// <returns>The changes in order; empty if nothing was understood.</returns>
    public IReadOnlyList<Change> Parse(string request)
    {
        if (Phrase.Parse(request).Words.Length > MaxWords)
        {
            _read.Add(request);
            return PlainClauses.Read(request, caption);
        }

        var pieces = Sentences.Of(request, caption).SelectMany(sentence => RunOn().Match(sentence) is { Success: true } both ? [both.Groups["c"].Value, both.Groups["m"].Value] : new[] { sentence }).SelectMany(Pieces).ToList();
        if (pieces.Count > MaxPieces)
        {
            return [];
        }

        var maxReadings = caption.Text.Length > MaxCaption ? 1 : MaxReadings;
        var (current, focus, topic, all) = (caption, (Phrase?)null, (Phrase?)null, new List<Change>());
        var isPlain = true;
        var unread = new List<(string Piece, IReadOnlyList<Change> Changes, int At)>();
        var isModel = Phrase.Parse(request).Words.Any(OfModels.Contains);
        var told = isModel ? [] : pieces.Where((piece, at) => pieces.Count > 1 && (IsTold(piece) || (at + 1 < pieces.Count && Complaint().IsMatch(piece) && Phrase.Parse(pieces[at + 1]).Words.Any(WordClass.Pronouns.Contains)))).ToHashSet();
        told = told.Count == pieces.Count ? [] : told;
        foreach (var piece in pieces)
        {
            if (told.Contains(piece))
            {
                Talk.Add(piece);
                topic = focus = Named(piece) ?? focus;
                continue;
            }

            var about = topic;
            var readings = new ClauseReader(current).Read(piece).Select(reading => reading with { Changes = [.. reading.Changes.SelectMany(Each).Select(Colored)] }).Select(reading => about is null ? reading : reading with { Changes = [.. reading.Changes.Select(change => Of(change, about))] }).Where(reading => reading.Changes.Count > 0).Take(maxReadings).ToList();
            var found = readings.Select(reading => (Reading: reading, Placed: Placed(current, reading, focus))).FirstOrDefault(candidate => candidate.Placed is not null);
            if (found.Placed is var (next, antecedent))
            {
                all.AddRange(found.Reading.Changes);
                isPlain &= found.Reading.IsPlain;
                _read.Add(found.Reading.Said);
                (current, focus) = (next, antecedent ?? focus);
                continue;
            }

            isPlain &= readings.Exists(reading => reading.IsPlain);
            unread.Add((piece, readings.FirstOrDefault()?.Changes ?? [], all.Count));
            focus = Named(piece) ?? focus;
        }

        // "the teapot stays, everything else goes" is one command.
        IsPlain = isPlain && (all.Exists(change => change is Change.Only) || !InnerMark().IsMatch(request));
        var isTold = all.Count > 0 && !isModel;
        foreach (var (piece, changes, at) in unread.AsEnumerable().Reverse())
        {
            if (isTold && IsTalk(piece))
            {
                Talk.Add(piece);
            }
            else
            {
                all.InsertRange(Math.Min(at, all.Count), changes);
                _read.Add(piece);
            }
        }

        // "lose the cat, just the chair"
        all = all.Exists(change => change is Change.Only) ? all.FindAll(change => change is not Change.Remove) : all;
        return caption.HasSlots ? all : InItsPlace(all);
    }

    private const int MaxReadings = 12;
    private const int MaxPieces = 20;
    private const int MaxWords = 80;
    private const int MaxCaption = 600;

    // "the sun and the house" are two things to remove, "the black and white cat" is one.
    private static IEnumerable<Change> Each(Change change)
    {
        if (change is not Change.Remove { What: { } things })
        {
            yield return change;
            yield break;
        }

        var start = 0;
        for (var at = 1; at + 1 < things.Words.Length; at++)
        {
            if (things.Words[at] is "and" or "," && (WordClass.Determiners.Contains(things.Words[at + 1]) || WordClass.Possessives.Contains(things.Words[at + 1])))
            {
                yield return new Change.Remove(things[start..at]);
                start = at + 1;
            }
        }

        yield return new Change.Remove(things[start..]);
    }

    // "a peach colour", "a nice shade of lilac" and "a soft pink" are no things.
    private static Change Colored(Change change) => change switch
    {
        Change.Become { Result: { IsEmpty: false } result } become when become.Link != ResultLink.With && ColorOf(result) is { } color => become with { Result = color, Link = ResultLink.None },
        Change.Add { What: { IsEmpty: false } what, Where.Words: ["to", ..] } add when ColorOf(what) is { } color => new Change.Become(add.Where![1..], color),
        _ => change,
    };

    private static Phrase? ColorOf(Phrase said)
    {
        var of = said.Words.IndexOf("of");
        var rest = of > 0 && said.Words[of - 1] is "shade" or "tone" or "hue" or "tint" or "touch" ? said[(of + 1)..] : said;
        rest = rest.Words is [_, .., "color" or "colour" or "shade" or "tone"] ? rest[..^1] : rest;
        var isNamed = rest.Words.Length < said.Words.Length;
        return (isNamed || (said.IsIndefinite && Article.Is(said.Words[0]))) && !rest.IsEmpty && WordSets.IsColor(rest.Words[^1]) && (isNamed || rest.Bare.Words.Length > 1 || (WordSets.IsBasicColor(rest.Words[^1]) && !WordLexicon.IsThing(rest.Words[^1]))) && rest.Bare.Words[..^1].All(word => !WordLexicon.IsThing(word) || WordSets.IsColor(word) || WordSets.IsShade(word)) ? rest.Bare : null;
    }

    // "it" is what was told of before.
    private static Change Of(Change change, Phrase topic) => change switch
    {
        Change.Become { Subject: { IsPronoun: true, Words: ["it" or "them" or "that" or "this" or "him" or "they"] } } become => become with { Subject = topic },
        Change.Remove { What: { IsPronoun: true, Words: ["it" or "them" or "that" or "this"] } } => new Change.Remove(topic),
        Change.Move { What.IsPronoun: true } move => move with { What = topic },
        _ => change,
    };

    private static (ICaption Caption, Phrase? Antecedent)? Placed(ICaption start, Reading reading, Phrase? focus)
    {
        var (current, antecedent) = (start, focus);
        var gone = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var change in reading.Changes)
        {
            var placement = current.Place(change, antecedent);
            if (placement.Caption is not { } next)
            {
                return null;
            }

            gone.UnionWith(placement.Gone);
            (current, antecedent) = (next, placement.Antecedent ?? antecedent);
        }

        var said = reading.Changes.Any(change => change is Change.Only) ? "" : reading.Said;
        return start.HasSlots || PlanFaults.Missing(start.Text, said, current.Text).All(fault => fault.Kind is PlanFaultKind.Lost && gone.Contains(fault.Words)) ? (current, antecedent) : null;
    }

    // The thing that an unread clause names.
    private Phrase? Named(string piece)
    {
        var words = Phrase.Parse(piece);
        for (var at = 0; at < words.Words.Length; at++)
        {
            if (!words.Words[at].Equals("it", StringComparison.OrdinalIgnoreCase) && caption.MentionLength(words[at..]) is > 0 and var length && (WordLexicon.IsThing(words.Words[at + length - 1]) || !WordLexicon.IsAdjective(words.Words[at + length - 1])) && caption.Resolve(words[at..(at + length)]) is { } thing)
            {
                return thing;
            }
        }

        return null;
    }

    // What neither commands nor names anything new to see.
    private bool IsTalk(string piece)
    {
        var (core, mood) = Shell.Strip(piece);
        var words = Phrase.Parse(core).Words;
        return IsTold(piece) || (words.Length < 4 && VerbTable.Read(new Phrase(words)).Length == 0 && Named(piece) is null) || (mood == Mood.None && VerbTable.Read(new Phrase(words)).Length == 0 && Named(piece) is null
                && (words.Any(Telling.Contains) || !words.Any(word => WordLexicon.IsThing(word) || WordSets.IsColor(word) || WordSets.IsMaterial(word) || Scales.Has(word) || Weather.Read(new Phrase(word)) is not null)));
    }

    // "could you do that"
    private static bool IsTold(string piece) => Self().IsMatch(piece) || (Opinion().IsMatch(piece) && Weather.Read(Phrase.Parse(Shell.Strip(piece).Core)) is null) || Phrase.Parse(Shell.Strip(piece).Core).Words.All(Empty.Contains);

    // A sentence, split where another clause starts.
    private IEnumerable<string> Pieces(string sentence)
    {
        if (sentence.StartsWith("instead of", StringComparison.OrdinalIgnoreCase) || OnlyForm.Read(sentence, caption) is not null || GroupForm.Read(sentence, caption) is not null)
        {
            return [sentence];
        }

        var pieces = new List<string>();
        foreach (var (lead, text) in Joints().Split(sentence).Prepend("").Chunk(2).Select(pair => (pair[0], pair.Length > 1 ? pair[1] : "")))
        {
            if (pieces.Count > 0 && Phrase.Parse(pieces[^1]) is { IsEmpty: false } named && Mentions.Subject(caption, named) == named.Words.Length && lead.Trim() is "and")
            {
                pieces[^1] += lead + text;
            }
            else if (pieces.Count == 0 || lead.Trim() is ", so" || Starts(text, pieces[^1]) || Self().IsMatch(pieces[^1]))
            {
                pieces.Add(text);
            }
            else
            {
                pieces[^1] += lead + text;
            }
        }

        return pieces;
    }

    private bool Starts(string text, string before)
    {
        if (text.StartsWith("not ", StringComparison.OrdinalIgnoreCase) || text.StartsWith("no ", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var (core, mood) = Shell.Strip(text);
        var words = Phrase.Parse(core);
        if (words.IsEmpty)
        {
            return false;
        }

        var subject = Mentions.Subject(caption, words);
        return mood != Mood.None || text.IndexOf("instead of", StringComparison.OrdinalIgnoreCase) > 0 || VerbTable.Read(VerbTable.Trim(words)).Length > 0 || OnlyForm.Read(text, caption) is not null || Self().IsMatch(text) || Opinion().IsMatch(text)
            || (subject > 0 && subject < words.Words.Length && WordSets.IsState(words[subject..]) && VerbTable.Read(VerbTable.Trim(Phrase.Parse(before))).Length == 0)
            || (subject > 0 && subject < words.Words.Length && (WordClass.Auxiliaries.Contains(words.Words[subject]) || words.Words[subject] is "should" or "must" or "can" or "could" or "would" or "will" or "may" or "might"))
            || (words.Words.Length > 1 && WordLexicon.IsVerb(words.Words[0]) && (words.Words[1] is "the" or "it" or "them" or "him" or "her" or "his" or "their"));
    }

    // "remove the books and put a cactus there"
    private static List<Change> InItsPlace(List<Change> changes)
    {
        for (var at = 1; at < changes.Count; at++)
        {
            if (changes[at - 1] is Change.Remove { What: { } gone } && changes[at] is Change.Add { What: { } come } add
                && (come.Words is [_, .., "there" or "instead"] || (WordLexicon.AreAlike(gone.Words[^1], come.Words[^1]) && !gone.IsPronoun && add.Where is null or { Words: ["to", "her" or "him" or "it" or "them"] }) || add.Where?.Words is ["in", "its" or "their" or "his" or "her" or "the", "place" or "spot"] or ["there"] or ["in", "place", ..]))
            {
                changes[at - 1] = new Change.Become(gone, come.Words[^1] is "there" or "instead" ? come[..^1] : come, Link: ResultLink.With);
                changes.RemoveAt(at--);
            }
        }

        return changes;
    }

    [GeneratedRegex(@"(\s*,\s*(?:and |but |then |so )?|\s+(?:and|but|then|while|plus|so)\s+)", RegexOptions.IgnoreCase)]
    private static partial Regex Joints();

    [GeneratedRegex(@"(?:[,;:!?(]|\.(?!\d))\s*(?!please\b|pls\b|thanks?\b)\w", RegexOptions.IgnoreCase)]
    private static partial Regex InnerMark();

    // What tells about the user, and not about the picture.
    [GeneratedRegex(@"^(?:i|we|my|our|ours|mine|nobody|everybody|people|someone)\b(?!.*\b(?:want|need|would|should|must|prefer|wish|like it)\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Self();

    // "the wave is too scary make it smaller"
    [GeneratedRegex(@"^(?<c>[^,]+?\b(?:is|are|too|looks?)\b[^,]+?) (?<m>(?:make|turn|paint|get rid of|remove|delete|change|swap) (?:it|them|that)\b.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex RunOn();

    [GeneratedRegex(@"^(?:the|his|her|its|their|this|that) [\w ]+? (?:is|are|looks?|seems?|feels?) (?!to\b|being\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Complaint();

    [GeneratedRegex(@"^(?:(?:it|this|that|he|she|they|there) (?:is|are|was|were|looks?|seems?|feels?)\b(?!.*\bshould\b)|(?:would|might|could) (?:be|look|match|fit|suit|make|go|feel|work)\b)|\bnot (?:be )?(?:so|that|too)\b|^(?:be|do) (?:a|an|me|so|us) [\w ]+$|\btoo (?:much|many|\w+)(?:$|\W)|\bis enough$|^(?:love|nice|great|cool|cute) ", RegexOptions.IgnoreCase)]
    private static partial Regex Opinion();
}
