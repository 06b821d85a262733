using System.Diagnostics;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Evaluation.Features;
using BelmAgent.Evaluation.Statistics;
using BelmAgent.Imaging;
using BelmAgent.Sampling;

namespace BelmAgent.Evaluation.Quality;

/// <summary>Measures generation and its measurement against the bare runs of the networks that they need, taking turns.</summary>
public static class QualityCost
{
    /// <summary>Measures one batch at a time.</summary>
    /// <param name="pipeline">The model.</param>
    /// <param name="network">The feature network.</param>
    /// <param name="options">The prompts, guidance and seed; the first method at the first number of steps is measured.</param>
    /// <param name="batch">Number of pictures at once, at least 1.</param>
    /// <param name="rounds">Number of turns, at least 1.</param>
    /// <param name="cancellationToken">Cancels within one network call.</param>
    /// <returns>
    /// For each turn the seconds of a whole batch (noise, sampling, decoding, preparation, features, statistics), and those of the same calls
    /// of the UNet, the decoder and the feature network alone.
    /// </returns>
    public static IReadOnlyList<(double Whole, double Bare)> Measure(
        DiffusionPipeline pipeline, FeatureNetwork network, QualityOptions options, int batch, int rounds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        var (method, steps) = (options.Methods[0], options.Steps[0]);
        var sampler = method.Create(pipeline, steps);
        using var generator = new PictureGenerator(pipeline, batch, options.Guidance, cancellationToken);
        var set = new FeatureSet(network.Length, network.Sha256, "cost");
        var latent = new double[pipeline.Unet.Native.Length];
        var pixels = new float[RgbImage.Channels * pipeline.NativeWidth * pipeline.NativeHeight];
        var measured = new List<(double, double)>();
        for (var round = 0; round <= rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            Whole(round);
            var whole = Stopwatch.GetElapsedTime(start).TotalSeconds;
            start = Stopwatch.GetTimestamp();
            Bare();
            if (round > 0)
            {
                // The first turn warms up.
                measured.Add((whole, Stopwatch.GetElapsedTime(start).TotalSeconds));
            }
        }

        return measured;

        void Whole(int round)
        {
            var places = Enumerable.Range(round * batch, batch).ToList();
            IReadOnlyList<string> prompts = options.Prompts.Count == 0 ? [] : [.. places.Select(i => options.Prompts[i % options.Prompts.Count])];
            var images = generator.Generate(sampler, method.Clip, [.. places.Select(options.NoiseOf)], prompts, cancellationToken).OfType<RgbImage>().ToList();
            var features = new float[images.Count * network.Length];
            network.Extract(images, features, cancellationToken);
            for (var i = 0; i < images.Count; i++)
            {
                set.Add(features.AsSpan(i * network.Length, network.Length));
            }
        }

        void Bare()
        {
            for (var call = 0; call < steps * method.EvaluationsPerStep; call++)
            {
                generator.Predictor.Run(sampler.Grid[1 + (call % steps)].Timestep, cancellationToken);
            }

            for (var i = 0; i < batch; i++)
            {
                pipeline.Autoencoder.Decode(latent, pipeline.Unet.Native, pixels, cancellationToken);
            }

            for (var i = 0; i < batch; i += network.Batch)
            {
                network.RunAgain(cancellationToken);
            }
        }
    }
}
