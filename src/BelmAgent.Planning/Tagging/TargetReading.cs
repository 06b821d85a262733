using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Tagging;

/// <summary>A target prompt that somebody else wrote, as marks and as the words that <see cref="SentenceWriter"/> would have to point at.</summary>
/// <param name="Tags">The marks that give the target's words.</param>
/// <param name="Words">The target's words.</param>
internal sealed record TargetReading(EditTags Tags, IReadOnlyList<TargetReading.Source> Words)
{
    /// <summary>Reads a target; null if it has a word that is neither the caption's nor the request's nor a small one.</summary>
    /// <param name="target">The target prompt.</param>
    /// <param name="tags">What the tagger makes of the caption and the request. Its own marks do not count, and confidence and question stay those of its marks.</param>
    /// <param name="small">The small words' numbers.</param>
    public static TargetReading? Read(string target, EditTags tags, IReadOnlyDictionary<string, int> small)
    {
        string[] caption = [.. tags.Caption.Select(Written)], request = [.. tags.Request.Select(Written)];
        string[] words = [.. CaptionText.Parse(target).Words.Select(Written).Where(word => IsSayable(word) || caption.Contains(word))];
        if (Mark(tags, words) is not { } marks)
        {
            return null;
        }

        var (used, sources, last, lastAsked) = (new HashSet<int>(), new List<Source>(), 0, 0);
        foreach (var word in words)
        {
            var isContent = TagWords.IsContent(word);
            var options = Having(marks, word, caption, request, isContent).Where(at => !used.Contains(at)).ToList();
            var number = small.TryGetValue(word, out var found) ? found : -1;
            if (options.Count == 0 && number < 0)
            {
                return null;
            }

            var told = Told(options, number);
            sources.Add(new(options, number, told));
            (last, lastAsked) = told > caption.Length ? (last, told) : told >= 0 ? (told, 0) : (last, 0);
            used.Add(told);
        }

        return new(marks, sources);

        // What follows the last word in its text, then what stands near, then a small word.
        int Told(List<int> options, int number)
        {
            if (lastAsked == 0 && last < caption.Length && options.Contains(last + 1))
            {
                return last + 1;
            }

            if (lastAsked > 0 && options.Contains(lastAsked + 1))
            {
                return lastAsked + 1;
            }

            var near = options.Where(at => at > last && at <= caption.Length).DefaultIfEmpty(-1).First();
            var isNear = near > 0 && !Enumerable.Range(last + 1, near - last - 1).Any(at => marks.Gone[at - 1] == TagFate.Stays && TagWords.IsContent(tags.Caption[at - 1]));
            return isNear ? near : number >= 0 && !options.Exists(at => IsContentAt(at)) ? -1 - number : options[0];
        }

        bool IsContentAt(int at) => TagWords.IsContent(at <= caption.Length ? tags.Caption[at - 1] : tags.Request[at - 1 - caption.Length]);
    }

    /// <summary>Returns whether a word or mark of a request may come.</summary>
    public static bool IsSayable(string word) => TagWords.IsWord(word) || word is "," || Possessive.Is(word);

    private static string Written(string word) => TagWords.Spelled(word).ToLowerInvariant() is var spelled && spelled == "an" ? "a" : spelled;

    private static IEnumerable<int> Having(EditTags marks, string word, string[] caption, string[] request, bool isContent)
    {
        var stem = TagWords.Stem(word);
        for (var at = 0; at < caption.Length; at++)
        {
            if (isContent ? marks.Gone[at] == TagFate.Stays && TagWords.IsContent(caption[at]) && TagWords.Stem(caption[at]) == stem : caption[at] == word)
            {
                yield return 1 + at;
            }
        }

        for (var at = 0; at < request.Length; at++)
        {
            if (isContent ? marks.Come[at] != TagForm.None && TagWords.Stem(SentenceWriter.Formed(request[at], marks.Come[at])) == stem : request[at] == word && IsSayable(word))
            {
                yield return 1 + caption.Length + at;
            }
        }
    }

    private static EditTags? Mark(EditTags tags, string[] words)
    {
        var left = words.Where(TagWords.IsContent).Select(TagWords.Stem).GroupBy(stem => stem).ToDictionary(group => group.Key, group => group.Count());
        var (gone, come) = (new TagFate[tags.Caption.Length], new TagForm[tags.Request.Count]);
        for (var at = 0; at < gone.Length; at++)
        {
            if (TagWords.IsContent(tags.Caption[at]))
            {
                var stem = TagWords.Stem(tags.Caption[at]);
                var stays = left.GetValueOrDefault(stem) > 0;
                gone[at] = stays ? TagFate.Stays : TagFate.Goes;
                left[stem] = left.GetValueOrDefault(stem) - (stays ? 1 : 0);
            }
        }

        foreach (var stem in left.SelectMany(pair => Enumerable.Repeat(pair.Key, pair.Value)))
        {
            var (at, form) = Forms(tags.Request, come).FirstOrDefault(said => TagWords.Stem(SentenceWriter.Formed(tags.Request[said.At], said.Form)) == stem);
            if (form == TagForm.None)
            {
                return null;
            }

            come[at] = form;
        }

        return tags with { Gone = gone, Come = come, Others = [] };
    }

    private static IEnumerable<(int At, TagForm Form)> Forms(IReadOnlyList<string> request, TagForm[] come)
    {
        foreach (var form in (TagForm[])[TagForm.Plain, TagForm.Doing, TagForm.Done])
        {
            for (var at = 0; at < request.Count; at++)
            {
                if (come[at] == TagForm.None && TagWords.IsContent(request[at]) && (form == TagForm.Plain || WordLexicon.IsVerb(request[at].ToLowerInvariant())))
                {
                    yield return (at, form);
                }
            }
        }
    }

    /// <summary>Where a word may come from: words of caption and request, counted from 1, a small word's number (-1: none), and the one that the next word is told.</summary>
    internal readonly record struct Source(IReadOnlyList<int> Options, int Small, int Told);
}
