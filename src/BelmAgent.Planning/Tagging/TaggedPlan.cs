using BelmAgent.Editing.Plans;
using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Soundness;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Tagging;

/// <summary>Chooses between the answer of the grammar and the plan of the tagger.</summary>
internal static class TaggedPlan
{
    // Found on requests that neither was made on (docs/decisions/0037-a-pretrained-tagger.md).
    private const float SureBesideCommand = .9f;
    private const float Sure = .1f;
    private const float SureBesideRefusal = .9f;
    private const float MaxQuestion = .3f;
    private const float MaxQuestionBesideRefusal = .05f;
    private const float SureQuestion = .995f;

    /// <summary>Returns the tagger's answer where it is sure, and the grammar's otherwise.</summary>
    /// <param name="request">The request and the caption.</param>
    /// <param name="grammar">The grammar's answer.</param>
    /// <param name="isCommand">Whether the grammar reads a plain command by a verb of change, which it is good at: there the tagger's plan counts only where it is very sure that more goes.</param>
    public static PlanningOutcome Choose(PlanningRequest request, PlanningOutcome grammar, bool isCommand)
    {
        // What a command does not name clearly, the grammar asks about well.
        if ((isCommand && !grammar.IsPlanned) || Tags(request) is not { } tags)
        {
            return grammar;
        }

        if (grammar.IsPlanned && tags.Question > SureQuestion)
        {
            return PlanningOutcome.Ask(FaultQuestions.Unclear(request.Caption.Trim()), "Nothing that can be drawn is asked for.");
        }

        var limit = isCommand ? SureBesideCommand : Sure;
        return Plan(request, tags, limit, MaxQuestion) is { } plan
            && (grammar.Plan is not { } other || (isCommand ? TakesMore(plan.SourcePrompt, other.TargetPrompt, plan.TargetPrompt) : !Says(other.TargetPrompt).SequenceEqual(Says(plan.TargetPrompt))))
            ? PlanningOutcome.Planned(plan, Reason(tags)) : grammar;
    }

    /// <summary>Returns the tagger's plan where it is very sure, and otherwise what was refused, or asked because of a spelling.</summary>
    /// <param name="request">The request and the caption.</param>
    /// <param name="refused">The refusal, or the question.</param>
    public static PlanningOutcome ChooseBesideRefusal(PlanningRequest request, PlanningOutcome refused) =>
        Tags(request) is { } tags && Plan(request, tags, SureBesideRefusal, MaxQuestionBesideRefusal) is { } plan ? PlanningOutcome.Planned(plan, Reason(tags)) : refused;

    private static EditTags? Tags(PlanningRequest request) => RequestTagger.Shared?.Tag(CaptionText.Parse(request.Caption.Trim()).Words, request.Request);

    private static EditPlan? Plan(PlanningRequest request, EditTags tags, float limit, float question)
    {
        var caption = request.Caption.Trim();
        return !tags.IsQuestion && tags.Question < question && tags.Confidence >= limit && !IsLiked(tags) && TagWriter.Write(caption, tags) is { } target && PlanFaults.Find(caption, "", target).Count == 0
            ? new EditPlan { Request = request.Request, SourcePrompt = caption, TargetPrompt = target, EditType = tags.Kind } : null;
    }

    // "nice": what is only liked or disliked cannot be drawn.
    private static bool IsLiked(EditTags tags) => tags.ComeWords.Any(word => WordSets.IsVague(new Phrase(word.ToLowerInvariant())));

    // All that the other plan takes out of the caption, and something that it left there: an old state beside the new.
    private static bool TakesMore(string caption, string other, string target)
    {
        string[] left = [.. Says(caption).Except(Says(target))];
        return Says(caption).Except(Says(other)).All(left.Contains) && left.Any(Says(other).Contains);
    }

    private static IEnumerable<string> Says(string prompt) => ContentWords.Content(prompt).Order(StringComparer.Ordinal);

    private static string Reason(EditTags tags)
    {
        var (gone, come) = (string.Join(' ', tags.GoneWords), string.Join(' ', tags.ComeWords));
        return come.Length == 0 ? $"{gone} disappears" : gone.Length == 0 ? $"{come} appears" : $"{gone} becomes {come}";
    }
}
