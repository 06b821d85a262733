using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Framing;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Sampling;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Inversions;

/// <summary>Inverts latents and keeps what came out, so that the same inversion is never computed twice.</summary>
/// <remarks>Stateless but for the store; the pipeline must belong to the caller.</remarks>
internal sealed class Inverter(InversionStore store, PathGuard paths, EditingOptions options, TimeProvider clock)
{
    /// <summary>Finds the inversion in the store, or computes and saves it.</summary>
    public async Task<HeldInversion> GetAsync(
        DiffusionPipeline pipeline, double[] latent, LatentShape shape, InversionRequest request, IProgress<EditProgress>? progress, CancellationToken cancellationToken)
    {
        var grid = GridFactory.Create(options.TimeGrid, pipeline, request.Steps);
        var sampler = SamplerFactory.Create(SamplerCatalog.Get(request.Sampler), request.Parameters, grid, request.FixedPoint);
        var wanted = Describe(pipeline, shape, request, grid);
        var known = (await store.ListAsync(request.ImageId, cancellationToken)).FirstOrDefault(metadata => IsSame(metadata, wanted));
        if (known is not null)
        {
            var record = await store.LoadAsync(known.InversionId, cancellationToken);
            return new HeldInversion(
                record.Metadata, sampler, InversionRecords.ToState(record, sampler), InversionRecords.ToTrajectory(record), Evaluations: 0);
        }

        using var predictor = pipeline.CreatePredictor(request.Prompt, request.Guidance, shape, cancellationToken: cancellationToken);
        var inversion = sampler.Invert(
            latent,
            predictor,
            new InversionOptions { LastNode = wanted.Node, RecordTrajectory = !request.FixedPoint },
            StageProgress.For("invert", progress, pipeline, shape),
            cancellationToken);
        await store.SaveAsync(InversionRecords.ToRecord(inversion.State, inversion.Trajectory, wanted), cancellationToken);
        return new HeldInversion(wanted, sampler, inversion.State, inversion.Trajectory, predictor.Evaluations);
    }

    /// <summary>Loads an inversion.</summary>
    /// <param name="inversion">Its id, or the path of its file under an allowed root.</param>
    /// <param name="cancellationToken">Stops the call before the file is read.</param>
    public async Task<InversionRecord> LoadAsync(string inversion, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(inversion);
        return LibraryId.IsValid(inversion, LibraryId.Inversion)
            ? await store.LoadAsync(inversion, cancellationToken)
            : await InversionStore.LoadFileAsync(paths.Resolve(inversion), cancellationToken);
    }

    /// <summary>Returns the full path of an inversion's file.</summary>
    public string PathOf(HeldInversion inversion) => store.PathOf(inversion.Metadata.InversionId);

    /// <summary>Restores a loaded record.</summary>
    /// <exception cref="BelmException"><c>inversion_mismatch</c>: it belongs to another model, size or grid.</exception>
    public static HeldInversion Restore(DiffusionPipeline pipeline, InversionRecord record)
    {
        var metadata = record.Metadata;
        var grid = Recognise(record, pipeline);
        var sampler = SamplerFactory.Create(SamplerCatalog.Get(metadata.Sampler), metadata.Parameters, grid, metadata.FixedPoint);
        return new HeldInversion(metadata, sampler, InversionRecords.ToState(record, sampler), InversionRecords.ToTrajectory(record), Evaluations: 0);
    }

    /// <summary>Refuses two inversions that were not made alike.</summary>
    /// <exception cref="InversionMismatchException">They differ in grid or size.</exception>
    /// <exception cref="LimitExceededException">They differ in sampler, prompt or guidance.</exception>
    public static void ThrowIfUnlike(InversionMetadata one, InversionMetadata other)
    {
        if (!one.LatentShape.SequenceEqual(other.LatentShape))
        {
            throw new InversionMismatchException(
                other.InversionId, InversionAspect.LatentShape, string.Join('×', other.LatentShape), string.Join('×', one.LatentShape));
        }

        if (one.Node != other.Node || !one.Grid.Equals(other.Grid))
        {
            throw new InversionMismatchException(
                other.InversionId, InversionAspect.Grid, $"node {other.Node} of {other.Steps} steps", $"node {one.Node} of {one.Steps}");
        }

        if ((one.Sampler, one.Parameters, one.FixedPoint, one.SourcePrompt, one.Guidance) != (other.Sampler, other.Parameters, other.FixedPoint, other.SourcePrompt, other.Guidance))
        {
            throw new LimitExceededException("other_inversion", other.InversionId, "one by the same sampler under the same prompt and guidance as the first");
        }
    }

    /// <summary>Returns the grid of a saved inversion.</summary>
    /// <exception cref="InversionMismatchException">The inversion belongs to another model, size or grid.</exception>
    private static TimeGrid Recognise(InversionRecord record, DiffusionPipeline pipeline)
    {
        var steps = record.Metadata.Steps;
        var grid = GridFactory.Candidates(pipeline, steps).FirstOrDefault(candidate => GridDescription.From(candidate).Equals(record.Metadata.Grid))
            ?? TimeGrid.Linspace(pipeline.Schedule, steps);
        record.EnsureMatches(pipeline.Folder.Hash, GridDescription.From(grid));
        return grid;
    }

    private InversionMetadata Describe(DiffusionPipeline pipeline, LatentShape shape, InversionRequest request, TimeGrid grid) => new()
    {
        InversionId = store.NewId(),
        ImageId = request.ImageId,
        ModelHash = pipeline.Folder.Hash,
        Sampler = request.Sampler,
        Parameters = request.Parameters,
        Grid = GridDescription.From(grid),
        Steps = grid.Steps,
        Node = grid.NodeForStrength(request.Strength),
        Strength = request.Strength,
        SourcePrompt = request.Prompt,
        Guidance = request.Guidance,
        LatentShape = [shape.Channels, shape.Height, shape.Width],
        Frame = request.Frame,
        LatentScale = pipeline.Autoencoder.ScalingFactor,
        FixedPoint = request.FixedPoint,
        Created = clock.GetUtcNow(),
        AppVersion = AppVersion.Current,
    };

    private static bool IsSame(InversionMetadata one, InversionMetadata other) =>
        one.ImageId == other.ImageId && one.ModelHash == other.ModelHash && one.Sampler == other.Sampler && one.Parameters == other.Parameters
        && one.Node == other.Node && one.SourcePrompt == other.SourcePrompt && one.Guidance == other.Guidance
        && one.FixedPoint == other.FixedPoint && one.Grid.Equals(other.Grid) && one.LatentShape.SequenceEqual(other.LatentShape)
        && (one.Frame ?? []).SequenceEqual(other.Frame ?? []);
}

/// <summary>A request for the inversion of a picture, with every setting filled in.</summary>
internal sealed record InversionRequest
{
    public required string ImageId { get; init; }

    public required string Prompt { get; init; }

    public required string Sampler { get; init; }

    public SamplerParameters Parameters { get; init; } = new();

    public required int Steps { get; init; }

    public double Guidance { get; init; } = 1;

    public double Strength { get; init; } = 1;

    public bool FixedPoint { get; init; }

    /// <summary>How the picture lies in the working picture; null if they are one.</summary>
    public IReadOnlyList<int>? Frame { get; init; }

    /// <summary>Returns the inversion that an edit starts from.</summary>
    /// <param name="imageId">The picture.</param>
    /// <param name="frame">How it lies in the working picture.</param>
    /// <param name="plan">The edit's plan, every setting filled in.</param>
    public static InversionRequest From(string imageId, WorkingFrame frame, EditPlan plan) => new()
    {
        ImageId = imageId,
        Frame = frame.Key,
        Prompt = plan.SourcePrompt,
        Sampler = plan.Sampler!,
        Parameters = plan.Parameters,
        Steps = plan.Steps!.Value,
        Strength = plan.Strength!.Value,
    };
}

/// <summary>An inversion in memory, ready for sampling.</summary>
/// <param name="Metadata">Its description.</param>
/// <param name="Sampler">The sampler that created it, on its grid.</param>
/// <param name="State">The state from which sampling continues.</param>
/// <param name="Trajectory">Every state on the way, and the noise there; null if none was kept.</param>
/// <param name="Evaluations">Number of UNet row evaluations that it took now; 0 if it was loaded.</param>
internal sealed record HeldInversion(InversionMetadata Metadata, Sampler Sampler, SamplerState State, Trajectory? Trajectory, int Evaluations);
