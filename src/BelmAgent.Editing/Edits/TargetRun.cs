using BelmAgent.Diffusion.Guidance;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Unet;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Plans;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Edits;

/// <summary>Samples the target of an edit from the source's inversion.</summary>
internal static class TargetRun
{
    /// <summary>UNet row evaluations of a whole edit, the inversion included.</summary>
    public static int Evaluations(EditPlan plan, int node)
    {
        var rows = plan.Guidance == 1 ? 1 : 2;
        var perStep = plan.Sampler == "edict" ? 2 : 1;
        return (perStep * node) + (plan.TargetSampler, plan.Sampler) switch
        {
            (TargetSampler.TrajectoryCorrected, _) => (rows * node) + 1,
            (TargetSampler.Kick, _) => (rows * node) + 1,
            (_, "ddim" or "edict") => rows * perStep * node,
            _ => rows * (node - 1),
        };
    }

    /// <summary>Samples the target.</summary>
    /// <param name="pipeline">The model.</param>
    /// <param name="inversion">The source's inversion at guidance 1.</param>
    /// <param name="plan">A resolved plan.</param>
    /// <param name="shape">Size of the latent.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Stops within one network call.</param>
    /// <returns>The target's latent, and the UNet row evaluations made.</returns>
    public static (double[] Latent, int Evaluations) Sample(
        DiffusionPipeline pipeline, HeldInversion inversion, EditPlan plan, LatentShape shape, IProgress<SamplingProgress>? progress, CancellationToken cancellationToken)
    {
        using var source = pipeline.CreatePredictor(plan.SourcePrompt, inversion.Metadata.Guidance, shape, cancellationToken: cancellationToken);
        using var target = pipeline.CreatePredictor(plan.TargetPrompt, plan.Guidance!.Value, shape, cancellationToken: cancellationToken);
        var latent = new double[shape.Length];
        switch (plan.TargetSampler)
        {
            case TargetSampler.TrajectoryCorrected:
                new TrajectoryCorrectedSampler(inversion.Sampler.Grid).Sample(inversion.Trajectory!, source, target, latent, progress, blend: null, cancellationToken);
                break;
            case TargetSampler.Kick:
                inversion.Sampler.Sample(Kick(inversion, source, target, cancellationToken), target, latent, progress, blend: null, cancellationToken);
                break;
            default:
                inversion.Sampler.Sample(inversion.State, target, latent, progress, blend: null, cancellationToken);
                break;
        }

        return (latent, source.Evaluations + target.Evaluations);
    }

    private static SamplerState Kick(HeldInversion inversion, GuidedNoisePredictor source, GuidedNoisePredictor target, CancellationToken cancellationToken)
    {
        var state = inversion.State;
        var node = inversion.Sampler.Grid[state.Node];
        var (before, after) = (new double[state.Position.Length], new double[state.Position.Length]);
        source.Predict(state.Position.Span, node, before, cancellationToken);
        target.Predict(state.Position.Span, node, after, cancellationToken);
        return ((TwoStepSampler)inversion.Sampler).Kick(state, before, after);
    }
}
