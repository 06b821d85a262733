using BelmAgent.Editing.Plans;
using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Soundness;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Tagging;

/// <summary>Chooses between the answer of the grammar and the plan of the tagger.</summary>
internal static class TaggedPlan
{
    // Found on requests that the tagger was not trained on (docs/decisions/0039-more-requests.md, 0041-sentences-by-a-network.md, 0042-trained-together.md).
    private const float Likely = .1f;
    private const float MaxQuestion = .3f;
    private const float LikelyOnCommand = .7f;
    private const float Sure = .9f;
    private const float Advantage = 1.5f;           // of the grammar, in nats
    private const float AdvantageOnCommand = 6.5f;
    private const float AdvantageOnAddition = 12;   // of a command that only adds
    private const float MaxQuestionIfSure = .2f;
    private const float SentenceWeight = .5f;
    private const int MaxSentences = 4;             // of one reading
    private const float SureQuestion = .9f;
    private const float SureQuestionOnCommand = .995f;

    /// <summary>Returns the tagger's answer where it is sure enough, and the grammar's otherwise.</summary>
    /// <param name="request">The request and the caption.</param>
    /// <param name="grammar">The grammar's answer.</param>
    /// <param name="isCommand">Whether the grammar reads a plain command by a verb of change, of which it is the better judge.</param>
    public static PlanningOutcome Choose(PlanningRequest request, PlanningOutcome grammar, bool isCommand)
    {
        if (Tags(request) is not { } tags)
        {
            return grammar;
        }

        // Earlier turns, which the tagger does not see, may say what a request alone does not.
        var isFirst = request.History.Count == 0;
        if (grammar.Plan is { } planned && tags.Question > (isCommand || !isFirst ? SureQuestionOnCommand : SureQuestion) && !Counts(planned, request.Request))
        {
            return PlanningOutcome.Ask(FaultQuestions.Unclear(request.Caption.Trim()), "Nothing that can be drawn is asked for.");
        }

        if (Plan(request, tags, Likely, isCommand ? MaxQuestionIfSure : MaxQuestion) is not var (plan, reading))
        {
            return grammar;
        }

        var isBetter = grammar.Plan switch
        {
            { } other => IsBetter(plan, other, reading, isCommand),
            null => !isCommand || (isFirst && reading.Confidence >= LikelyOnCommand && !SplitsName(plan, request.Request)),
        };
        return isBetter ? Planned(plan, reading) : grammar;
    }

    /// <summary>Returns the tagger's plan where it is sure, and otherwise what was refused, or asked because of a spelling.</summary>
    /// <param name="request">The request and the caption.</param>
    /// <param name="refused">The refusal, or the question.</param>
    /// <param name="unclear">Words whose spelling is unclear, and their readings, none of which may come or go.</param>
    public static PlanningOutcome ChooseBesideRefusal(PlanningRequest request, PlanningOutcome refused, params IReadOnlyList<string> unclear) =>
        Tags(request) is { } tags && !tags.ComeWords.Concat(tags.GoneWords).Intersect(unclear, StringComparer.OrdinalIgnoreCase).Any() && Plan(request, tags, Sure, MaxQuestionIfSure) is var (plan, reading) ? Planned(plan, reading) : refused;

    private static EditTags? Tags(PlanningRequest request) => RequestTagger.Shared?.Tag(CaptionText.Parse(request.Caption.Trim()).Words, request.Request);

    /// <summary>Returns the reading that is the most probable together with its sentence, and its plan; null if there is none.</summary>
    /// <param name="request">The request and the caption.</param>
    /// <param name="tags">The marks.</param>
    /// <param name="confidence">The least confidence of a reading.</param>
    /// <param name="question">What the probability of a question must stay below.</param>
    internal static (EditPlan Plan, EditTags Reading)? Plan(PlanningRequest request, EditTags tags, float confidence, float question)
    {
        if (tags.Question >= question || tags.IsQuestion || IsLiked(tags) || SentenceWriter.Shared is not { } writer)
        {
            return null;
        }

        var caption = request.Caption.Trim();
        var (best, score) = (default((EditPlan, EditTags)?), float.NegativeInfinity);
        foreach (var reading in tags.Others.Prepend(tags).Where(reading => reading.Confidence >= confidence && !reading.IsQuestion && !IsLiked(reading)))
        {
            // No sentence makes up for what the marks lack.
            if (MathF.Log(reading.Confidence) <= score)
            {
                break;
            }

            // Nor does a less probable one.
            var target = writer.Write(caption, reading).Take(MaxSentences).TakeWhile(sentence => Score(reading, sentence) > score)
                .FirstOrDefault(sentence => (reading.ComeWords.Any() || ShowsThing(sentence.Text)) && PlanFaults.Find(caption, "", sentence.Text).Count == 0);
            if (target is not null)
            {
                (best, score) = ((new EditPlan { Request = request.Request, SourcePrompt = caption, TargetPrompt = target.Text, EditType = reading.Kind }, reading), Score(reading, target));
            }
        }

        return best;
    }

    private static float Score(EditTags reading, WrittenSentence sentence) => MathF.Log(reading.Confidence) + (SentenceWeight * sentence.LogProbability);

    private static PlanningOutcome Planned(EditPlan plan, EditTags reading) => PlanningOutcome.Planned(plan, Reason(reading));

    // "nice": what is only liked or disliked cannot be drawn.
    private static bool IsLiked(EditTags tags) => tags.ComeWords.Any(word => WordSets.IsVague(new Phrase(word.ToLowerInvariant())));

    // "night": nothing to see is left.
    private static bool ShowsThing(string target) => CaptionText.Parse(target).Words.Any(word => WordLexicon.IsThing(word.ToLowerInvariant()));

    // "two guitars" of three, without the one on the right: a number that neither text has is of arithmetic, which the tagger does not know.
    private static bool Counts(EditPlan plan, string request) => CaptionText.Parse(plan.TargetPrompt).Words
        .Except([.. CaptionText.Parse(plan.SourcePrompt).Words, .. TagWords.Split(request)], StringComparer.OrdinalIgnoreCase).Any(word => Numbers.Read(word) is > 1);

    // "the light", where the caption has a light bulb, which would go.
    private static bool SplitsName(EditPlan plan, string request)
    {
        var (caption, said, left) = (ContentWords.Content(plan.SourcePrompt), ContentWords.Content(request), ContentWords.Content(plan.TargetPrompt));
        return caption.Zip(caption.Skip(1)).Any(pair => WordLexicon.IsCompound(pair.First, pair.Second) && said.Contains(pair.First) && !said.Contains(pair.Second) && !left.Contains(pair.Second));
    }

    // Which of two plans is the more probable, by the marks and by the sentence. The grammar has an advantage, more on a command and most where
    // that only adds; it knows styles and points of view better. A plan of words that neither text has ("twelve" for "ten more") cannot be compared: on a
    // command the grammar's counts, and else the networks'.
    private static bool IsBetter(EditPlan plan, EditPlan grammar, EditTags reading, bool isCommand)
    {
        if (plan.TargetPrompt == grammar.TargetPrompt)
        {
            return false;
        }

        string[] caption = [.. Says(plan.SourcePrompt)], said = [.. Says(plan.TargetPrompt)], other = [.. Says(grammar.TargetPrompt)];
        var isSame = said.SequenceEqual(other);
        if (isCommand && !isSame && (grammar.EditType == EditType.ChangeStyle || other.Except(caption).Any(word => WordSets.IsViewpoint(new Phrase(word)))))
        {
            return false;
        }

        if (SentenceWriter.Shared!.Read(grammar.TargetPrompt, reading) is not { } theirs || SentenceWriter.Shared.Read(plan.TargetPrompt, reading) is not { } ours)
        {
            return !isCommand;
        }

        var advantage = !isCommand ? Advantage : isSame || caption.Except(other).Any() ? AdvantageOnCommand : AdvantageOnAddition;
        return LogProbability(ours) - LogProbability(theirs) > advantage;
    }

    private static float LogProbability(TargetReading target) => target.Tags.LogProbability + SentenceWriter.Shared!.Score(target);

    private static IEnumerable<string> Says(string prompt) => ContentWords.Content(prompt).Order(StringComparer.Ordinal);

    private static string Reason(EditTags tags)
    {
        var (gone, come) = (string.Join(' ', tags.GoneWords), string.Join(' ', tags.ComeWords));
        return come.Length == 0 ? $"{gone} disappears" : gone.Length == 0 ? $"{come} appears" : $"{gone} becomes {come}";
    }
}
