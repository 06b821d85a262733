using System.Diagnostics;
using System.Numerics.Tensors;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Vision;
using BelmAgent.Evaluation.Features;
using BelmAgent.Evaluation.Statistics;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Evaluation.Quality;

/// <summary>Generates pictures with each method at each number of steps, and measures how far their distribution is from that of real ones.</summary>
/// <remarks>
/// Every method starts from the same noise under the same prompts. Cells take turns, so that a run that is stopped has about as many pictures
/// in each. Memory does not grow with the number of pictures. The model and the network belong to the caller.
/// </remarks>
/// <param name="pipeline">The model, at its native size.</param>
/// <param name="network">The feature network.</param>
/// <param name="results">The folder for results.</param>
/// <param name="clip">The CLIP of the model's folder, which scores pictures by their prompts; belongs to the caller. Default: none.</param>
public sealed class QualityBenchmark(DiffusionPipeline pipeline, FeatureNetwork network, QualityResults results, ClipModel? clip = null)
{
    private const int SampleCount = 8;

    /// <summary>Generates what is missing.</summary>
    /// <param name="options">The cells.</param>
    /// <param name="progress">Receives a report after each batch.</param>
    /// <param name="cancellationToken">Cancels within one network call; finished turns are kept.</param>
    /// <returns>The number of pictures at once.</returns>
    public int Generate(QualityOptions options, IProgress<QualityProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var cells = options.Cells();
        var total = cells.Sum(cell => (double)cell.Limit * cell.Evaluations);
        var counts = cells.ToDictionary(cell => cell, results.CountOf);
        if (cells.All(cell => counts[cell] >= cell.Limit))
        {
            return options.Batch ?? 0;
        }

        var batch = options.Batch ?? BatchSize.Find(pipeline, options.Guidance, cancellationToken).Best;
        using var generator = new PictureGenerator(pipeline, batch, options.Guidance, cancellationToken);
        progress?.Report(new(Done(), total, $"{batch} pictures at once"));
        while (cells.Where(cell => counts[cell] < cell.Limit).ToList() is { Count: > 0 } open)
        {
            foreach (var cell in open)
            {
                cancellationToken.ThrowIfCancellationRequested();
                counts[cell] = TakeTurn(generator, cell, options, count =>
                {
                    counts[cell] = count;
                    progress?.Report(new(Done(), total, $"{cell.Method.Name}, {cell.Steps} steps: {count} of {cell.Limit} pictures"));
                }, cancellationToken);
            }
        }

        return batch;

        double Done() => cells.Sum(cell => (double)Math.Min(counts[cell], cell.Limit) * cell.Evaluations);
    }

    /// <summary>Measures the cells that have changed since they were measured last.</summary>
    /// <param name="options">The cells.</param>
    /// <param name="real">The features of real pictures.</param>
    /// <param name="cancellationToken">Stops between two cells.</param>
    /// <returns>The measures of all cells that have at least two pictures, in the order of the tables.</returns>
    public IReadOnlyList<QualityRecord> Measure(QualityOptions options, FeatureSet real, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(real);
        real.ThrowIfOther(network.Sha256, real.Source);
        var known = results.Records().ToDictionary(record => (record.Method, record.Steps));
        var reference = new Lazy<(FrechetDistance Frechet, KernelReference Kernel)>(() => (
            new FrechetDistance(real.Statistics.Mean, real.Statistics.Covariance()),
            new KernelReference(real.Kept(), Math.Max(Resampling.Parts(options.Resamples, real.KeptCount), 1))));
        var (records, fingerprint) = (new List<QualityRecord>(), real.Fingerprint());
        var cells = options.Cells().Select(cell => (Cell: cell, results.Load(cell, network.Length, network.Sha256).Features.Count)).Where(entry => entry.Count >= 2).ToList();
        var common = Common([.. cells.Select(entry => entry.Count)]);
        foreach (var (cell, count) in cells)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (known.GetValueOrDefault((cell.Method, cell.Steps)) is { } record && record.Pictures == count && record.Common?.Pictures == common && record.Real == fingerprint
                && record.Frechet.Resamples.Count == Resampling.Parts(options.Resamples, Math.Min(count, FeatureSet.MaxKept)))
            {
                records.Add(record);
                continue;
            }

            var (features, state) = results.Load(cell, network.Length, network.Sha256);
            var all = Measured(features, count, reference.Value.Frechet, reference.Value.Kernel, options.Resamples, cancellationToken);
            records.Add(new QualityRecord
            {
                Method = cell.Method,
                Steps = cell.Steps,
                Pictures = count,
                RealPictures = real.Count,
                RealKept = real.KeptCount,
                Real = fingerprint,
                Broken = state.Broken,
                ClipScore = state.Scored == 0 ? null : state.ClipScores / state.Scored,
                Frechet = all.Frechet,
                FrechetHalf = OfFirst(QualityRecord.HalfOf(common), features, reference.Value.Frechet),
                Kernel = all.Kernel,
                Common = common == count ? all : Measured(features, common, reference.Value.Frechet, reference.Value.Kernel, options.Resamples, cancellationToken),
                Seconds = state.Seconds,
            });
            results.Add(records[^1]);
        }

        return records;
    }

    /// <summary>Computes the features of real pictures, one batch after another.</summary>
    /// <param name="network">The feature network.</param>
    /// <param name="images">The pictures.</param>
    /// <param name="source">Where they come from, in words.</param>
    /// <param name="done">Receives the number of pictures after each batch.</param>
    /// <param name="cancellationToken">Cancels within one network call.</param>
    public static FeatureSet Read(FeatureNetwork network, IEnumerable<RgbImage> images, string source, Action<int>? done, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(images);
        var set = new FeatureSet(network.Length, network.Sha256, source);
        foreach (var batch in images.Chunk(Math.Max(network.Batch, SampleCount)))
        {
            Add(network, set, batch, cancellationToken);
            done?.Invoke(set.Count);
        }

        return set;
    }

    /// <summary>Returns the number of pictures at which cells can be compared: the smallest, and no more than are kept if the numbers differ.</summary>
    internal static int Common(IReadOnlyList<int> counts) => counts.Distinct().Count() == 1 ? counts[0] : Math.Min(counts.DefaultIfEmpty(0).Min(), FeatureSet.MaxKept);

    internal static QualityMeasure Measured(FeatureSet features, int count, FrechetDistance frechet, KernelReference reference, int resamples, CancellationToken cancellationToken)
    {
        var statistics = count == features.Count ? features.Statistics : features.First(count);
        var kept = features.Kept(Math.Min(count, FeatureSet.MaxKept));
        var flat = frechet.Rotate([.. kept.SelectMany(row => row)]);
        var rotated = kept.Select((row, i) => flat.AsSpan(i * row.Length, row.Length).ToArray()).ToList();
        var (kernel, parts) = (new KernelDistance(kept, reference), Resampling.Parts(resamples, kept.Count));
        double[] without = [.. Each(parts, part => Resampling.Frechet(frechet, kept, rotated, Resampling.Without(part, parts, kept.Count)))];
        // The parts are of the pictures that are kept; of more pictures the distance scatters less.
        var (centre, scale) = (without.DefaultIfEmpty(0).Average(), Math.Sqrt(kept.Count / (double)count));
        return new QualityMeasure(
            count,
            new DistanceEstimate(frechet.To(statistics.Mean, statistics.Covariance()), [.. without.Select(value => centre + (scale * (value - centre)))]),
            new DistanceEstimate(
                kernel.Value(),
                [.. Each(parts, part => kernel.Value(Resampling.Without(part, parts, kept.Count)))],
                reference.Parts < 2 ? null : [.. Each(reference.Parts, kernel.WithoutReal)]));

        IEnumerable<double> Each(int number, Func<int, double> value) => Enumerable.Range(0, number).AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(value);
    }

    private static double? OfFirst(int count, FeatureSet features, FrechetDistance frechet)
    {
        if (count < 2)
        {
            return null;
        }

        var half = features.First(count);
        return frechet.To(half.Mean, half.Covariance());
    }

    private static void Add(FeatureNetwork network, FeatureSet set, IReadOnlyList<RgbImage> images, CancellationToken cancellationToken)
    {
        var features = new float[images.Count * network.Length];
        network.Extract(images, features, cancellationToken);
        for (var i = 0; i < images.Count; i++)
        {
            set.Add(features.AsSpan(i * network.Length, network.Length));
        }
    }

    private static double Score(ClipModel clip, RgbImage image, string prompt, CancellationToken cancellationToken) =>
        100 * Math.Max(0, TensorPrimitives.CosineSimilarity<float>(clip.EmbedImage(image, cancellationToken), clip.EmbedText(prompt, cancellationToken)));

    // A batch that is not full costs as much as a full one.
    private static int RoundUp(int count, int batch) => (count + batch - 1) / batch * batch;

    private int TakeTurn(PictureGenerator generator, QualityCell cell, QualityOptions options, Action<int> done, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var sampler = cell.Method.Create(pipeline, cell.Steps);
        var (features, state) = results.Load(cell, network.Length, network.Sha256);
        var (broken, scores, scored, end) = (state.Broken, state.ClipScores, state.Scored, Math.Min(features.Count + RoundUp(options.Turn, generator.Batch), cell.Limit));
        while (features.Count < end)
        {
            var first = features.Count;
            var places = Enumerable.Range(first, Math.Min(generator.Batch, end - first)).ToList();
            IReadOnlyList<string> prompts = options.Prompts.Count == 0 ? [] : [.. places.Select(i => options.Prompts[i % options.Prompts.Count])];
            var made = generator.Generate(sampler, cell.Method.Clip, [.. places.Select(options.NoiseOf)], prompts, cancellationToken);
            broken += made.Count(image => image is null);
            var images = made.Select(image => image ?? RgbImage.Filled(pipeline.NativeWidth, pipeline.NativeHeight, RgbColor.Grey)).ToList();
            Add(network, features, images, cancellationToken);
            for (var i = 0; clip is not null && i < prompts.Count; i++)
            {
                scores += Score(clip, images[i], prompts[i], cancellationToken);
                scored++;
            }

            if (first == 0)
            {
                results.SaveSamples(cell, ContactSheet.SideBySide([.. images.Take(SampleCount)], gap: 4));
            }

            done(features.Count);
        }

        results.Save(cell, features, new CellState(features.Count, broken, state.Seconds + Stopwatch.GetElapsedTime(start).TotalSeconds, scores, scored));
        // A killed run may have left more features than its state says: the count comes from them.
        return features.Count;
    }
}
