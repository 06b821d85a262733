using System.Text.Json.Serialization;
using BelmAgent.Diffusion.Autoencoder;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Unet;
using BelmAgent.Evaluation.Datasets;
using BelmAgent.Evaluation.Methods;
using BelmAgent.Evaluation.Tables;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;
using BelmAgent.Imaging.Resampling;
using BelmAgent.Sampling;

namespace BelmAgent.Evaluation.Reconstruction;

/// <summary>
/// Inverts pictures to noise and brings them back, by each method at each number of steps: Tables 2 and 3 of the paper. A picture is cut and
/// resized to the model's native size; guidance is 1.
/// </summary>
/// <remarks>A few pictures are in memory at a time. The model belongs to the caller. Not safe to share between threads.</remarks>
/// <param name="pipeline">The model.</param>
/// <param name="folder">The folder for results; it is created. A stopped run resumes there.</param>
public sealed class ReconstructionBenchmark(DiffusionPipeline pipeline, string folder)
{
    private const int Batch = 8;

    /// <summary>Measures what is missing.</summary>
    /// <param name="options">The methods, steps and numbers of pictures.</param>
    /// <param name="pictures">The pictures, in the same order in each run; only as many as are needed are read.</param>
    /// <param name="caption">The prompt of a picture by its name. Null: the empty prompt, as in the paper.</param>
    /// <param name="done">Receives the share that is done, 0 to 1, after each batch.</param>
    /// <param name="cancellationToken">Cancels within one network call; finished batches are kept.</param>
    /// <returns>One record for each picture, method and number of steps.</returns>
    /// <exception cref="BelmException"><c>other_results</c>: the folder has results of another model or set of pictures.</exception>
    public IReadOnlyList<ReconstructionRecord> Run(
        ReconstructionOptions options, IEnumerable<NamedPicture> pictures, Func<string, string?>? caption, Action<double>? done, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(pictures);
        var records = Open(options);
        var known = records.Records.Select(record => (record.Picture, record.Method, record.Steps)).ToHashSet();
        var cells = options.Steps.SelectMany((steps, i) => options.Methods.Select(method => (Method: method, Steps: steps, Limit: options.Limits[Math.Min(i, options.Limits.Count - 1)]))).ToList();
        var (total, spent, first, names) = (cells.Sum(cell => Cost(cell.Method, cell.Steps) * cell.Limit), 0.0, 0, new HashSet<(string, string, int)>());
        using var predictor = pipeline.CreateBatchPredictor(Batch, guidance: 1, cancellationToken);
        foreach (var batch in pictures.Take(options.Limits.Max()).Chunk(Batch))
        {
            var open = cells.Where(cell => cell.Limit > first).ToList();
            var sources = new Lazy<BatchSources>(() => Encode(batch, predictor, caption, cancellationToken));
            foreach (var (method, steps, limit) in open)
            {
                var count = Math.Min(batch.Length, limit - first);
                var wanted = batch.Take(count).Select(picture => (picture.Name, method.Name, steps)).ToList();
                names.UnionWith(wanted);
                if (!wanted.All(known.Contains))
                {
                    foreach (var record in RoundTrip(method, steps, batch, sources.Value, predictor, cancellationToken).Take(count).Where(record => known.Add((record.Picture, record.Method, record.Steps))))
                    {
                        records.Add(record);
                    }
                }

                spent += Cost(method, steps) * count;
                done?.Invoke(spent / total);
            }

            first += batch.Length;
        }

        return [.. records.Records.Where(record => names.Contains((record.Picture, record.Method, record.Steps)))];

        static double Cost(SamplingMethod method, int steps) => 2.0 * steps * method.EvaluationsPerStep;
    }

    private RecordFile<ReconstructionRecord> Open(ReconstructionOptions options)
    {
        RunHead.Open(
            folder, new ReconstructionHead(pipeline.Folder.Hash, $"{options.Source}, {options.SourceSha256}", options.Captions), _ => "model, set of pictures or prompts");
        return RecordFile<ReconstructionRecord>.Open(Path.Combine(folder, "results.jsonl"));
    }

    private BatchSources Encode(NamedPicture[] batch, BatchNoisePredictor predictor, Func<string, string?>? caption, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> prompts = [.. batch.Select(picture => caption?.Invoke(picture.Name) ?? "")];
        predictor.SetPrompts(prompts, cancellationToken);
        var latents = new double[Batch * predictor.Length];
        var images = new List<RgbImage>();
        var floors = new List<double>();
        for (var i = 0; i < Batch; i++)
        {
            if (i >= batch.Length)
            {
                // A batch that is not full repeats its first picture.
                latents.AsSpan(0, predictor.Length).CopyTo(latents.AsSpan(i * predictor.Length));
                continue;
            }

            var image = ImageResize.To(batch[i].Image, pipeline.NativeWidth, pipeline.NativeHeight, ImageFit.CenterCrop).Image;
            var latent = pipeline.Autoencoder.Encode(image, cancellationToken);
            latent.CopyTo(latents.AsSpan(i * predictor.Length));
            images.Add(image);
            floors.Add(ImageComparison.MeanSquaredError(image, pipeline.Autoencoder.Decode(latent, pipeline.Unet.Native, cancellationToken)));
        }

        return new(prompts, images, latents, floors);
    }

    private List<ReconstructionRecord> RoundTrip(
        SamplingMethod method, int steps, NamedPicture[] batch, BatchSources sources, BatchNoisePredictor predictor, CancellationToken cancellationToken)
    {
        var sampler = method.Create(pipeline, steps);
        INoisePredictor network = method.Clip ? new ClippedPredictor(predictor) : predictor;
        var together = Back(sampler, method, network, sources.Latents, cancellationToken);
        var records = new List<ReconstructionRecord>();
        for (var i = 0; i < batch.Length; i++)
        {
            var place = new Range(i * predictor.Length, (i + 1) * predictor.Length);
            var alone = together is null ? Alone(i) : together.AsSpan(place).ToArray();
            records.Add(Compare(alone));

            ReconstructionRecord Compare(double[]? after)
            {
                var record = new ReconstructionRecord { Picture = batch[i].Name, Method = method.Name, Steps = steps, AutoencoderMse = sources.Floors[i] };
                if (after is null || Decode(after, cancellationToken) is not { } picture)
                {
                    return record;
                }

                var distance = System.Numerics.Tensors.TensorPrimitives.Distance<double>(sources.Latents.AsSpan(place), after);
                return record with
                {
                    LatentMse = distance * distance / predictor.Length,
                    PixelMse = ImageComparison.MeanSquaredError(sources.Images[i], picture),
                    Psnr = ImageComparison.Psnr(sources.Images[i], picture),
                    Ssim = ImageComparison.Ssim(sources.Images[i], picture),
                };
            }
        }

        if (together is null)
        {
            predictor.SetPrompts(sources.Prompts, cancellationToken);
        }

        return records;

        // A batch overflows as a whole: which picture it was shows alone, in each place of the batch.
        double[]? Alone(int picture)
        {
            predictor.SetPrompts([.. Enumerable.Repeat(sources.Prompts[picture], Batch)], cancellationToken);
            var latent = sources.Latents.AsSpan(picture * predictor.Length, predictor.Length);
            var filled = new double[sources.Latents.Length];
            for (var i = 0; i < Batch; i++)
            {
                latent.CopyTo(filled.AsSpan(i * predictor.Length));
            }

            return Back(sampler, method, network, filled, cancellationToken)?.AsSpan(0, predictor.Length).ToArray();
        }
    }

    // A numerical overflow of a method is a result, not an error.
    private static double[]? Back(Sampler sampler, SamplingMethod method, INoisePredictor network, double[] latents, CancellationToken cancellationToken)
    {
        try
        {
            var back = new double[latents.Length];
            var inversion = sampler.Invert(latents, network, new InversionOptions { Start = method.StartRule }, progress: null, cancellationToken);
            sampler.Sample(inversion.State, network, back, progress: null, blend: null, cancellationToken);
            return back;
        }
        catch (Exception e) when (IsOverflow(e))
        {
            return null;
        }
    }

    private RgbImage? Decode(double[] latent, CancellationToken cancellationToken)
    {
        try
        {
            return pipeline.Autoencoder.Decode(latent, pipeline.Unet.Native, cancellationToken);
        }
        catch (Exception e) when (IsOverflow(e))
        {
            return null;
        }
    }

    private static bool IsOverflow(Exception exception) => exception is NonFiniteOutputException or DivergedStateException or NotFiniteNumberException;

    private sealed record BatchSources(IReadOnlyList<string> Prompts, IReadOnlyList<RgbImage> Images, double[] Latents, IReadOnlyList<double> Floors);

    private sealed record ReconstructionHead(
        [property: JsonPropertyName("model_sha256"), JsonRequired] string Model,
        [property: JsonPropertyName("pictures"), JsonRequired] string Pictures,
        [property: JsonPropertyName("captions_sha256"), JsonRequired] string Captions);
}

/// <summary>The cells of a reconstruction benchmark.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record ReconstructionOptions
{
    /// <summary>Gets the methods.</summary>
    public required IReadOnlyList<SamplingMethod> Methods { get; init; }

    /// <summary>Gets the numbers of steps, each at least 2.</summary>
    public required IReadOnlyList<int> Steps { get; init; }

    /// <summary>Gets the number of pictures at each number of steps: one for all, or one for each.</summary>
    public required IReadOnlyList<int> Limits { get; init; }

    /// <summary>Gets the set of pictures in words; a folder of results belongs to one.</summary>
    public required string Source { get; init; }

    /// <summary>Gets a fingerprint of the set, which decides whether results belong to it. Default: empty.</summary>
    public string SourceSha256 { get; init; } = "";

    /// <summary>Gets the SHA-256 of the captions. Default: empty, without any.</summary>
    public string Captions { get; init; } = "";
}

/// <summary>The round trip of one picture; measures are null if its numbers overflowed.</summary>
public sealed record ReconstructionRecord
{
    /// <summary>Gets the picture's name.</summary>
    [JsonPropertyName("picture"), JsonRequired]
    public required string Picture { get; init; }

    /// <summary>Gets the method's name.</summary>
    [JsonPropertyName("method"), JsonRequired]
    public required string Method { get; init; }

    /// <summary>Gets the number of steps.</summary>
    [JsonPropertyName("steps"), JsonRequired]
    public required int Steps { get; init; }

    /// <summary>Gets the mean squared error of the latent.</summary>
    [JsonPropertyName("latent_mse")]
    public double? LatentMse { get; init; }

    /// <summary>Gets the mean squared error of the pixels in [−1, 1], against the picture itself.</summary>
    [JsonPropertyName("pixel_mse")]
    public double? PixelMse { get; init; }

    /// <summary>Gets the same of the autoencoder alone: the lower bound.</summary>
    [JsonPropertyName("autoencoder_mse"), JsonRequired]
    public required double AutoencoderMse { get; init; }

    /// <summary>Gets the peak signal-to-noise ratio against the picture in decibels, positive infinity for an equal one.</summary>
    [JsonPropertyName("psnr")]
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double? Psnr { get; init; }

    /// <summary>Gets the structural similarity to the picture.</summary>
    [JsonPropertyName("ssim")]
    public double? Ssim { get; init; }
}
