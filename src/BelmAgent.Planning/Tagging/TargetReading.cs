using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Tagging;

/// <summary>A target prompt that somebody else wrote, as marks and as the words that <see cref="SentenceWriter"/> would have to point at.</summary>
/// <param name="Tags">The marks that give the target's words.</param>
/// <param name="Words">The target's words.</param>
internal sealed record TargetReading(EditTags Tags, IReadOnlyList<TargetReading.Source> Words)
{
    /// <summary>Reads a target; null if it has a word that is neither the caption's nor the request's nor one of the writer's own.</summary>
    /// <param name="target">The target prompt.</param>
    /// <param name="tags">What the tagger makes of the caption and the request. Its own marks do not count, and confidence and question stay those of its marks.</param>
    /// <param name="own">The numbers of the writer's own words.</param>
    public static TargetReading? Read(string target, EditTags tags, IReadOnlyDictionary<string, int> own)
    {
        string[] caption = [.. tags.Caption.Select(Written)], request = [.. tags.Request.Select(Written)];
        string[] words = [.. CaptionText.Parse(target).Words.Select(Written).Where(word => IsSayable(word) || caption.Contains(word))];
        if (Mark(tags, words, own) is not { } marks)
        {
            return null;
        }

        var (used, sources, last, lastAsked) = (new HashSet<int>(), new List<Source>(), 0, 0);
        foreach (var word in words)
        {
            var isContent = TagWords.IsContent(word);
            var options = Having(marks, word, caption, request, isContent).Where(at => !used.Contains(at)).ToList();
            var number = (options.Count == 0 || !isContent) && own.TryGetValue(word, out var found) ? found : -1;
            if (options.Count == 0 && number < 0)
            {
                return null;
            }

            var told = Told(options, number);
            sources.Add(new([.. options.Select(at => new SentenceWriter.SaidWord(at, IsOther(at, word)))], number, told));
            (last, lastAsked) = told > caption.Length ? (last, told) : told >= 0 ? (told, 0) : (last, 0);
            used.Add(told);
        }

        return new(marks, sources);

        bool IsOther(int at, string word) => (at <= caption.Length ? caption[at - 1] : marks.Come[at - 1 - caption.Length] == TagForm.Plain ? request[at - 1 - caption.Length] : "") is var said
            && HasNumber(said) && said != word && TagWords.AreSame(said, word);

        // What follows the last word in its text, then what stands near, then an own word.
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

    /// <summary>Returns whether a word may be said in the other number: "dog" and "says", but no "sheep", whose plural is the same, and no "mathematic".</summary>
    public static bool HasNumber(string word) =>
        word.Length > 0 && TagWords.IsContent(word) && word.All(char.IsAsciiLetterLower) && Numbers.Other(word) is var other && other != word && WordLexicon.Knows(other);

    private static string Written(string word) => TagWords.Spelled(word).ToLowerInvariant() is var spelled && spelled == "an" ? "a" : spelled;

    private static IEnumerable<int> Having(EditTags marks, string word, string[] caption, string[] request, bool isContent)
    {
        var stem = TagWords.Stem(word);
        for (var at = 0; at < caption.Length; at++)
        {
            if (isContent ? marks.Gone[at] == TagFate.Stays && TagWords.IsContent(caption[at]) && (TagWords.Stem(caption[at]) == stem || TagWords.AreSame(caption[at], word)) : caption[at] == word)
            {
                yield return 1 + at;
            }
        }

        for (var at = 0; at < request.Length; at++)
        {
            if (isContent ? marks.Come[at] != TagForm.None && (TagWords.Stem(SentenceWriter.Formed(request[at], marks.Come[at])) == stem || (marks.Come[at] == TagForm.Plain && TagWords.AreSame(request[at], word))) : request[at] == word && IsSayable(word))
            {
                yield return 1 + caption.Length + at;
            }
        }
    }

    private static EditTags? Mark(EditTags tags, string[] words, IReadOnlyDictionary<string, int> own)
    {
        var (gone, come) = (new TagFate[tags.Caption.Length], new TagForm[tags.Request.Count]);
        var left = words.Where(TagWords.IsContent).ToList();
        for (var at = 0; at < gone.Length; at++)
        {
            if (TagWords.IsContent(tags.Caption[at]))
            {
                var stem = TagWords.Stem(tags.Caption[at]);
                var found = left.FindIndex(word => TagWords.Stem(word) == stem);
                gone[at] = found < 0 ? TagFate.Goes : TagFate.Stays;
                if (found >= 0)
                {
                    left.RemoveAt(found);
                }
            }
        }

        foreach (var word in left)
        {
            var kept = Enumerable.Range(0, gone.Length).FirstOrDefault(at => gone[at] == TagFate.Goes && TagWords.AreSame(tags.Caption[at], word), -1);
            if (kept >= 0)
            {
                gone[kept] = TagFate.Stays;
                continue;
            }

            var forms = Forms(tags.Request, come).ToList();
            var said = forms.Find(said => TagWords.Stem(SentenceWriter.Formed(tags.Request[said.At], said.Form)) == TagWords.Stem(word));
            said = said.Form != TagForm.None ? said : forms.Find(said => said.Form == TagForm.Plain && TagWords.AreSame(tags.Request[said.At], word));
            if (said.Form != TagForm.None)
            {
                come[said.At] = said.Form;
            }
            else if (!own.ContainsKey(word))
            {
                return null;
            }
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

    /// <summary>Where a word may come from: words of caption and request, the number of one of the writer's own (-1: none), and what the next word is told.</summary>
    internal readonly record struct Source(IReadOnlyList<SentenceWriter.SaidWord> Options, int Own, int Told);
}
