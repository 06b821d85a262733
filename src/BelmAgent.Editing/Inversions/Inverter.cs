using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Sampling;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Inversions;

/// <summary>Inverts latents and stores the results, so that the same inversion is never computed twice.</summary>
/// <remarks>Stateless except for the store; the pipeline must belong to the caller.</remarks>
internal sealed class Inverter(InversionStore store, EditingOptions options, TimeProvider clock)
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

        return await Task.Run(() => Invert(pipeline, latent, shape, request, wanted, sampler, progress, cancellationToken), cancellationToken);
    }

    /// <summary>Restores a loaded record.</summary>
    /// <exception cref="BelmException"><c>inversion_mismatch</c>: it belongs to another model, size or grid.</exception>
    public static HeldInversion Restore(DiffusionPipeline pipeline, InversionRecord record)
    {
        var metadata = record.Metadata;
        var grid = GridFactory.Recognise(record, pipeline);
        var sampler = SamplerFactory.Create(SamplerCatalog.Get(metadata.Sampler), SamplerParameters.Of(metadata), grid, metadata.FixedPoint);
        return new HeldInversion(metadata, sampler, InversionRecords.ToState(record, sampler), InversionRecords.ToTrajectory(record), Evaluations: 0);
    }

    private async Task<HeldInversion> Invert(
        DiffusionPipeline pipeline, double[] latent, LatentShape shape, InversionRequest request, InversionMetadata metadata, Sampler sampler,
        IProgress<EditProgress>? progress, CancellationToken cancellationToken)
    {
        using var predictor = pipeline.CreatePredictor(request.Prompt, request.Guidance, shape, cancellationToken: cancellationToken);
        var inversion = sampler.Invert(
            latent,
            predictor,
            new InversionOptions { LastNode = metadata.Node, RecordTrajectory = !request.FixedPoint },
            StageProgress.For("invert", progress, pipeline, shape),
            cancellationToken);
        await store.SaveAsync(InversionRecords.ToRecord(inversion.State, inversion.Trajectory, metadata), cancellationToken);
        return new HeldInversion(metadata, sampler, inversion.State, inversion.Trajectory, predictor.Evaluations);
    }

    private InversionMetadata Describe(DiffusionPipeline pipeline, LatentShape shape, InversionRequest request, TimeGrid grid) => new()
    {
        InversionId = store.NewId(),
        ImageId = request.ImageId,
        ModelHash = pipeline.Folder.Hash,
        Sampler = request.Sampler,
        Kappa = request.Parameters.Kappa,
        Gamma = request.Parameters.Gamma,
        P = request.Parameters.Mixing,
        Alternate = request.Parameters.Alternate,
        Grid = GridFactory.Describe(grid),
        Steps = grid.Steps,
        Node = grid.NodeForStrength(request.Strength),
        Strength = request.Strength,
        SourcePrompt = request.Prompt,
        Guidance = request.Guidance,
        LatentShape = [shape.Channels, shape.Height, shape.Width],
        LatentScale = pipeline.Autoencoder.ScalingFactor,
        FixedPoint = request.FixedPoint,
        Created = clock.GetUtcNow(),
        AppVersion = AppVersion.Current,
    };

    private static bool IsSame(InversionMetadata one, InversionMetadata other) =>
        one.ImageId == other.ImageId && one.ModelHash == other.ModelHash && one.Sampler == other.Sampler && SamplerParameters.Of(one) == SamplerParameters.Of(other)
        && one.Node == other.Node && one.SourcePrompt == other.SourcePrompt && one.Guidance == other.Guidance
        && one.FixedPoint == other.FixedPoint && one.Grid.Equals(other.Grid) && one.LatentShape.SequenceEqual(other.LatentShape);
}
