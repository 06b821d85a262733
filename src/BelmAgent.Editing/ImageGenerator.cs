using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using BelmAgent.Diffusion.Models;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Sampling;
using BelmAgent.Imaging;
using BelmAgent.Sampling;

namespace BelmAgent.Editing;

/// <summary>Generates images from prompts.</summary>
/// <remarks>Safe to share between threads: calls wait for the model in order of arrival.</remarks>
public sealed class ImageGenerator
{
    private readonly IOperationRunner _runner;
    private readonly ModelAccess _model;
    private readonly PictureLibrary _library;
    private readonly EditingOptions _options;

    internal ImageGenerator(IOperationRunner runner, ModelAccess model, PictureLibrary library, EditingOptions options) =>
        (_runner, _model, _library, _options) = (runner, model, library, options);

    /// <summary>Generates an image from a prompt.</summary>
    /// <param name="request">The prompt and the settings.</param>
    /// <param name="progress">Receives each step. Null: nothing does.</param>
    /// <param name="cancellationToken">Stops within one network call.</param>
    /// <exception cref="LimitExceededException">A setting is out of range, or the turn's budget is spent.</exception>
    /// <exception cref="ModelException"><c>prompts_not_taken</c>: there is a prompt, and the model takes none.</exception>
    public Task<GenerateResult> GenerateAsync(GenerateRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var operation = new Operation("generate_image", OperationKind.Change)
        {
            Arguments =
            [
                new("prompt", request.Prompt, IsWords: true, Tag: BelmTags.TargetPrompt), new("seed", request.Seed), new("steps", request.Steps),
                new("guidance", request.Guidance), new("sampler", request.Sampler), new("kappa", request.Kappa), new("order", request.Order),
                new("gamma", request.Gamma), new("mixing", request.Mixing), new("alternate", request.Alternate),
            ],
            Span = "generate",
            MakesImage = true,
        };
        return _runner.RunAsync(operation, scope => GenerateAsync(request, scope), progress, cancellationToken);
    }

    private async Task<GenerateResult> GenerateAsync(GenerateRequest request, OperationScope scope)
    {
        var sampler = PlanResolver.Sampler(request.Sampler, _options);
        var steps = PlanResolver.Steps(request.Steps, _options);
        var parameters = SamplerFactory.Resolve(sampler, request.Parameters, steps);
        var guidance = PlanResolver.Guidance(request.Guidance, _options.GenerationGuidance, _model.Folder);
        var seed = request.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);

        using var lease = await _model.AcquireAsync(scope.CancellationToken);
        var pipeline = lease.Pipeline;
        var start = Stopwatch.GetTimestamp();
        var (image, evaluations) = await Task.Run(Sample, scope.CancellationToken);
        _model.Remember(evaluations, start);

        var flagged = pipeline.Safety?.IsFlagged(image, scope.CancellationToken);
        var seen = pipeline.Describer?.Describe(image, scope.CancellationToken);
        var recipe = new PictureRecipe
        {
            Kind = PictureKind.Generated,
            Prompt = request.Prompt,
            Caption = request.Prompt,
            Seed = seed,
            Steps = steps,
            Guidance = guidance,
            Sampler = sampler.Name,
            ModelHash = pipeline.Folder.Hash,
            Provider = pipeline.Provider,
            Flagged = flagged,
            AppVersion = AppVersion.Current,
            Parameters = parameters,
        };
        var picture = await _library.AddAsync(image, recipe, scope.CancellationToken);
        scope.AddMade(picture, evaluations, pipeline.Provider);
        return new GenerateResult
        {
            Picture = picture,
            Prompt = request.Prompt,
            Seed = seed,
            Seen = seen?.Caption,
            Flagged = flagged,
            Notes = PictureNotes.ForLength(pipeline, request.Prompt) is { } note ? [note] : [],
            UnetEvaluations = evaluations,
            Seconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3),
            Provider = pipeline.Provider,
        };

        (RgbImage Image, int Evaluations) Sample()
        {
            var (shape, latent, rows) = (pipeline.Unet.Native, new double[pipeline.Unet.Native.Length], 0);
            // Given back before the image is decoded, which may need its memory.
            using (var predictor = pipeline.CreatePredictor(request.Prompt, guidance, shape, cancellationToken: scope.CancellationToken))
            {
                SamplerFactory.Create(sampler, parameters, GridFactory.Create(_options.TimeGrid, pipeline, steps)).Generate(
                    GaussianNoise.Draw(shape.Length, seed), predictor, latent, StageProgress.For("generate", scope.Progress, pipeline, shape), scope.CancellationToken);
                rows = predictor.Evaluations;
            }

            return (pipeline.Autoencoder.Decode(latent, shape, scope.CancellationToken), rows);
        }
    }
}

/// <summary>A picture to be generated from a prompt.</summary>
public sealed record GenerateRequest
{
    /// <summary>Gets what the picture should show; empty for a model that takes no prompt.</summary>
    public required string Prompt { get; init; }

    /// <summary>Gets the seed of the noise; the same seed, model and settings give the same picture. Null: random.</summary>
    public long? Seed { get; init; }

    /// <summary>Gets the number of steps N, 2 to 1000. Null: the configured default.</summary>
    public int? Steps { get; init; }

    /// <summary>Gets the guidance w, 1 to 30. Null: the configured default.</summary>
    public double? Guidance { get; init; }

    /// <summary>Gets the sampler, a name of <see cref="SamplerCatalog"/>. Null: the configured default.</summary>
    public string? Sampler { get; init; }

    /// <summary>Gets the settings that only some samplers have, together; each is also a property of its own.</summary>
    [JsonIgnore]
    public SamplerParameters Parameters { get; init; } = new();

    /// <summary>Gets the κ for <c>belm</c>, 0 to 1.</summary>
    public double? Kappa
    {
        get => Parameters.Kappa;
        init => Parameters = Parameters with { Kappa = value };
    }

    /// <summary>Gets the number of states that a step of <c>belm</c> reads, 2 to 4; above 2 it is not zero-stable and takes no κ. Null: 2.</summary>
    public int? Order
    {
        get => Parameters.Order;
        init => Parameters = Parameters with { Order = value };
    }

    /// <summary>Gets the γ of <c>bdia</c>, above 0 and at most 1; an inversion of N steps magnifies rounding errors by γ^(−N). Null: 0.96.</summary>
    public double? Gamma
    {
        get => Parameters.Gamma;
        init => Parameters = Parameters with { Gamma = value };
    }

    /// <summary>Gets the mixing weight p of <c>edict</c>, above 0 and at most 1. Null: 0.93.</summary>
    public double? Mixing
    {
        get => Parameters.Mixing;
        init => Parameters = Parameters with { Mixing = value };
    }

    /// <summary>Gets whether the chains of <c>edict</c> swap roles every other step, as in its own code. Null: no.</summary>
    public bool? Alternate
    {
        get => Parameters.Alternate;
        init => Parameters = Parameters with { Alternate = value };
    }
}

/// <summary>A generated picture.</summary>
public sealed record GenerateResult
{
    /// <summary>Gets the new picture.</summary>
    [JsonIgnore]
    public required Picture Picture { get; init; }

    /// <summary>Gets the id of the new picture.</summary>
    [JsonPropertyName("image_id")]
    public string ImageId => Picture.Id;

    /// <summary>Gets the prompt.</summary>
    [JsonPropertyName("prompt")]
    public required string Prompt { get; init; }

    /// <summary>Gets the seed that was used.</summary>
    [JsonPropertyName("seed")]
    public required long Seed { get; init; }

    /// <summary>Gets what the describer sees; null if the model has none.</summary>
    [JsonPropertyName("seen")]
    public string? Seen { get; init; }

    /// <summary>Gets whether the model's safety checker flags the picture, which is not changed; null if the model has no checker.</summary>
    [JsonPropertyName("flagged")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Flagged { get; init; }

    /// <summary>Gets what was left out, one sentence each.</summary>
    [JsonPropertyName("notes")]
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Gets the number of UNet row evaluations.</summary>
    [JsonPropertyName("unet_evaluations")]
    public required int UnetEvaluations { get; init; }

    /// <summary>Gets the wall-clock seconds.</summary>
    [JsonPropertyName("seconds")]
    public required double Seconds { get; init; }

    /// <summary>Gets the execution provider that was actually used.</summary>
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }
}
