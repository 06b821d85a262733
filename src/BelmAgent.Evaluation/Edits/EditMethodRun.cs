using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Sampling;
using BelmAgent.Sampling;

namespace BelmAgent.Evaluation.Edits;

/// <summary>Runs methods on one pair: the only place where a method's settings meet the editing code.</summary>
/// <remarks>For a single worker.</remarks>
internal sealed class EditMethodRun(DiffusionPipeline pipeline, AttentionControlOptions attention, PairReference reference, string sourcePrompt, string targetPrompt)
{
    private readonly PairInversions _inversions = new(pipeline, reference, sourcePrompt);

    /// <summary>Edits the pair's source.</summary>
    /// <param name="method">The method.</param>
    /// <param name="cancellationToken">Cancels within one network call.</param>
    /// <returns>The result.</returns>
    /// <exception cref="LimitExceededException">Two of the method's settings cannot be combined.</exception>
    public MethodResult Run(EditMethod method, CancellationToken cancellationToken) => method.Route switch
    {
        EditRoute.Unedited => new(reference.Source, Bound: null, Evaluations: 0, Seconds: 0),
        EditRoute.Ideal => new(
            reference.Ideal ?? throw new LimitExceededException("methods", method.Name, "methods that edit: the ideal result of a generated source is not known"),
            Bound: null, Evaluations: 0, Seconds: 0),
        EditRoute.NoiseAndDenoise => NoiseAndDenoise(method, cancellationToken),
        _ => Run(Plan(method), method, cancellationToken),
    };

    /// <summary>Refuses an unsupported method before anything runs.</summary>
    /// <exception cref="LimitExceededException">Two of its settings cannot be combined, or this version does not support them.</exception>
    public static void ThrowIfUnsupported(EditMethod method)
    {
        if (method.Route == EditRoute.Inversion)
        {
            _ = Resolve(method, "a picture", "another picture", EditType.Random);
        }
    }

    /// <summary>Returns whether a method needs the UNet with attention control.</summary>
    public static bool SharesAttention(EditMethod method) =>
        method.Route == EditRoute.Inversion && (method.Preset || method.Control != AttentionControl.None || method.Blend.IsByWords());

    /// <summary>Returns the kind that a planner gives to the request of a pair.</summary>
    public static EditType KindOf(EditPair pair) => pair.Kind switch
    {
        "colour" or "color" => EditType.ChangeColor,
        "object" => EditType.ChangeObject,
        "add" => EditType.AddObject,
        "remove" => EditType.DeleteObject,
        "sky" or "ground" or "background" => EditType.ChangeBackground,
        "content" => EditType.ChangeContent,
        "pose" => EditType.ChangePose,
        "material" => EditType.ChangeMaterial,
        "style" => EditType.ChangeStyle,
        _ => EditType.Random,
    };

    /// <summary>Returns the plan of a method that inverts, every setting filled in.</summary>
    /// <exception cref="LimitExceededException">Two of the method's settings cannot be combined.</exception>
    public EditPlan Plan(EditMethod method) => Resolve(method, sourcePrompt, targetPrompt, KindOf(reference.Pair));

    /// <summary>Edits the pair's source by a plan.</summary>
    /// <param name="plan">The plan, every setting filled in.</param>
    /// <param name="method">Gives what a plan does not: the grid, the inversion's guidance, the mask.</param>
    /// <param name="cancellationToken">Cancels within one network call.</param>
    /// <returns>The result.</returns>
    public MethodResult Run(EditPlan plan, EditMethod method, CancellationToken cancellationToken)
    {
        var (inversion, seconds) = _inversions.Get(plan, method, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        var mask = method.Mask == MaskUse.None ? null : EditMask.ToCells(reference.Pair.Mask, reference.Frame, reference.Shape);
        var result = EditLoop.Prepare(pipeline, attention, plan, reference.Shape, cancellationToken).Run(inversion, mask, progress: null, cancellationToken);
        return new(result.Latent, result.Mask, inversion.Evaluations + result.Evaluations, seconds + Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static EditPlan Resolve(EditMethod method, string sourcePrompt, string targetPrompt, EditType kind)
    {
        var plan = new EditPlan
        {
            SourcePrompt = sourcePrompt,
            TargetPrompt = targetPrompt,
            EditType = kind,
            DirectInversion = Hold(method),
            Strength = method.Strength,
            Guidance = method.Guidance,
            Steps = method.Steps,
            Sampler = method.Sampler,
            Kappa = method.Canonical().Kappa,
            TargetSampler = method.Target,
        };
        return PlanResolver.Resolve(plan, new EditingOptions { TimeGrid = method.Grid });
    }

    private static DirectInversionSetting Hold(EditMethod method)
    {
        var hold = new DirectInversionSetting { MaskId = method.Mask == MaskUse.None ? null : "mask" };
        return method.Preset ? hold : hold with
        {
            Control = method.Control,
            CrossSteps = method.CrossSteps,
            SelfSteps = method.SelfSteps,
            CrossMode = method.CrossMode,
            Blend = method.Blend,
            BlendStart = method.BlendStart,
            BlendThreshold = method.BlendThreshold,
        };
    }

    // x_K = α_K·x_0 + σ_K·z (Meng et al. 2022), with z from the method's seed and the pair, the same for all other settings.
    private MethodResult NoiseAndDenoise(EditMethod method, CancellationToken cancellationToken)
    {
        var grid = GridFactory.Create(method.Grid, pipeline, method.Steps);
        var node = grid[grid.NodeForStrength(method.Strength)];
        var seed = BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{method.Seed} {reference.Pair.Id}"))));
        var state = GaussianNoise.Draw(reference.Source.Length, seed);
        for (var i = 0; i < state.Length; i++)
        {
            state[i] = (node.Alpha * reference.Source[i]) + (node.Sigma * state[i]);
        }

        using var predictor = pipeline.CreatePredictor(targetPrompt, method.Guidance, reference.Shape, cancellationToken: cancellationToken);
        var start = Stopwatch.GetTimestamp();
        new DdimSampler(grid).Sample(SamplerState.FromPosition(node.Index, state), predictor, state, cancellationToken: cancellationToken);
        return new(state, Bound: null, predictor.Evaluations, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}

/// <summary>The result of a method before it is decoded.</summary>
/// <param name="Latent">The latent.</param>
/// <param name="Bound">One number per latent cell, 0 where the edit could not change anything; null if nothing bounded it.</param>
/// <param name="Evaluations">Number of UNet row evaluations of the entire edit.</param>
/// <param name="Seconds">Seconds of the entire edit.</param>
internal sealed record MethodResult(double[] Latent, double[]? Bound, int Evaluations, double Seconds);
