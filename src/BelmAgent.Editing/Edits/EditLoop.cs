using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.PromptToPrompt;
using BelmAgent.Diffusion.Unet;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Plans;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Edits;

/// <summary>Samples the target of an edit from the source's inversion, alongside the source if attention is shared.</summary>
/// <param name="pipeline">The model; its UNet is replaced by one with attention control if the plan needs it.</param>
/// <param name="attention">The options of attention control.</param>
internal sealed class EditLoop(DiffusionPipeline pipeline, AttentionControlOptions attention)
{
    /// <summary>Refuses an impossible plan before anything runs, and adds attention control to the model if the plan needs it.</summary>
    /// <param name="plan">A resolved plan.</param>
    /// <param name="shape">Size of the latent.</param>
    /// <param name="cancellationToken">Cancels before the network is replaced.</param>
    /// <returns>The attention that follows from the plan's words.</returns>
    /// <exception cref="LimitExceededException">A word of the plan is in neither prompt, or the network has no maps for blending.</exception>
    /// <exception cref="AttentionControlException">The attention cannot be recognised in the network's graph.</exception>
    public AttentionWords Prepare(EditPlan plan, LatentShape shape, CancellationToken cancellationToken)
    {
        var words = AttentionWords.Of(plan, pipeline.Text.Tokenizer);
        if (plan.DirectInversion.Control == AttentionControl.None && !words.Shared.Blends)
        {
            return words;
        }

        pipeline.UseAttentionControl(attention, shape, cancellationToken);
        if (words.Shared.Blends && pipeline.Unet.Attention is { BlendTokens: 0 })
        {
            throw new LimitExceededException("blend", "words", "departure or a mask: this network has no attention maps small enough to blend by");
        }

        return pipeline.Unet.AttentionCacheFailure is not { } failure ? words : words with
        {
            Notes = [.. words.Notes, $"The network with attention control could not be kept in {failure.Folder}, so each start makes it again: make room there, or name another folder in Belm:Attention:CacheFolder."],
        };
    }

    /// <summary>Runs an edit.</summary>
    /// <param name="inversion">The source's inversion at guidance 1, with its trajectory if the plan needs one.</param>
    /// <param name="plan">A resolved plan.</param>
    /// <param name="shape">Size of the latent.</param>
    /// <param name="mask">One number per latent cell, 1 where the picture may change; null if no mask was given.</param>
    /// <param name="progress">Receives a report after each step.</param>
    /// <param name="cancellationToken">Cancels within one network call.</param>
    /// <exception cref="LimitExceededException">A word of the plan is in neither prompt.</exception>
    public EditLoopResult Run(
        HeldInversion inversion, EditPlan plan, LatentShape shape, double[]? mask, IProgress<SamplingProgress>? progress, CancellationToken cancellationToken)
    {
        var words = Prepare(plan, shape, cancellationToken);
        if (plan.DirectInversion.Control != AttentionControl.None || words.Shared.Blends)
        {
            using var together = pipeline.CreatePredictor(
                plan.SourcePrompt, plan.TargetPrompt, plan.Guidance!.Value, shape, inversion.Trajectory!, words.Shared, cancellationToken: cancellationToken);
            var drawn = words.Shared.Blends ? together.CreateBlendMask(Settings(plan)) : null;
            return Sample(inversion, plan, shape, together, () => together.Evaluations, Bound(drawn, plan, shape, inversion, mask), words.Notes, progress, cancellationToken);
        }

        using var target = pipeline.CreatePredictor(plan.TargetPrompt, plan.Guidance!.Value, shape, cancellationToken: cancellationToken);
        return Sample(inversion, plan, shape, target, () => target.Evaluations, Bound(null, plan, shape, inversion, mask), words.Notes, progress, cancellationToken);
    }

    private EditLoopResult Sample(
        HeldInversion inversion, EditPlan plan, LatentShape shape, INoisePredictor target, Func<int> evaluations, BoundingMask? bound,
        IReadOnlyList<string> notes, IProgress<SamplingProgress>? progress, CancellationToken cancellationToken)
    {
        using var source = pipeline.CreatePredictor(plan.SourcePrompt, inversion.Metadata.Guidance, shape, cancellationToken: cancellationToken);
        var latent = new double[shape.Length];
        var blend = bound is null ? null : new TrajectoryBlend(inversion.Trajectory!, bound);
        switch (plan.TargetSampler)
        {
            case TargetSampler.TrajectoryCorrected:
                new TrajectoryCorrectedSampler(inversion.Sampler.Grid).Sample(
                    inversion.Trajectory!, source, target, latent, progress, blend, cancellationToken);
                break;
            case TargetSampler.Kick:
                inversion.Sampler.Sample(Kick(inversion, source, target, cancellationToken), target, latent, progress, blend, cancellationToken);
                break;
            default:
                inversion.Sampler.Sample(inversion.State, target, latent, progress, blend, cancellationToken);
                break;
        }

        return new EditLoopResult(latent, source.Evaluations + evaluations(), bound?.Last is { Length: > 0 } last ? last : null, notes);
    }

    private static SamplerState Kick(HeldInversion inversion, GuidedNoisePredictor source, INoisePredictor target, CancellationToken cancellationToken)
    {
        var state = inversion.State;
        var node = inversion.Sampler.Grid[state.Node];
        var (before, after) = (new double[state.Position.Length], new double[state.Position.Length]);
        source.Predict(state.Position.Span, node, before, cancellationToken);
        target.Predict(state.Position.Span, node, after, cancellationToken);
        return ((TwoStepSampler)inversion.Sampler).Kick(state, before, after);
    }

    private static BoundingMask? Bound(AttentionBlendMask? words, EditPlan plan, LatentShape shape, HeldInversion inversion, double[]? mask)
    {
        IBlendMask? drawn = plan.DirectInversion.Blend == BlendKind.Departure
            ? new DepartureBlendMask(shape, inversion.State.Node, Settings(plan))
            : words;
        return drawn is null && mask is null
            ? null
            : new BoundingMask(shape.Height * shape.Width, drawn, mask is null ? null : new FixedBlendMask(shape, mask));
    }

    private static BlendSettings Settings(EditPlan plan) => new()
    {
        Start = plan.DirectInversion.BlendStart!.Value,
        Threshold = plan.DirectInversion.BlendThreshold!.Value,
        SubtractMinimum = plan.DirectInversion.Blend == BlendKind.WordsMinMax,
    };
}
