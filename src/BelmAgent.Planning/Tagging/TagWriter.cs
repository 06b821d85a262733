using BelmAgent.Editing.Plans;
using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Soundness;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Tagging;

/// <summary>Writes a caption with the words that go and come.</summary>
internal static class TagWriter
{
    // Between a thing and its place in a picture; "to" and "for" belong to the command.
    private static readonly string[] Locating = ["in", "on", "at", "under", "over", "above", "below", "behind", "beside", "near", "against", "around", "across", "along", "through", "between", "among", "inside", "outside", "beneath"];

    /// <summary>Returns the caption after the change; null if it cannot be written with exactly these words.</summary>
    public static string? Write(string caption, EditTags tags)
    {
        // Only a verb has these forms.
        if (tags.Request.Where((word, at) => tags.Come[at] is TagForm.Doing or TagForm.Done && !WordLexicon.IsVerb(word.ToLowerInvariant())).Any())
        {
            return null;
        }

        var text = CaptionText.Parse(caption);
        var gone = Gone(tags);
        var come = Come(tags, gone);
        if (come.Count == 0 && gone.Count == 1)
        {
            return Kept(Without(text, gone[0], tags), caption, tags);
        }

        if (gone.Count == 0 && come is [var style] && (tags.Kind == EditType.ChangeStyle || WordSets.IsStyle(new Phrase([.. style.Words]))))
        {
            return Kept(Styled(text, style), caption, tags);
        }

        // From the end, so that positions before stay what they are.
        var changes = Pairs(gone, come).OrderBy(change => change.At).ToList();
        for (var i = changes.Count - 1; i >= 0; i--)
        {
            var (at, until, said) = changes[i];
            text = said is null ? Cut(text, at, until, i > 0 ? changes[i - 1].Until : 0) : until > at ? Exchange(text, at, until, said) : Insert(text, at, said);
        }

        return Kept(text.ToString(), caption, tags);
    }

    private static string? Styled(CaptionText text, Said style) =>
        WordSets.IsStyle(new Phrase([.. style.Words])) ? new FreeCaption(text).Place(new Change.Become(new Phrase("picture"), new Phrase([.. style.Phrase]), Link: ResultLink.With), null).Caption?.Text
        : text.Replace(0, 0, [.. style.Phrase, "of"]).ToString();

    // What the tags say is what the text must have.
    private static string? Kept(string? text, string caption, EditTags tags) =>
        !string.IsNullOrWhiteSpace(text) && text != caption && Expected(tags).Order(StringComparer.Ordinal).SequenceEqual(ContentWords.Content(text).Order(StringComparer.Ordinal)) ? text : null;

    private static IEnumerable<string> Expected(EditTags tags) =>
        tags.Caption.Where((word, at) => TagWords.IsContent(word) && !tags.Gone[at])
            .Concat(tags.Request.Select((word, at) => (Word: word, Form: tags.Come[at])).Where(mark => mark.Form != TagForm.None).Select(mark => Formed(mark.Word, mark.Form)))
            .Select(TagWords.Stem);

    private static string Formed(string word, TagForm form) => form switch
    {
        TagForm.Doing => Actions.Ing(word.ToLowerInvariant()),
        TagForm.Done => Actions.PassiveOf(word.ToLowerInvariant()),
        _ => word,
    };

    // Runs of words that go, with the small words between them.
    private static List<(int From, int To)> Gone(EditTags tags)
    {
        var runs = new List<(int From, int To)>();
        for (var at = 0; at < tags.Caption.Length; at++)
        {
            if (!tags.Gone[at])
            {
                continue;
            }

            if (runs is [.., var last] && tags.Caption[last.To..at].All(word => !TagWords.IsContent(word) && word is not ("," or "." or "and")))
            {
                runs[^1] = (last.From, at + 1);
            }
            else
            {
                runs.Add((at, at + 1));
            }
        }

        return runs;
    }

    // Runs of words that come, with the small words between them and the article before them.
    private static List<Said> Come(EditTags tags, List<(int From, int To)> gone)
    {
        var runs = new List<(int From, int To)>();
        for (var at = 0; at < tags.Request.Count; at++)
        {
            if (tags.Come[at] == TagForm.None)
            {
                continue;
            }

            if (runs is [.., var last] && Enumerable.Range(last.To, at - last.To).All(between => !TagWords.IsContent(tags.Request[between]) && tags.Request[between] is not ("." or "!" or "?" or ";" or ":" or "to" or "for" or "with" or "into" or "it" or "them"))
                && (gone.Count < 2 || Math.Abs(tags.Places[at] - tags.Places[last.To - 1]) < 3))
            {
                runs[^1] = (last.From, at + 1);
            }
            else
            {
                runs.Add((at, at + 1));
            }
        }

        return [.. runs.Select(run =>
        {
            var words = Words(tags, run.From, run.To);
            var before = run.From > 0 ? tags.Request[run.From - 1].ToLowerInvariant() : "";
            var determiner = before is "a" or "an" or "some" or "another" or "his" or "her" or "its" or "their" ? before : null;
            var lead = run.From - (determiner is not null || before is "the" ? 2 : 1) is >= 0 and var at && Locating.Contains(tags.Request[at].ToLowerInvariant()) ? tags.Request[at].ToLowerInvariant() : null;
            return new Said(words, determiner, lead, tags.Places[run.From]);
        })];
    }

    // Without quotation marks and other marks. A capital letter stays where it does not start a sentence or stand in a request of capitals.
    private static List<string> Words(EditTags tags, int from, int to)
    {
        var isLoud = !tags.Request.Any(word => word.Any(char.IsLower));
        var words = new List<string>();
        for (var at = from; at < to; at++)
        {
            var word = tags.Request[at];
            if (words.Count > 0 && Possessive.Is($"{words[^1]}{word}") && word.Length == 2)
            {
                words[^1] += word;
            }
            else if (TagWords.IsWord(word) || word is ",")
            {
                word = Formed(word, tags.Come[at]);
                var isFirst = at == 0 || tags.Request[at - 1] is "." or "!" or "?";
                words.Add(isLoud ? word.ToLowerInvariant() : isFirst && !word.All(char.IsUpper) ? char.ToLowerInvariant(word[0]) + word[1..] : word);
            }
        }

        return words;
    }

    // Which words come in place of which.
    private static IEnumerable<(int At, int Until, Said? Said)> Pairs(List<(int From, int To)> gone, List<Said> come)
    {
        var left = come.ToList();
        foreach (var run in gone)
        {
            var said = left.Find(one => one.Place >= run.From - 2 && one.Place <= run.To) ?? (gone.Count == 1 && left.Count == 1 ? left[0] : null);
            left.Remove(said!);
            yield return (run.From, run.To, said);
        }

        foreach (var said in left)
        {
            yield return (said.Place, said.Place, said);
        }
    }

    private static CaptionText Exchange(CaptionText text, int from, int to, Said said)
    {
        var words = text.Words;
        var isHead = to == words.Length || NounFinder.IsHead(words, to);
        var start = from > 0 && Article.Is(words[from - 1]) ? from - 1 : from;
        var noun = said.Words[^1];
        if (!isHead || !WordLexicon.IsThing(noun) || said.IsLook)
        {
            return text.Replace(from, to, said.Words);
        }

        var preposition = start > 0 && words[start - 1] is "in" or "on" or "at" ? said.Lead : null;
        var hasArticle = start < from;
        var determiner = hasArticle
            ? said.NeedsArticle ? words[start] : said.Determiner is "a" or "an" ? null : said.Determiner
            : from > 0 && (WordClass.Determiners.Contains(words[from - 1]) || WordLexicon.IsAdjective(words[from - 1])) ? null : said.Determiner;
        string[] phrase = determiner is null ? [.. said.Words] : [determiner, .. said.Words];
        return preposition is null ? text.Replace(start, to, phrase) : text.Replace(start - 1, to, [preposition, .. phrase]);
    }

    private static CaptionText Insert(CaptionText text, int at, Said said)
    {
        var words = text.Words;
        at = Math.Min(at, text.End);
        at = at == 0 && said.IsNoun && !said.IsLook && (said.Determiner is not null || said.Lead is not null) ? text.End : at;
        var isBeforeNoun = at < text.End && TagWords.IsContent(words[at]) && (at == 0 || !WordLexicon.IsThing(words[at - 1]) || WordLexicon.IsAdjective(words[at - 1]));
        if (said.IsLook || !said.IsNoun || (isBeforeNoun && said.Determiner is null && said.Lead is null && said.Words.Count < 3 && (at == 0 || Article.Is(words[at - 1]))))
        {
            return text.Replace(at, at, said.Words);
        }

        if (said.Lead is { } lead)
        {
            return text.Replace(at, at, [lead, .. said.Phrase]);
        }

        if (at > 0 && WordLexicon.IsThing(words[at - 1]) && IsInList(words, at))
        {
            return text.Replace(at, at, ["and", .. said.Phrase]);
        }

        return at > 0 && (WordClass.Prepositions.Contains(words[at - 1]) || words[at - 1] is "and" or "," or "wearing" or "holding") ? text.Replace(at, at, said.Phrase) : text.Replace(at, at, ["with", .. said.Phrase]);
    }

    // "wearing dungarees", "with a hat": another one joins it.
    private static bool IsInList(IReadOnlyList<string> words, int at)
    {
        for (at--; at >= 0 && !WordClass.Prepositions.Contains(words[at]) && !words[at].EndsWith("ing", StringComparison.Ordinal) && words[at] is not ("and" or ","); at--)
        {
        }

        return at >= 0 && words[at] is "with" or "wearing" or "holding" or "carrying";
    }

    private static string? Without(CaptionText text, (int From, int To) run, EditTags tags)
    {
        var caption = new FreeCaption(text);
        var removed = caption.Place(new Change.Remove(new Phrase(text.Words[run.From..run.To])), null).Caption?.Text;
        return removed is not null && Kept(removed, text.ToString(), tags) is not null ? removed : Cut(text, run.From, run.To, 0).ToString();
    }

    // With the article and the word that joined it to the rest.
    private static CaptionText Cut(CaptionText text, int from, int to, int start)
    {
        var words = text.Words;
        if (to < words.Length && TagWords.IsContent(words[to]) && !words[to].EndsWith("ing", StringComparison.Ordinal))
        {
            return text.Remove(from, to);
        }

        while (from > start && (WordClass.Determiners.Contains(words[from - 1]) || (WordClass.Prepositions.Contains(words[from - 1]) && words[from - 1] is not "of") || words[from - 1] is "and" or "wearing" or "holding"))
        {
            from--;
        }

        return text.Remove(from, to);
    }

    private sealed record Said(List<string> Words, string? Determiner, string? Lead, int Place)
    {
        // A colour, a material, a state: it stands beside a noun.
        public bool IsLook => Determiner is null && (WordSets.IsState(new Phrase([.. Words])) || (WordLexicon.IsAdjective(Words[^1].ToLowerInvariant()) && !WordLexicon.IsNoun(Words[^1].ToLowerInvariant())));

        // Words that nobody knows are names of things.
        public bool IsNoun => WordLexicon.IsThing(Words[^1]) || !(WordLexicon.Knows(Words[^1]) || WordLexicon.IsAdjective(Words[^1].ToLowerInvariant()) || Words[^1].EndsWith("ing", StringComparison.Ordinal) || Words[^1].EndsWith("ed", StringComparison.Ordinal));

        public bool NeedsArticle => !WordLexicon.IsPlural(Words[^1]) && !WordSets.IsUncounted(Words[^1]) && Numbers.Read(Words[0]) is null;

        public List<string> Phrase => Determiner is not null ? [Determiner is "a" or "an" ? Article.For(Words[0]) : Determiner, .. Words] : NeedsArticle ? [Article.For(Words[0]), .. Words] : Words;
    }
}
