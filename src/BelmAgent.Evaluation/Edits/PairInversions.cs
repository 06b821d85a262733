using System.Diagnostics;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Sampling;
using BelmAgent.Sampling;

namespace BelmAgent.Evaluation.Edits;

/// <summary>The inversions of one pair's source, each computed once for all methods that share it.</summary>
/// <remarks>For a single worker; dropped together with the pair, so memory does not grow with the set.</remarks>
internal sealed class PairInversions(DiffusionPipeline pipeline, PairReference reference, string prompt)
{
    private readonly Dictionary<(string Sampler, SamplerParameters Parameters, string Grid, int Steps, int Node, double Guidance, DdimInversionTimestep Timestep), TimedInversion> _known = [];

    private readonly Dictionary<HeldInversion, TimedInversion> _undirected = [];

    /// <summary>Returns the inversion that an edit starts from, and the states of its source row.</summary>
    /// <param name="plan">The plan, every setting filled in.</param>
    /// <param name="method">Gives what a plan does not: the grid, the inversion's guidance and timestep, whether the source row is pinned.</param>
    /// <param name="cancellationToken">Cancels within one network call.</param>
    public TimedInversion Get(EditPlan plan, EditMethod method, CancellationToken cancellationToken)
    {
        var direct = Directed(plan, method, cancellationToken);
        if (method.DirectInversion)
        {
            return direct;
        }

        return _undirected.TryGetValue(direct.Inversion, out var known) ? known : _undirected[direct.Inversion] = WayBack(direct, cancellationToken);
    }

    private TimedInversion Directed(EditPlan plan, EditMethod method, CancellationToken cancellationToken)
    {
        var grid = GridFactory.Create(method.Grid, pipeline, plan.Steps!.Value);
        var node = grid.NodeForStrength(plan.Strength!.Value);
        var key = (plan.Sampler!, plan.Parameters, method.Grid, grid.Steps, node, method.InversionGuidance, method.InversionTimestep);
        return _known.TryGetValue(key, out var known) ? known : _known[key] = Invert(plan, method, grid, node, cancellationToken);
    }

    private TimedInversion Invert(EditPlan plan, EditMethod method, TimeGrid grid, int node, CancellationToken cancellationToken)
    {
        var sampler = SamplerFactory.Create(SamplerCatalog.Get(plan.Sampler!), plan.Parameters, grid, inversionTimestep: method.InversionTimestep);
        using var predictor = pipeline.CreatePredictor(prompt, method.InversionGuidance, reference.Shape, cancellationToken: cancellationToken);
        var start = Stopwatch.GetTimestamp();
        var inversion = sampler.Invert(
            reference.Source, predictor, new InversionOptions { LastNode = node, RecordTrajectory = true }, cancellationToken: cancellationToken);
        var metadata = new InversionMetadata
        {
            InversionId = reference.Pair.Id,
            ModelHash = pipeline.Folder.Hash,
            Sampler = plan.Sampler!,
            Parameters = plan.Parameters,
            Grid = GridDescription.From(grid),
            Steps = grid.Steps,
            Node = node,
            Strength = plan.Strength!.Value,
            SourcePrompt = prompt,
            Guidance = method.InversionGuidance,
            LatentShape = [reference.Shape.Channels, reference.Shape.Height, reference.Shape.Width],
            LatentScale = pipeline.Autoencoder.ScalingFactor,
            // Never saved, so its creation time does not matter.
            Created = DateTimeOffset.UnixEpoch,
            AppVersion = AppVersion.Current,
        };
        var held = new HeldInversion(metadata, sampler, inversion.State, inversion.Trajectory, predictor.Evaluations);
        return new TimedInversion(held, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    // Without Direct Inversion the source row is sampled again from the inverted state, with the sampler's own error.
    private TimedInversion WayBack(TimedInversion direct, CancellationToken cancellationToken)
    {
        var (held, seconds) = direct;
        using var predictor = pipeline.CreatePredictor(prompt, held.Metadata.Guidance, reference.Shape, cancellationToken: cancellationToken);
        var start = Stopwatch.GetTimestamp();
        var dimension = reference.Shape.Length;
        var states = new double[(held.State.Node + 1) * dimension];
        held.State.Position.Span.CopyTo(states.AsSpan(held.State.Node * dimension));
        held.Sampler.Sample(held.State, predictor, states.AsSpan(0, dimension), new StateRecorder(states), cancellationToken: cancellationToken);
        var trajectory = new Trajectory(dimension, states, []);
        return new TimedInversion(
            held with { Trajectory = trajectory, Evaluations = held.Evaluations + predictor.Evaluations },
            seconds + Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Copies each state that a sampler reports to its place.</summary>
    private sealed class StateRecorder(double[] states) : IProgress<SamplingProgress>
    {
        public void Report(SamplingProgress value) => value.State.Span.CopyTo(states.AsSpan(value.Node.Index * value.State.Length));
    }
}
