using BelmAgent.Editing.Plans;
using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Lexicon;
using BelmAgent.Planning.Soundness;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Tagging;

/// <summary>Chooses between the answer of the grammar and the plan of the tagger.</summary>
internal static class TaggedPlan
{
    // Found on requests that neither was made on (docs/decisions/0036-tagging-requests.md).
    private const float SureBesidePlan = .6f;
    private const float SureBesideQuestion = .4f;
    private const float MaxQuestion = .1f;

    /// <summary>Returns the tagger's plan where it is sure, and the grammar's answer otherwise.</summary>
    /// <param name="request">The request and the caption.</param>
    /// <param name="grammar">The grammar's answer to what is no plain command.</param>
    public static PlanningOutcome Choose(PlanningRequest request, PlanningOutcome grammar)
    {
        var caption = request.Caption.Trim();
        if (RequestTagger.Shared?.Tag(CaptionText.Parse(caption).Words, request.Request) is not { IsQuestion: false, Question: < MaxQuestion } tags
            || tags.Confidence < (grammar.IsPlanned ? SureBesidePlan : SureBesideQuestion)
            || IsLiked(tags)
            || TagWriter.Write(caption, tags) is not { } target
            || (grammar.Plan is { } plan && Says(plan.TargetPrompt).SequenceEqual(Says(target)))
            || PlanFaults.Find(caption, "", target).Count > 0)
        {
            return grammar;
        }

        return PlanningOutcome.Planned(new EditPlan { Request = request.Request, SourcePrompt = caption, TargetPrompt = target, EditType = tags.Kind }, Reason(tags));
    }

    // "nice": what is only liked or disliked cannot be drawn.
    private static bool IsLiked(EditTags tags) => tags.Request.Where((_, at) => tags.Come[at] != TagForm.None).Any(word => WordSets.IsVague(new Phrase(word.ToLowerInvariant())));

    private static IEnumerable<string> Says(string prompt) => ContentWords.Content(prompt).Order(StringComparer.Ordinal);

    private static string Reason(EditTags tags)
    {
        var gone = string.Join(' ', tags.Caption.Where((_, at) => tags.Gone[at]));
        var come = string.Join(' ', tags.Request.Where((_, at) => tags.Come[at] != TagForm.None));
        return come.Length == 0 ? $"{gone} disappears" : gone.Length == 0 ? $"{come} appears" : $"{gone} becomes {come}";
    }
}
