using BelmAgent.Editing.Plans;
using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Soundness;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Tagging;

/// <summary>Writes a caption with the words that go and come.</summary>
internal static class TagWriter
{
    /// <summary>Returns the caption after the change; null if it cannot be written with exactly these words.</summary>
    public static string? Write(string caption, EditTags tags)
    {
        // Only a verb has these forms.
        if (tags.Request.Where((word, at) => tags.Come[at] is TagForm.Doing or TagForm.Done && !WordLexicon.IsVerb(word.ToLowerInvariant())).Any())
        {
            return null;
        }

        var text = CaptionText.Parse(caption);
        var gone = WithJoints(text.Words, WithQuotes(text.Words, tags.Gone), tags);
        int[] kept = [.. Enumerable.Range(0, text.Words.Length).Where(at => gone[at] == TagFate.Stays)];
        var said = Said(tags, place => kept.Count(at => at < Math.Min(place, text.End)));
        if (said[0].Any() && kept is [0, ..] && Article.Is(text.Words[0]))
        {
            // Before "a dog" stands a medium, or a thing with words of its own; a colour stands after the article.
            said = tags.Kind == EditType.ChangeStyle ? AsMedium(said) : IsLook(said[0].Last()[^1]) ? Moved(said) : said;
        }

        // From the end, so that positions before stay what they are.
        for (var slot = kept.Length; slot >= 0; slot--)
        {
            // A removal may have taken a comma along.
            var to = Math.Min(slot == kept.Length ? text.Words.Length : kept[slot], text.Words.Length);
            var from = Math.Min(slot == 0 ? 0 : kept[slot - 1] + 1, to);
            List<string> words = [.. Enumerable.Range(from, to - from).Where(at => gone[at] == TagFate.And).Select(_ => "and"), .. said[slot].SelectMany(one => one)];
            if (words.Count == 0)
            {
                text = to > from ? text.Remove(from, to) : text;
                continue;
            }

            var (previous, next) = (from > 0 ? text.Words[from - 1] : "", to < text.Words.Length ? text.Words[to] : ".");
            words = Joined(words, previous, next);
            // "under a dark storm clouds"
            var isPlural = previous is "a" or "an" or "A" or "An" && WordLexicon.IsPlural(words[^1]) && !words.Exists(WordClass.EndsNounPhrase) && WordClass.EndsNounPhrase(next);
            text = text.Replace(isPlural ? from - 1 : from, to, words);
        }

        return text.ToString() is var target && !string.IsNullOrWhiteSpace(target) && target != caption && !target.Contains("\"\"", StringComparison.Ordinal)
            && Expected(tags).Order(StringComparer.Ordinal).SequenceEqual(ContentWords.Content(target).Order(StringComparer.Ordinal)) ? target : null;
    }

    // What the tags say is what the text must have.
    private static IEnumerable<string> Expected(EditTags tags) =>
        tags.Caption.Where((word, at) => TagWords.IsContent(word) && tags.Gone[at] == TagFate.Stays)
            .Concat(tags.Request.Select((word, at) => (Word: word, Form: tags.Come[at])).Where(mark => mark.Form != TagForm.None && TagWords.IsContent(mark.Word)).Select(mark => Formed(mark.Word, mark.Form)))
            .Select(TagWords.Stem);

    private static string Formed(string word, TagForm form) => form switch
    {
        TagForm.Doing => Actions.Ing(word.ToLowerInvariant()),
        TagForm.Done => Actions.PassiveOf(word.ToLowerInvariant()),
        _ => word,
    };

    // Quotation marks come in pairs.
    private static IReadOnlyList<TagFate> WithQuotes(IReadOnlyList<string> words, IReadOnlyList<TagFate> gone) =>
        words.Index().Count(word => word.Item is "\"" && gone[word.Index] == TagFate.Stays) % 2 == 0 ? gone : [.. gone.Select((fate, at) => words[at] is "\"" ? TagFate.Stays : fate)];

    // An article or a preposition goes with the noun that it belongs to, if nothing comes in its place.
    private static TagFate[] WithJoints(IReadOnlyList<string> words, IReadOnlyList<TagFate> gone, EditTags tags)
    {
        TagFate[] fates = [.. gone];
        for (var to = words.Count; to > 0; to--)
        {
            if (fates[to - 1] == TagFate.Stays || (to < words.Count && fates[to] != TagFate.Stays))
            {
                continue;
            }

            var from = to;
            while (from > 0 && fates[from - 1] != TagFate.Stays)
            {
                from--;
            }

            var isFilled = fates.AsSpan(from, to - from).Contains(TagFate.And) || tags.Come.Index().Any(come => come.Item != TagForm.None && tags.Places[come.Index] >= from && tags.Places[come.Index] <= to);
            while (!isFilled && from > 0 && (Article.Is(words[from - 1]) || IsSmall(words[from - 1])) && (to == words.Count || WordClass.EndsNounPhrase(words[to])))
            {
                fates[--from] = TagFate.Goes;
            }
        }

        return fates;
    }

    // "Anime" before "a dog" becomes "anime of".
    private static ILookup<int, List<string>> AsMedium(ILookup<int, List<string>> said) =>
        said.SelectMany(group => group.Select((words, at) => (group.Key, Words: group.Key == 0 && at == group.Count() - 1 && words[^1] != "of" ? [.. words, "of"] : words))).ToLookup(one => one.Key, one => one.Words);

    private static ILookup<int, List<string>> Moved(ILookup<int, List<string>> said) =>
        said.SelectMany(group => group.Select(words => (Slot: Math.Max(1, group.Key), Words: group.Key == 0 && words.Count > 1 && Article.Is(words[0]) ? words[1..] : words))).ToLookup(one => one.Slot, one => one.Words);

    private static bool IsLook(string word) => WordSets.IsColor(word) || WordSets.IsMaterial(word) || (WordLexicon.IsAdjective(word) && !WordLexicon.IsThing(word));

    // Without a preposition or an article that is there already, and with an article where one thing follows "with".
    private static List<string> Joined(List<string> words, string previous, string next)
    {
        if (words.Count > 1 && (words[0] == previous || (IsSmall(previous) && IsSmall(words[0])) || (WordClass.Determiners.Contains(previous) && WordClass.Determiners.Contains(words[0]))))
        {
            words = words[1..];
        }

        var at = words.Count > 1 && words[0] is "with" or "holding" or "wearing" or "beside" or "behind" ? 1 : previous is "with" or "holding" or "wearing" or "beside" or "behind" or "to" ? 0 : -1;
        var needsArticle = at >= 0 && !words.Exists(word => word is "," or "and") && !WordClass.Determiners.Contains(words[at]) && Numbers.Read(words[at]) is null && WordClass.EndsNounPhrase(next)
            && WordLexicon.IsThing(words[^1]) && !WordLexicon.IsPlural(words[^1]) && !WordSets.IsUncounted(words[^1]) && !char.IsUpper(words[^1][0]) && !words.Skip(at).Any(WordClass.Prepositions.Contains);
        return needsArticle ? [.. words[..at], Article.For(words[at]), .. words[at..]] : words;
    }

    private static bool IsSmall(string word) => word is "with" or "in" or "on" or "at" or "of";

    // The words that come, by the number of kept words before them. A capital letter stays where it does not start a sentence or stand in a request of capitals.
    private static ILookup<int, List<string>> Said(EditTags tags, Func<int, int> slotOf)
    {
        var isLoud = !tags.Request.Any(word => word.Any(char.IsLower));
        var said = new List<(int Slot, List<string> Words)>();
        var (last, waiting) = (-1, "");
        for (var at = 0; at < tags.Request.Count; at++)
        {
            var word = tags.Request[at];
            if (tags.Come[at] == TagForm.None)
            {
                continue;
            }

            var isPart = last >= 0 && tags.Places[last] == tags.Places[at] && Enumerable.Range(last, at - last).All(between => tags.Come[between] != TagForm.None);
            if (isPart && Possessive.Is(word) && word.Length == 2)
            {
                said[^1].Words[^(1 + Small(tags.After[last]).Length)] += word;
                continue;
            }

            var before = tags.Before[at].Length > 0 ? tags.Before[at] : waiting;
            if (!TagWords.IsWord(word) && word is not ",")
            {
                // Quotation marks do not come, but what stands before them does.
                waiting = before;
                continue;
            }

            var isFirst = at == 0 || tags.Request[at - 1] is "." or "!" or "?";
            word = Formed(word, tags.Come[at]);
            word = isLoud ? word.ToLowerInvariant() : isFirst && !word.All(char.IsUpper) ? char.ToLowerInvariant(word[0]) + word[1..] : word;
            before = isPart && before is not ("and" or ",") && IsOpen(said[^1].Words[^1]) ? "" : before;
            said.Add((slotOf(tags.Places[at]), [.. Small(before), word, .. Small(tags.After[at])]));
            (last, waiting) = (at, "");
        }

        return said.ToLookup(one => one.Slot, one => one.Words);
    }

    // "a big", "four", "foam and": the phrase goes on.
    private static bool IsOpen(string word) =>
        WordClass.Conjunctions.Contains(word) || WordClass.Determiners.Contains(word) || WordClass.Prepositions.Contains(word) || Numbers.Read(word) is not null
        || (WordLexicon.IsAdjective(word) && !word.EndsWith("ed", StringComparison.Ordinal) && !word.EndsWith("ing", StringComparison.Ordinal));

    private static string[] Small(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
