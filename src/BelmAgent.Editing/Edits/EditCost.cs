using BelmAgent.Diffusion.PromptToPrompt;
using BelmAgent.Editing.Plans;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Edits;

/// <summary>Estimates the cost of an edit before it runs.</summary>
internal static class EditCost
{
    /// <summary>Returns the number of UNet row evaluations of an entire edit, including the inversion.</summary>
    /// <param name="plan">A resolved plan.</param>
    /// <param name="node">The node up to which the picture is inverted.</param>
    /// <remarks>At most 3N + 1 without shared attention, 4N + 1 with it, 5N + 1 if the source also runs without its prompt.</remarks>
    public static int Evaluations(EditPlan plan, int node)
    {
        var sampler = SamplerCatalog.Get(plan.Sampler!);
        var sources = NeedsUnconditionalSource(plan) ? 2 : 1;
        var rows = Enumerable.Range(0, node).Select(step => (plan.Guidance == 1 ? 1 : 2) + (NeedsSource(plan, step, node) ? sources : 0)).ToArray();
        return (sampler.EvaluationsPerStep * node) + plan.TargetSampler switch
        {
            TargetSampler.TrajectoryCorrected or TargetSampler.Kick => rows.Sum() + 1,
            _ when sampler.IsTwoStep => rows.Skip(1).Sum(),
            _ => sampler.EvaluationsPerStep * rows.Sum(),
        };
    }

    // Guidance leads away from the empty prompt: a source under the empty prompt is already that row.
    private static bool NeedsUnconditionalSource(EditPlan plan) =>
        plan.DirectInversion.Control == AttentionControl.MutualSelfAttention && !AttentionWords.MutualWindow(plan).IsNever
        && plan.Guidance != 1 && plan.SourcePrompt.Length > 0;

    private static bool NeedsSource(EditPlan plan, int step, int steps)
    {
        var setting = plan.DirectInversion;
        if (setting.Blend!.Value.IsByWords())
        {
            return true;
        }

        var ramp = AttentionWords.Ramp(plan);
        bool Open(double share) => new AttentionWindow(0, share, ramp).Weight(step, steps) > 0;
        return setting.Control switch
        {
            AttentionControl.PromptToPrompt => Open(setting.SelfSteps!.Value) || Open(setting.CrossSteps!.Value) || setting.WordSteps!.Values.Any(Open),
            AttentionControl.MutualSelfAttention or AttentionControl.MutualSelfAttentionSingleSource => AttentionWords.MutualWindow(plan).Weight(step, steps) > 0,
            _ => false,
        };
    }
}
