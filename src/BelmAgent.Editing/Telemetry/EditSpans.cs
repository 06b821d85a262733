using System.Diagnostics;
using System.Text.Json;
using BelmAgent.Editing.Attempts;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Telemetry;

/// <summary>Sets the tags of spans.</summary>
internal static class EditSpans
{
    /// <summary>Tags a span with an id; text that is not an id could be anything and is omitted.</summary>
    public static void SetId(this Activity? span, string tag, string? id)
    {
        if (LibraryId.IsValid(id))
        {
            span?.SetTag(tag, id);
        }
    }

    public static void SetSampling(this Activity? span, string? sampler, int? steps, double? guidance) =>
        span?.SetTag(BelmTags.Sampler, sampler).SetTag(BelmTags.Steps, steps).SetTag(BelmTags.Guidance, guidance);

    public static void SetCost(this Activity? span, int evaluations, string provider) =>
        span?.SetTag(BelmTags.UnetEvaluations, evaluations).SetTag(BelmTags.Provider, provider);

    public static void SetPlan(this Activity? span, EditPlan plan, TelemetryOptions options)
    {
        span.SetSampling(plan.Sampler, plan.Steps, plan.Guidance);
        if (options.IncludePrompts)
        {
            span?.SetTag(BelmTags.SourcePrompt, plan.SourcePrompt).SetTag(BelmTags.TargetPrompt, plan.TargetPrompt);
        }
    }

    public static void SetEdited(this Activity? span, EditResult result, TelemetryOptions options)
    {
        span.SetPlan(result.Plan, options);
        span.SetCost(result.UnetEvaluations, result.Provider);
        span.SetFault(result.Check.Fault);
        span?.SetTag(BelmTags.Attempt, result.Attempts).SetTag(BelmTags.ImageId, result.ImageId);
    }

    public static void SetAttempt(this Activity? span, EditAttempt attempt, string provider)
    {
        span.SetCost(attempt.UnetEvaluations, provider);
        span.SetFault(attempt.Check.Fault);
    }

    private static void SetFault(this Activity? span, EditFault fault) =>
        span?.SetTag(BelmTags.CheckFault, JsonNamingPolicy.SnakeCaseLower.ConvertName($"{fault}"));
}
