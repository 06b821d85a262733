using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Sampling;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Sampling;

namespace BelmAgent.Evaluation.Edits;

/// <summary>
/// Generates the sources of pairs that have none, with the model that is measured and the default settings of <c>belm generate</c>: the
/// caption is the prompt.
/// </summary>
/// <remarks>A pipeline serves one call at a time.</remarks>
public static class GeneratedSources
{
    private static readonly EditingOptions Defaults = new();

    /// <summary>
    /// Fills in the sources. For each pair, the first seed counts whose picture the describer reads as the pair says; a pair for which
    /// no seed gives one is left out.
    /// </summary>
    /// <param name="pipeline">The model; it needs a describer.</param>
    /// <param name="pairs">The pairs; those with a source stay as they are.</param>
    /// <param name="folder">Keeps the pictures, so that the next call reads them.</param>
    /// <param name="seeds">Number of seeds that are tried for a pair, from its own on, at least 1. Default: 10.</param>
    /// <param name="cancellationToken">Cancels within one network call.</param>
    /// <returns>The pairs with their sources, in order.</returns>
    /// <exception cref="LimitExceededException">The model draws pictures of another size than the pairs' masks, or has no describer.</exception>
    public static IReadOnlyList<EditPair> Create(
        DiffusionPipeline pipeline, IReadOnlyList<EditPair> pairs, string folder, int seeds = 10, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(pairs);
        // Another model draws other pictures from the same seeds.
        var kept = Path.Combine(folder, $"sources-{pipeline.Folder.Hash[..12]}");
        return [.. pairs.Select(pair => pair.Source is null ? Find(pipeline, pair, Path.Combine(kept, $"{pair.Id}.png"), seeds, cancellationToken) : pair).OfType<EditPair>()];
    }

    private static EditPair? Find(DiffusionPipeline pipeline, EditPair pair, string path, int seeds, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
        {
            return pair with { Source = ImageCodec.ReadFile(path, cancellationToken: cancellationToken) };
        }

        for (var seed = pair.Seed!.Value; seed < pair.Seed + seeds; seed++)
        {
            var picture = Generate(pipeline, pair.SourceCaption, seed, cancellationToken);
            if ((picture.Width, picture.Height) != (pair.Mask.Width, pair.Mask.Height))
            {
                throw new LimitExceededException("pairs", $"masks of {pair.Mask.Width}×{pair.Mask.Height}", $"masks of {picture.Width}×{picture.Height}, the size that this model draws");
            }

            if (Shows(pipeline, picture, pair, cancellationToken))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                ImageCodec.WriteFile(path, picture);
                return pair with { Source = picture };
            }
        }

        return null;
    }

    private static bool Shows(DiffusionPipeline pipeline, RgbImage picture, EditPair pair, CancellationToken cancellationToken)
    {
        var describer = pipeline.Describer ?? throw new LimitExceededException("model", pipeline.Folder.Path, "a model with a describer, which judges the sources");
        var seen = describer.Describe(picture, cancellationToken).Labels;
        return pair.Attributes.All(label => seen.GetValueOrDefault(label.Key) == label.Value);
    }

    private static RgbImage Generate(DiffusionPipeline pipeline, string prompt, long seed, CancellationToken cancellationToken)
    {
        var (shape, steps) = (pipeline.Unet.Native, PlanResolver.Steps(null, Defaults));
        var sampler = PlanResolver.Sampler(null, Defaults);
        var latent = new double[shape.Length];
        using var predictor = pipeline.CreatePredictor(prompt, Defaults.GenerationGuidance, shape, cancellationToken: cancellationToken);
        SamplerFactory.Create(sampler, SamplerFactory.Resolve(sampler, new(), steps), GridFactory.Create(Defaults.TimeGrid, pipeline, steps))
            .Generate(GaussianNoise.Draw(shape.Length, seed), predictor, latent, progress: null, cancellationToken);
        return pipeline.Autoencoder.Decode(latent, shape, cancellationToken);
    }
}
