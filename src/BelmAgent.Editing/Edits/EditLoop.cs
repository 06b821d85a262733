using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.PromptToPrompt;
using BelmAgent.Diffusion.Unet;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Plans;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Edits;

/// <summary>Samples the target of an edit from the source's inversion, beside the source where attention is shared.</summary>
/// <remarks>Belongs to one edit; must not outlive the pipeline.</remarks>
internal sealed class EditLoop
{
    private readonly DiffusionPipeline _pipeline;
    private readonly EditPlan _plan;
    private readonly LatentShape _shape;
    private readonly AttentionWords _words;

    private EditLoop(DiffusionPipeline pipeline, EditPlan plan, LatentShape shape, AttentionWords words) =>
        (_pipeline, _plan, _shape, _words) = (pipeline, plan, shape, words);

    /// <summary>Refuses a plan that cannot run, before anything has, and gives the model attention control where the plan needs it.</summary>
    /// <param name="pipeline">The model; its UNet is exchanged for the one with attention control when the plan needs it.</param>
    /// <param name="attention">How attention control is put into a UNet.</param>
    /// <param name="plan">A resolved plan.</param>
    /// <param name="shape">Size of the latent.</param>
    /// <param name="cancellationToken">Stops before the network is exchanged.</param>
    /// <returns>The loop that runs the plan.</returns>
    /// <exception cref="LimitExceededException">A word of the plan is in neither prompt, or the network has no maps to blend by.</exception>
    /// <exception cref="AttentionControlException">The network's graph does not show its attention.</exception>
    public static EditLoop Prepare(
        DiffusionPipeline pipeline, AttentionControlOptions attention, EditPlan plan, LatentShape shape, CancellationToken cancellationToken)
    {
        var words = AttentionWords.Create(plan, pipeline.Text.Tokenizer);
        if (plan.DirectInversion.Control == AttentionControl.None && !words.Shared.Blends)
        {
            return new EditLoop(pipeline, plan, shape, words);
        }

        pipeline.UseAttentionControl(attention, shape, cancellationToken);
        if (words.Shared.Blends && pipeline.Unet.Attention is { BlendTokens: 0 })
        {
            throw new LimitExceededException("blend", "words", "departure or a mask: this network has no attention maps small enough to blend by");
        }

        return new EditLoop(pipeline, plan, shape, pipeline.Unet.AttentionCacheFailure is not { } failure ? words : words with
        {
            Notes = [.. words.Notes, $"The network with attention control could not be cached in {failure.Folder}, so it is built again at each start: free some space there, or set another folder in Belm:Attention:CacheFolder."],
        });
    }

    /// <summary>Runs the edit.</summary>
    /// <param name="inversion">The source's inversion at guidance 1, with its trajectory where the plan needs one.</param>
    /// <param name="mask">One number a latent cell, 1 where the picture may change; null where no mask was given.</param>
    /// <param name="progress">Receives each step. Null: nothing does.</param>
    /// <param name="cancellationToken">Stops within one network call.</param>
    public EditLoopResult Run(HeldInversion inversion, double[]? mask, IProgress<SamplingProgress>? progress, CancellationToken cancellationToken)
    {
        if (_plan.DirectInversion.Control != AttentionControl.None || _words.Shared.Blends)
        {
            using var together = _pipeline.CreatePredictor(
                _plan.SourcePrompt, _plan.TargetPrompt, _plan.Guidance!.Value, _shape, inversion.Trajectory!, _words.Shared, cancellationToken: cancellationToken);
            var drawn = _words.Shared.Blends ? together.CreateBlendMask(Settings) : null;
            return Sample(inversion, together, () => together.Evaluations, Bound(drawn, inversion, mask), progress, cancellationToken);
        }

        using var target = _pipeline.CreatePredictor(_plan.TargetPrompt, _plan.Guidance!.Value, _shape, cancellationToken: cancellationToken);
        return Sample(inversion, target, () => target.Evaluations, Bound(null, inversion, mask), progress, cancellationToken);
    }

    private BlendSettings Settings => new()
    {
        Start = _plan.DirectInversion.BlendStart!.Value,
        Threshold = _plan.DirectInversion.BlendThreshold!.Value,
        SubtractMinimum = _plan.DirectInversion.Blend == BlendKind.WordsMinMax,
    };

    private EditLoopResult Sample(
        HeldInversion inversion, INoisePredictor target, Func<int> evaluations, BoundingMask? bound, IProgress<SamplingProgress>? progress, CancellationToken cancellationToken)
    {
        using var source = _pipeline.CreatePredictor(_plan.SourcePrompt, inversion.Metadata.Guidance, _shape, cancellationToken: cancellationToken);
        var latent = new double[_shape.Length];
        var blend = bound is null ? null : new TrajectoryBlend(inversion.Trajectory!, bound);
        switch (_plan.TargetSampler)
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

        return new EditLoopResult(latent, source.Evaluations + evaluations(), bound?.Last is { Length: > 0 } last ? last : null, _words.Notes);
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

    private BoundingMask? Bound(AttentionBlendMask? words, HeldInversion inversion, double[]? mask)
    {
        IBlendMask? drawn = _plan.DirectInversion.Blend == BlendKind.Departure ? new DepartureBlendMask(_shape, inversion.State.Node, Settings) : words;
        return drawn is null && mask is null
            ? null
            : new BoundingMask(_shape.Height * _shape.Width, drawn, mask is null ? null : new FixedBlendMask(_shape, mask));
    }
}

/// <summary>The result of the edit loop.</summary>
/// <param name="Latent">The target's clean latent.</param>
/// <param name="Evaluations">Number of UNet row evaluations, without the inversion's.</param>
/// <param name="Mask">One number per latent cell, 1 where the finished picture could change; null if nothing bounded it.</param>
/// <param name="Notes">Notes on requests that could not be met exactly, one sentence each.</param>
internal sealed record EditLoopResult(double[] Latent, int Evaluations, double[]? Mask, IReadOnlyList<string> Notes);
