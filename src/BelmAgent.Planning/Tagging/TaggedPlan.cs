using System.Collections.Frozen;
using System.Text.RegularExpressions;
using BelmAgent.Editing.Plans;
using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Soundness;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Tagging;

/// <summary>Plans by the networks: the tagger marks what goes and comes, the writer writes sentences, and the judge weighs those that are nearly as probable.</summary>
internal static partial class TaggedPlan
{
    private const float SentenceWeight = .5f;
    private const float MaxQuestionOfOwn = .1f;     // where only the writer's own words change something
    private const float JudgeWeight = .3f;
    private const float MaxLoss = 1;                // against the most probable, in nats
    private const int MaxSentences = 4;             // of one reading
    private const int MaxJudged = 4;
    // "if he smiled": a caption cannot say it in the past.
    private static readonly FrozenDictionary<string, string> PastFaces = new Dictionary<string, string>
    {
        ["smiled"] = "smile", ["laughed"] = "laugh", ["grinned"] = "grin", ["frowned"] = "frown", ["winked"] = "wink", ["yawned"] = "yawn", ["cried"] = "cry",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Sizes = WordLexicon.Set("size");

    /// <summary>Gets whether the networks are there: ONNX Runtime's native library may be missing, or of a version that does not fit.</summary>
    public static bool IsAvailable => RequestTagger.Shared is not null && SentenceWriter.Shared is not null;

    /// <summary>Marks a caption and a request; null where the networks are not there, or one of the two is too long.</summary>
    public static EditTags? Tags(string caption, string request)
    {
        var seen = QuotedTexts.Find(new PlanningRequest(request, caption)).Folded;
        return RequestTagger.Shared?.Tag(CaptionText.Parse(seen.Caption).Words, Past().Replace(seen.Request, match => PastFaces.GetValueOrDefault(match.Value, match.Value)));
    }

    /// <summary>Returns the plan whose sentence is the most probable to the three networks together, and its reading; null if there is none.</summary>
    /// <param name="request">The request and the caption.</param>
    /// <param name="tags">The marks.</param>
    /// <param name="confidence">The least confidence of a reading.</param>
    /// <param name="question">What the probability of a question must stay below.</param>
    public static (EditPlan Plan, EditTags Reading)? Plan(PlanningRequest request, EditTags tags, float confidence, float question)
    {
        if (tags.Question >= question || tags.IsQuestion || IsLiked(tags))
        {
            return null;
        }

        var texts = QuotedTexts.Find(request);
        return Best(Sentences(texts.Folded, tags, confidence)) is { } target
            ? (new EditPlan { Request = request.Request, SourcePrompt = request.Caption.Trim(), TargetPrompt = texts.Unfold(target.Text), EditType = target.Tags.Kind }, target.Tags)
            : null;
    }

    /// <summary>Returns the sound sentences that are the most probable by the marks and the writer, the best first; empty if there is none.</summary>
    /// <param name="request">The request and the caption.</param>
    /// <param name="tags">The marks.</param>
    /// <param name="confidence">The least confidence of a reading.</param>
    internal static IReadOnlyList<WrittenSentence> Sentences(PlanningRequest request, EditTags tags, float confidence)
    {
        if (SentenceWriter.Shared is not { } writer)
        {
            return [];
        }

        var caption = request.Caption.Trim();
        var (found, best) = (new List<WrittenSentence>(), float.NegativeInfinity);
        foreach (var reading in tags.Others.Prepend(tags).Concat(Undressed(tags).Where(_ => found.Count == 0)).Where(reading => reading.Confidence >= confidence && !reading.IsQuestion && !IsLiked(reading)))
        {
            // No sentence makes up for what the marks lack, and a less probable one does not count.
            if (Least() >= 0)
            {
                break;
            }

            foreach (var sentence in writer.Write(caption, reading, Least).Take(MaxSentences).TakeWhile(sentence => Score(sentence) > best - MaxLoss).Select(sentence => sentence with { Text = SentenceFaults.Fitted(sentence.Text, caption) }))
            {
                if (IsMeant(reading, caption, sentence.Text) && !PlanFaults.InSentence(caption, request.Request, sentence.Text).Any())
                {
                    found.Add(sentence);
                    best = MathF.Max(best, Score(sentence));
                }
            }

            float Least() => (best - MaxLoss - MathF.Log(reading.Confidence)) / SentenceWeight;
        }

        return [.. found.Where(sentence => Score(sentence) > best - MaxLoss).OrderByDescending(Score).DistinctBy(sentence => sentence.Text).Take(MaxJudged)];
    }

    /// <summary>Returns what a reading of a request changes, in words.</summary>
    public static string Reason(PlanningRequest request, EditTags reading)
    {
        var (gone, come) = Words(request, reading);
        return gone.Length == 0 && come.Length == 0 ? "number or place changes" : come.Length == 0 ? $"{gone} disappears" : gone.Length == 0 ? $"{come} appears" : $"{gone} becomes {come}";
    }

    /// <summary>Returns the words that go and those that come, as the caption and the request have them.</summary>
    public static (string Gone, string Come) Words(PlanningRequest request, EditTags reading)
    {
        var texts = QuotedTexts.Find(request);
        return (texts.Unfold(string.Join(' ', reading.GoneWords)), texts.Unfold(string.Join(' ', reading.ComeWords)));
    }

    // A reading of last resort: what the only one who wears something wore before leaves, with its looks, where something of its place comes. Each garment alone may be unlikely to go.
    private static IEnumerable<EditTags> Undressed(EditTags tags)
    {
        var come = tags.ComeWords.Select(word => word.ToLowerInvariant()).Where(Nouns.IsGarment).ToList();
        if (come.Count == 0 || tags.Caption.Count(word => Nouns.IsPerson(word) && !WordSets.IsColor(word)) != 1)
        {
            yield break;
        }

        TagFate[] gone = [.. tags.Gone];
        for (var at = 0; at < gone.Length; at++)
        {
            if (Nouns.IsGarment(tags.Caption[at]) && come.Exists(garment => Nouns.AreWornAlike(garment, tags.Caption[at])))
            {
                for (var look = at; look >= 0 && TagWords.IsContent(tags.Caption[look]) && (look == at || !Actions.IsParticiple(tags.Caption[look])); look--)
                {
                    gone[look] = TagFate.Goes;
                }
            }
        }

        if (!gone.SequenceEqual(tags.Gone))
        {
            yield return tags with { Gone = gone, Others = [] };
        }
    }

    // What no fault of a sentence shows: nothing to see is left, or the writer's own words say something else than the marks do.
    private static bool IsMeant(EditTags reading, string caption, string target)
    {
        var (hasGone, hasCome) = (reading.GoneWords.Any(), reading.ComeWords.Any());
        return (hasCome || ShowsThing(target)) && (hasGone || hasCome || (reading.Question < MaxQuestionOfOwn && SaysOther(caption, target))) && !SaysOtherSize(reading, target);
    }

    internal static float Score(WrittenSentence sentence) => MathF.Log(sentence.Tags.Confidence) + (SentenceWeight * sentence.LogProbability);

    // The one that is the most probable to the judge too.
    private static WrittenSentence? Best(IReadOnlyList<WrittenSentence> sentences)
    {
        if (sentences.Count < 2 || SentenceWriter.Judge is not { } judge)
        {
            return sentences.Count > 0 ? sentences[0] : null;
        }

        return sentences.Zip(judge.Score(sentences)).MaxBy(judged => Score(judged.First) + (JudgeWeight * judged.Second)).First;
    }

    // "nice": what is only liked or disliked cannot be drawn. A sign may say BEST DAD, and two more chefs may come.
    private static bool IsLiked(EditTags tags) => tags.ComeWords.Any(word => word is not "right" && !(word is "more" && tags.ComeWords.Any(number => Numbers.Read(number) is not null)) && !word.All(char.IsUpper) && WordSets.IsVague(new Phrase(word.ToLowerInvariant())));

    // "night": nothing to see is left.
    private static bool ShowsThing(string target) => CaptionText.Parse(target).Words.Any(word => word.ToLowerInvariant() is var said && (WordLexicon.IsThing(said) || WordSets.IsBackdrop(said)));

    // "small hair" for "longer": a look of the writer's own in place of the size that the request says.
    private static bool SaysOtherSize(EditTags reading, string target)
    {
        var asked = reading.Request.Select(word => Scales.Plain(word.ToLowerInvariant())).Where(Sizes.Contains).ToList();
        return asked.Count > 0 && !reading.ComeWords.Any()
            && CaptionText.Parse(target).Words.Any(word => word.ToLowerInvariant() is var said && WordLexicon.IsAdjective(said) && Numbers.Read(said) is null && !asked.Contains(said) && !reading.Caption.Contains(word, StringComparer.OrdinalIgnoreCase));
    }

    // "up" becomes "down", "dogs" a "dog", and "in the snow" is the writer's own; articles and commas alone change nothing.
    private static bool SaysOther(string caption, string target)
    {
        var words = CaptionText.Parse(caption).Words;
        return CaptionText.Parse(target).Words.Any(word => char.IsLetterOrDigit(word[0]) && !WordClass.Determiners.Contains(word) && word is not ("and" or "with" or "is" or "are") && !words.Contains(word, StringComparer.OrdinalIgnoreCase));
    }

    [GeneratedRegex(@"\b\w+ed\b")]
    private static partial Regex Past();
}
