using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Sampling;
using BelmAgent.Imaging;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Edits;

/// <content>Inversions, and pictures made again from them.</content>
public sealed partial class EditService
{
    /// <inheritdoc/>
    public async Task<InvertResult> InvertAsync(InvertRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var wanted = Resolve(request);
        var picture = await _library.GetAsync(request.ImageId, cancellationToken);
        var image = await _library.ReadImageAsync(request.ImageId, cancellationToken);

        using var lease = await AcquireAsync(cancellationToken);
        var pipeline = lease.Pipeline;
        var start = Stopwatch.GetTimestamp();
        var shape = pipeline.Autoencoder.ShapeOf(image.Width, image.Height);
        var latent = await Task.Run(() => pipeline.Autoencoder.Encode(image, cancellationToken), cancellationToken);
        var inversion = await _inverter.GetAsync(pipeline, latent, shape, wanted, progress, cancellationToken);
        var noise = NoiseDiagnostics.Of(inversion.State.Position.Span);
        var result = new InvertResult
        {
            InversionId = inversion.Metadata.InversionId,
            ImageId = request.ImageId,
            Path = _inversions.PathOf(inversion.Metadata.InversionId),
            Sampler = wanted.Sampler,
            Kappa = inversion.Metadata.Kappa,
            Gamma = inversion.Metadata.Gamma,
            Mixing = inversion.Metadata.P,
            Alternate = inversion.Metadata.Alternate,
            Steps = wanted.Steps,
            Noise = new NoiseSummary(noise.Mean, noise.Std, noise.Kurtosis, noise.MaxAbs),
            Notes = [.. new[] { PictureNotes.OfCut(picture), PictureNotes.OfLength(pipeline, request.Prompt) }.OfType<string>()],
            UnetEvaluations = inversion.Evaluations,
            Seconds = Since(start),
            Provider = pipeline.Provider,
        };
        if (!request.MeasureRoundTrip)
        {
            return result;
        }

        var (back, evaluations) = await Task.Run(() => SampleBack(pipeline, inversion, shape, progress, cancellationToken), cancellationToken);
        Remember(inversion.Evaluations + evaluations, start);
        return await Task.Run(() => Measure(result, pipeline, image, latent, back, shape, cancellationToken), cancellationToken) with
        {
            BitExact = MemoryMarshal.AsBytes<double>(Canonical(inversion, latent)).SequenceEqual(MemoryMarshal.AsBytes<double>(back)),
            UnetEvaluations = inversion.Evaluations + evaluations,
            Seconds = Since(start),
        };
    }

    /// <inheritdoc/>
    public async Task<ReconstructResult> ReconstructAsync(string inversion, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var record = await LoadInversionAsync(inversion, cancellationToken);
        using var lease = await AcquireAsync(cancellationToken);
        var pipeline = lease.Pipeline;
        var start = Stopwatch.GetTimestamp();
        var held = Inverter.Restore(pipeline, record);
        var shape = ShapeOf(record.Metadata);
        var (latent, evaluations) = await Task.Run(() => SampleBack(pipeline, held, shape, progress, cancellationToken), cancellationToken);
        Remember(evaluations, start);
        var picture = await AddSampledAsync(pipeline, record.Metadata, latent, recipe => recipe, cancellationToken);
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

    private async Task<Picture> AddSampledAsync(
        DiffusionPipeline pipeline, InversionMetadata inversion, double[] latent, Func<PictureRecipe, PictureRecipe> complete, CancellationToken cancellationToken)
    {
        var image = await Task.Run(() => pipeline.Autoencoder.Decode(latent, ShapeOf(inversion), cancellationToken), cancellationToken);
        var recipe = SamplerParameters.Of(inversion).WriteTo(new()
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
        });
        return await _library.AddAsync(image, complete(recipe), cancellationToken);
    }

    // A file from elsewhere may call itself anything.
    private static string? LibraryIdOf(InversionMetadata inversion) => LibraryId.IsValid(inversion.InversionId, LibraryId.Inversion) ? inversion.InversionId : null;

    private InversionRequest Resolve(InvertRequest request)
    {
        var sampler = PlanResolver.Sampler(request.Sampler, _options);
        var steps = PlanResolver.Steps(request.Steps, _options);
        return new InversionRequest
        {
            ImageId = request.ImageId,
            Prompt = request.Prompt,
            Sampler = sampler.Name,
            Parameters = SamplerFactory.Resolve(sampler, SamplerParameters.Of(request), steps),
            Steps = steps,
            Guidance = Guidance(request.Guidance, otherwise: 1),
            Strength = PlanResolver.Strength(request.Strength),
            FixedPoint = request.FixedPoint,
        };
    }

    private static (double[] Latent, int Evaluations) SampleBack(
        DiffusionPipeline pipeline, HeldInversion inversion, LatentShape shape, IProgress<EditProgress>? progress, CancellationToken cancellationToken, string stage = "reconstruct")
    {
        using var predictor = pipeline.CreatePredictor(inversion.Metadata.SourcePrompt, inversion.Metadata.Guidance, shape, cancellationToken: cancellationToken);
        var latent = new double[shape.Length];
        inversion.Sampler.Sample(inversion.State, predictor, latent, StageProgress.For(stage, progress, pipeline, shape), blend: null, cancellationToken);
        return (latent, predictor.Evaluations);
    }

    private static InvertResult Measure(
        InvertResult result, DiffusionPipeline pipeline, RgbImage image, double[] latent, double[] back, LatentShape shape, CancellationToken cancellationToken)
    {
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

    private static LatentShape ShapeOf(InversionMetadata metadata) => metadata.LatentShape is [var channels, var height, var width]
        ? new LatentShape(channels, height, width)
        : throw new InversionMismatchException(metadata.InversionId, InversionAspect.LatentShape, "three sides", $"{metadata.LatentShape.Count}");
}
