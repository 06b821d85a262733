using BelmAgent.Diffusion.PromptToPrompt;
using BelmAgent.Editing.Plans;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Edits;

/// <summary>What an edit costs before it runs.</summary>
internal static class EditCost
{
    /// <summary>UNet row evaluations of a whole edit, the inversion included.</summary>
    /// <param name="plan">A resolved plan.</param>
    /// <param name="node">The node that the picture is inverted to.</param>
    /// <remarks>At most 3N + 1 where no attention is shared, 4N + 1 where it is, 5N + 1 where the source runs without its prompt as well.</remarks>
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

    // Guidance leads away from the empty prompt: a source under the same one is that row already.
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
