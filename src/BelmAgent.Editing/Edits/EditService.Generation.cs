using System.Diagnostics;
using System.Security.Cryptography;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Sampling;
using BelmAgent.Editing.Turns;

namespace BelmAgent.Editing.Edits;

/// <content>Pictures from prompts.</content>
public sealed partial class EditService
{
    /// <inheritdoc/>
    public async Task<GenerateResult> GenerateAsync(GenerateRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var sampler = PlanResolver.Sampler(request.Sampler, _options);
        var steps = PlanResolver.Steps(request.Steps, _options);
        var parameters = SamplerFactory.Resolve(sampler, SamplerParameters.Of(request), steps);
        var guidance = Guidance(request.Guidance, _options.GenerationGuidance);
        var seed = request.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);

        using var lease = await AcquireAsync(cancellationToken);
        var pipeline = lease.Pipeline;
        var start = Stopwatch.GetTimestamp();
        var (image, evaluations) = await Task.Run(
            () =>
            {
                var (shape, latent, made) = (pipeline.Unet.Native, new double[pipeline.Unet.Native.Length], 0);
                // Given back before the picture is decoded, which may need its memory.
                using (var predictor = pipeline.CreatePredictor(request.Prompt, guidance, shape, cancellationToken: cancellationToken))
                {
                    SamplerFactory.Create(sampler, parameters, GridFactory.Create(_options.TimeGrid, pipeline, steps)).Generate(
                        GaussianNoise.Draw(shape.Length, seed), predictor, latent, StageProgress.For("generate", progress, pipeline, shape), cancellationToken);
                    made = predictor.Evaluations;
                }

                return (pipeline.Autoencoder.Decode(latent, shape, cancellationToken), made);
            },
            cancellationToken);
        Remember(evaluations, start);

        var flagged = pipeline.Safety?.IsFlagged(image, cancellationToken);
        var seen = pipeline.Describer?.Describe(image, cancellationToken);
        var picture = await _library.AddAsync(
            image,
            parameters.WriteTo(new()
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
            }),
            cancellationToken);
        return new GenerateResult
        {
            Picture = picture,
            Prompt = request.Prompt,
            Seed = seed,
            Seen = seen?.Caption,
            Flagged = flagged,
            Notes = PictureNotes.OfLength(pipeline, request.Prompt) is { } note ? [note] : [],
            UnetEvaluations = evaluations,
            Seconds = Since(start),
            Provider = pipeline.Provider,
        };
    }
}
