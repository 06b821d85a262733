using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Framing;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Sampling;
using BelmAgent.Imaging;
using BelmAgent.Sampling;

namespace BelmAgent.Editing;

/// <summary>Inverts images exactly, and samples images back from saved inversions and from between two of them.</summary>
/// <remarks>Safe to share between threads: calls wait for the model in order of arrival.</remarks>
public sealed class ImageInverter
{
    private readonly IOperationRunner _runner;
    private readonly ModelAccess _model;
    private readonly PictureLibrary _library;
    private readonly Inverter _inverter;
    private readonly EditingOptions _options;

    internal ImageInverter(IOperationRunner runner, ModelAccess model, PictureLibrary library, Inverter inverter, EditingOptions options) =>
        (_runner, _model, _library, _inverter, _options) = (runner, model, library, inverter, options);

    /// <summary>Inverts an image, measures the round trip, and saves the inversion.</summary>
    /// <param name="request">The picture to invert, and the settings.</param>
    /// <param name="progress">Receives each step. Null: nothing does.</param>
    /// <param name="cancellationToken">Stops within one network call.</param>
    /// <exception cref="BelmException"><c>image_not_found</c>: there is no such image.</exception>
    /// <exception cref="LimitExceededException">A setting is out of range, or the sampler does not have it.</exception>
    public Task<InvertResult> InvertAsync(InvertRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var operation = new Operation("invert_image", OperationKind.Change)
        {
            Arguments =
            [
                new("image_id", request.ImageId, Tag: BelmTags.ImageId), new("prompt", request.Prompt, IsWords: true, Tag: BelmTags.SourcePrompt),
                new("sampler", request.Sampler), new("kappa", request.Kappa), new("order", request.Order), new("gamma", request.Gamma), new("mixing", request.Mixing),
                new("alternate", request.Alternate), new("steps", request.Steps), new("guidance", request.Guidance), new("strength", request.Strength),
                new("fixed_point", request.FixedPoint), new("measure_round_trip", request.MeasureRoundTrip),
            ],
            Span = "invert",
        };
        return _runner.RunAsync(operation, scope => InvertAsync(request, scope), progress, cancellationToken);
    }

    /// <summary>Samples an image back from a saved inversion.</summary>
    /// <param name="inversion">An inversion's id, or the path of its file under an allowed root.</param>
    /// <param name="progress">Receives each step. Null: nothing does.</param>
    /// <param name="cancellationToken">Stops within one network call.</param>
    /// <exception cref="BelmException"><c>inversion_not_found</c>: there is no inversion of that id.</exception>
    /// <exception cref="BelmException"><c>path_not_allowed</c>: the file lies outside the allowed roots.</exception>
    /// <exception cref="InversionMismatchException">It was made with another model, grid or size.</exception>
    public Task<ReconstructResult> ReconstructAsync(string inversion, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _runner.RunAsync(
            new Operation("reconstruct_image", OperationKind.Change) { Arguments = [new("inversion", inversion)], Span = "reconstruct" },
            scope => ReconstructAsync(inversion, scope),
            progress,
            cancellationToken);

    /// <summary>Samples an image between two saved inversions that were made alike, along the great circle through their noise.</summary>
    /// <param name="request">Which inversions, and how far between them.</param>
    /// <param name="progress">Receives each step. Null: nothing does.</param>
    /// <param name="cancellationToken">Stops within one network call.</param>
    /// <exception cref="InversionMismatchException">They differ in model, grid or size.</exception>
    /// <exception cref="LimitExceededException">The fraction is out of range, or they differ in sampler, prompt or guidance.</exception>
    public Task<InterpolateResult> InterpolateAsync(InterpolateRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var operation = new Operation("interpolate_images", OperationKind.Change)
        {
            Arguments = [new("inversion", request.Inversion), new("other_inversion", request.OtherInversion), new("fraction", request.Fraction)],
            Span = "interpolate",
        };
        return _runner.RunAsync(operation, scope => InterpolateAsync(request, scope), progress, cancellationToken);
    }

    private async Task<InvertResult> InvertAsync(InvertRequest request, OperationScope scope)
    {
        var wanted = Resolve(request);
        var image = await _library.ReadImageAsync(request.ImageId, scope.CancellationToken);

        using var lease = await _model.AcquireAsync(scope.CancellationToken);
        var frame = FrameChoice.Whole(lease.Pipeline, image.Width, image.Height);
        var result = await Task.Run(() => InvertAsync(lease.Pipeline, frame, image, wanted, request.MeasureRoundTrip, scope), scope.CancellationToken) with
        {
            Notes = [.. new[] { frame.Note ?? frame.SizeNote, PictureNotes.ForLength(lease.Pipeline, request.Prompt) }.OfType<string>()],
        };
        scope.AddInversion(result.InversionId);
        scope.AddSampling(result.Sampler, result.Steps, request.Guidance);
        scope.AddCost(result.UnetEvaluations, result.Provider);
        return result;
    }

    private async Task<InvertResult> InvertAsync(DiffusionPipeline pipeline, WorkingFrame frame, RgbImage image, InversionRequest wanted, bool measures, OperationScope scope)
    {
        var start = Stopwatch.GetTimestamp();
        image = frame.View(image);
        var shape = pipeline.Autoencoder.ShapeOf(image.Width, image.Height);
        var latent = pipeline.Autoencoder.Encode(image, scope.CancellationToken);
        var inversion = await _inverter.GetAsync(pipeline, latent, shape, wanted with { Frame = frame.Key }, scope.Progress, scope.CancellationToken);
        var noise = NoiseDiagnostics.Measure(inversion.State.Position.Span);
        var result = new InvertResult
        {
            InversionId = inversion.Metadata.InversionId,
            ImageId = wanted.ImageId,
            Path = _inverter.PathOf(inversion),
            Sampler = wanted.Sampler,
            Parameters = inversion.Metadata.Parameters,
            Steps = wanted.Steps,
            Noise = new NoiseSummary(noise.Mean, noise.Std, noise.Kurtosis, noise.MaxAbs) { Histogram = NoiseSummary.Count(inversion.State.Position.Span) },
            UnetEvaluations = inversion.Evaluations,
            Seconds = Since(start),
            Provider = pipeline.Provider,
        };
        if (!measures)
        {
            return result;
        }

        var (back, evaluations) = SampleBack(pipeline, inversion, "reconstruct", scope);
        _model.Remember(inversion.Evaluations + evaluations, start);
        return Measure(result, pipeline, image, latent, back, scope.CancellationToken) with
        {
            BitExact = MemoryMarshal.AsBytes<double>(Canonical(inversion, latent)).SequenceEqual(MemoryMarshal.AsBytes<double>(back)),
            UnetEvaluations = inversion.Evaluations + evaluations,
            Seconds = Since(start),
        };
    }

    private async Task<ReconstructResult> ReconstructAsync(string inversion, OperationScope scope)
    {
        var record = await _inverter.LoadAsync(inversion, scope.CancellationToken);
        using var lease = await _model.AcquireAsync(scope.CancellationToken);
        var pipeline = lease.Pipeline;
        var start = Stopwatch.GetTimestamp();
        var held = Inverter.Restore(pipeline, record);
        var (latent, evaluations) = await Task.Run(() => SampleBack(pipeline, held, "reconstruct", scope), scope.CancellationToken);
        _model.Remember(evaluations, start);
        var picture = await AddAsync(pipeline, record.Metadata, latent, recipe => recipe, scope.CancellationToken);
        scope.AddMade(picture, evaluations, pipeline.Provider);
        return new ReconstructResult
        {
            Picture = picture,
            InversionId = record.Metadata.InversionId,
            LatentSha256 = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<double>(latent))),
            Flagged = picture.Recipe.Flagged,
            UnetEvaluations = evaluations,
            Seconds = Since(start),
            Provider = pipeline.Provider,
        };
    }

    private async Task<InterpolateResult> InterpolateAsync(InterpolateRequest request, OperationScope scope)
    {
        if (request.Fraction is not (>= 0 and <= 1))
        {
            throw new LimitExceededException("fraction", request.Fraction, "0 to 1");
        }

        var one = await _inverter.LoadAsync(request.Inversion, scope.CancellationToken);
        var other = await _inverter.LoadAsync(request.OtherInversion, scope.CancellationToken);
        Inverter.ThrowIfUnlike(one.Metadata, other.Metadata);
        using var lease = await _model.AcquireAsync(scope.CancellationToken);
        var pipeline = lease.Pipeline;
        var start = Stopwatch.GetTimestamp();
        var (first, last) = (Inverter.Restore(pipeline, one), Inverter.Restore(pipeline, other));
        var between = first with { State = SphericalInterpolation.Between(first.State, last.State, request.Fraction) };
        var (latent, evaluations) = await Task.Run(() => SampleBack(pipeline, between, "interpolate", scope), scope.CancellationToken);
        _model.Remember(evaluations, start);
        var picture = await AddAsync(
            pipeline,
            one.Metadata,
            latent,
            recipe => recipe with { Kind = PictureKind.Interpolated, OtherInversionId = LibraryIdOf(other.Metadata), Fraction = request.Fraction },
            scope.CancellationToken);
        scope.AddMade(picture, evaluations, pipeline.Provider);
        return new InterpolateResult
        {
            Picture = picture,
            InversionId = one.Metadata.InversionId,
            OtherInversionId = other.Metadata.InversionId,
            Fraction = request.Fraction,
            Flagged = picture.Recipe.Flagged,
            UnetEvaluations = evaluations,
            Seconds = Since(start),
            Provider = pipeline.Provider,
        };
    }

    private InversionRequest Resolve(InvertRequest request)
    {
        var sampler = PlanResolver.Sampler(request.Sampler, _options);
        var steps = PlanResolver.Steps(request.Steps, _options);
        return new InversionRequest
        {
            ImageId = request.ImageId,
            Prompt = request.Prompt,
            Sampler = sampler.Name,
            Parameters = SamplerFactory.Resolve(sampler, request.Parameters, steps),
            Steps = steps,
            Guidance = PlanResolver.Guidance(request.Guidance, otherwise: 1, _model.Folder),
            Strength = PlanResolver.Strength(request.Strength),
            FixedPoint = request.FixedPoint,
        };
    }

    private async Task<Picture> AddAsync(
        DiffusionPipeline pipeline, InversionMetadata inversion, double[] latent, Func<PictureRecipe, PictureRecipe> complete, CancellationToken cancellationToken)
    {
        var image = await Task.Run(() => pipeline.Autoencoder.Decode(latent, inversion.Shape, cancellationToken), cancellationToken);
        if (inversion.Frame is [_, _, _, _, var x, var y, var width, var height] && new ImageRegion(x, y, width, height) is var shown && shown.IsInside(image.Width, image.Height))
        {
            // What was added around the picture for the model is not part of it.
            image = image.Crop(shown);
        }

        var recipe = new PictureRecipe
        {
            Kind = PictureKind.Reconstructed,
            ParentId = inversion.ImageId,
            RootId = inversion.ImageId,
            InversionId = LibraryIdOf(inversion),
            Caption = inversion.SourcePrompt,
            Steps = inversion.Steps,
            Sampler = inversion.Sampler,
            ModelHash = pipeline.Folder.Hash,
            Provider = pipeline.Provider,
            Flagged = pipeline.Safety?.IsFlagged(image, cancellationToken),
            AppVersion = AppVersion.Current,
            Parameters = inversion.Parameters,
        };
        return await _library.AddAsync(image, complete(recipe), cancellationToken);
    }

    private static (double[] Latent, int Evaluations) SampleBack(DiffusionPipeline pipeline, HeldInversion inversion, string stage, OperationScope scope)
    {
        var shape = inversion.Metadata.Shape;
        using var predictor = pipeline.CreatePredictor(inversion.Metadata.SourcePrompt, inversion.Metadata.Guidance, shape, cancellationToken: scope.CancellationToken);
        var latent = new double[shape.Length];
        inversion.Sampler.Sample(
            inversion.State, predictor, latent, StageProgress.For(stage, scope.Progress, pipeline, shape), blend: null, scope.CancellationToken);
        return (latent, predictor.Evaluations);
    }

    private static InvertResult Measure(
        InvertResult result, DiffusionPipeline pipeline, RgbImage image, double[] latent, double[] back, CancellationToken cancellationToken)
    {
        var shape = pipeline.Autoencoder.ShapeOf(image.Width, image.Height);
        var original = ImageTensor.ToTensor(image);
        var (direct, reconstructed) = (new float[original.Length], new float[original.Length]);
        pipeline.Autoencoder.Decode(latent, shape, direct, cancellationToken);
        pipeline.Autoencoder.Decode(back, shape, reconstructed, cancellationToken);
        var distance = TensorPrimitives.Distance<double>(latent, back);
        return result with
        {
            LatentMse = distance * distance / latent.Length,
            PixelMse = MeanSquaredError(original, reconstructed),
            AutoencoderMse = MeanSquaredError(original, direct),
            Reconstruction = ImageTensor.FromTensor(reconstructed, image.Width, image.Height),
        };
    }

    // In fixed point the latent is first rounded to 48 binary places; that is what must come back.
    private static double[] Canonical(HeldInversion inversion, double[] latent) =>
        inversion.State.Words is null ? latent : [.. latent.Select(value => Math.ScaleB(Math.Round(Math.ScaleB(value, 48), MidpointRounding.ToEven), -48))];

    private static double MeanSquaredError(float[] one, float[] other)
    {
        var sum = 0.0;
        for (var i = 0; i < one.Length; i++)
        {
            sum += ((double)one[i] - other[i]) * ((double)one[i] - other[i]);
        }

        return sum / one.Length;
    }

    // A file from elsewhere may call itself anything.
    private static string? LibraryIdOf(InversionMetadata inversion) => LibraryId.IsValid(inversion.InversionId, LibraryId.Inversion) ? inversion.InversionId : null;

    private static double Since(long start) => Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3);
}
