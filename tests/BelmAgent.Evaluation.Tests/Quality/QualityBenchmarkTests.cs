using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Tests.Vision;
using BelmAgent.Diffusion.Vision;
using BelmAgent.Editing.Sampling;
using BelmAgent.Editing.Tests.Doubles;
using BelmAgent.Evaluation.Features;
using BelmAgent.Evaluation.Methods;
using BelmAgent.Evaluation.Quality;
using BelmAgent.Evaluation.Statistics;
using BelmAgent.Evaluation.Tests.Features;
using BelmAgent.Evaluation.Tests.Statistics;
using BelmAgent.Imaging;

namespace BelmAgent.Evaluation.Tests.Quality;

/// <summary>The benchmark with ToyTown, two steps, and a feature network of twelve numbers.</summary>
public sealed class QualityBenchmarkTests : IDisposable
{
    private static readonly string[] Prompts = ["a red house on the left, on grass, under a blue sky", "a blue car on the right, on sand, under a night sky", "a cat in the center, on snow"];
    private readonly TemporaryFolder _folder = new();
    private readonly DiffusionPipeline _pipeline = DiffusionPipeline.Load(Path.Combine(AppContext.BaseDirectory, "models", "toytown"), new DeviceOptions { Provider = "cpu", Threads = 1 });
    private readonly FeatureNetwork _network;

    public QualityBenchmarkTests() => _network = FeatureNetwork.Load(TinyNetwork.Write(_folder["tiny.onnx"]), "0..1", new DeviceOptions { Provider = "cpu", Threads = 1 });

    [Fact]
    public void A_run_that_is_stopped_goes_on_with_the_same_pictures()
    {
        var options = Options(7, "ddim", "o-belm");
        var results = Results("whole");
        new QualityBenchmark(_pipeline, _network, results).Generate(options, null, TestContext.Current.CancellationToken);

        using var stop = new CancellationTokenSource();
        var half = new StopAfter(stop, 4);
        Assert.ThrowsAny<OperationCanceledException>(() => new QualityBenchmark(_pipeline, _network, Results("parts")).Generate(options, half, stop.Token));
        new QualityBenchmark(_pipeline, _network, Results("parts")).Generate(options, null, TestContext.Current.CancellationToken);

        foreach (var cell in options.Cells())
        {
            var (one, other) = (results.Load(cell, 12, _network.Sha256).Features, Results("parts").Load(cell, 12, _network.Sha256).Features);
            Assert.Equal((7, 7), (one.Count, other.Count));
            Assert.All(one.Kept().Zip(other.Kept()), pair => Assert.Equal(pair.First, pair.Second));
        }
    }

    [Fact]
    public void A_run_that_was_killed_between_features_and_state_ends()
    {
        var options = Options(2, "ddim");
        new QualityBenchmark(_pipeline, _network, Results("run")).Generate(options, null, TestContext.Current.CancellationToken);
        var state = _folder["run", "cells", "ddim-2", "state.json"];
        File.WriteAllText(state, File.ReadAllText(state).Replace("\"Pictures\":2", "\"Pictures\":1", StringComparison.Ordinal));
        Assert.Equal(1, Results("run").CountOf(options.Cells()[0]));

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(TimeSpan.FromMinutes(1));
        new QualityBenchmark(_pipeline, _network, Results("run")).Generate(options, null, stop.Token);

        Assert.Equal(2, Results("run").CountOf(options.Cells()[0]));
    }

    [Fact]
    public void Seeds_share_no_noise_and_the_first_has_that_of_its_places()
    {
        var (one, two) = (Options(2, "ddim") with { Seed = 1 }, Options(2, "ddim") with { Seed = 2 });

        Assert.Equal([1, 2, 2001], new[] { 0, 1, 2000 }.Select(one.NoiseOf));
        Assert.True(two.NoiseOf(0) > one.NoiseOf(999_999));
    }

    [Fact]
    public void Pictures_made_together_are_those_made_alone()
    {
        var sampler = SamplingMethod.Parse("o-belm").Create(_pipeline, 3);
        using var four = new PictureGenerator(_pipeline, 4, guidance: 2, TestContext.Current.CancellationToken);
        var together = four.Generate(sampler, clip: false, [5, 6, 7], Prompts, TestContext.Current.CancellationToken);

        for (var i = 0; i < 3; i++)
        {
            var (shape, latent) = (_pipeline.Unet.Native, new double[_pipeline.Unet.Native.Length]);
            using var predictor = _pipeline.CreatePredictor(Prompts[i], 2, shape, cancellationToken: TestContext.Current.CancellationToken);
            sampler.Generate(GaussianNoise.Draw(shape.Length, 5 + i), predictor, latent, cancellationToken: TestContext.Current.CancellationToken);
            var alone = _pipeline.Autoencoder.Decode(latent, shape, TestContext.Current.CancellationToken);
            Assert.True(BelmAgent.Imaging.Comparison.ImageComparison.Psnr(alone, together[i]!) > 50);
        }
    }

    [Fact]
    public void A_picture_that_overflows_takes_no_other_of_its_batch_with_it()
    {
        var images = Enumerable.Range(0, 4).Select(i => RgbImage.Filled(1, 1, new RgbColor((byte)i, 0, 0))).ToArray();
        List<int> calls = [];

        var made = PictureGenerator.EachOrNull([0, 1, 2, 3], chosen =>
        {
            calls.Add(chosen.Count);
            return chosen.Contains(2) ? throw new NotFiniteNumberException() : [.. chosen.Select(i => images[i])];
        });

        Assert.Equal([images[0], images[1], null, images[3]], made);
        Assert.Equal([4, 1, 1, 1, 1], calls);
        Assert.Throws<InvalidOperationException>(() => PictureGenerator.EachOrNull([0, 1], _ => throw new InvalidOperationException()));
    }

    [Fact]
    public void Cells_are_measured_once_and_again_when_they_have_grown()
    {
        var (results, real) = (Results("run"), DistanceTests.Set(DistanceTests.Rows(1, 60, 12, 0)));
        real = Of(real);
        var benchmark = new QualityBenchmark(_pipeline, _network, results);
        benchmark.Generate(Options(4, "ddim", "belm"), null, TestContext.Current.CancellationToken);
        var first = benchmark.Measure(Options(4, "ddim", "belm"), real, TestContext.Current.CancellationToken);
        benchmark.Measure(Options(4, "ddim", "belm"), real, TestContext.Current.CancellationToken);
        Assert.Equal(2, File.ReadAllLines(_folder["run", "results.jsonl"]).Length);
        // As many real pictures, but others.
        benchmark.Measure(Options(4, "ddim"), Of(DistanceTests.Set(DistanceTests.Rows(2, 60, 12, 0))), TestContext.Current.CancellationToken);
        Assert.Equal(3, File.ReadAllLines(_folder["run", "results.jsonl"]).Length);
        File.Delete(_folder["run", "results.jsonl"]);
        benchmark = new QualityBenchmark(_pipeline, _network, Results("run"));
        benchmark.Measure(Options(4, "ddim", "belm"), real, TestContext.Current.CancellationToken);

        benchmark.Generate(Options(6, "ddim"), null, TestContext.Current.CancellationToken);
        var second = new QualityBenchmark(_pipeline, _network, Results("run")).Measure(Options(6, "ddim", "belm"), real, TestContext.Current.CancellationToken);

        Assert.Equal([(4, "ddim"), (4, "belm")], first.Select(record => (record.Pictures, record.Method.Name)));
        Assert.Equal([(6, "ddim"), (4, "belm")], second.Select(record => (record.Pictures, record.Method.Name)));
        Assert.Equal(3, File.ReadAllLines(_folder["run", "results.jsonl"]).Length);
        Assert.All(second, record => Assert.Equal((0, 60, 2), (record.Broken, record.RealPictures, record.Common!.Frechet.Resamples.Count)));
        Assert.All(second, record => Assert.Equal(4, record.Common!.Pictures));
        Assert.NotEqual(second[0].Frechet.Value, second[0].Common!.Frechet.Value);
        Assert.Equal(first[0].Frechet.Value, second[0].Common!.Frechet.Value, 1e-6);

        var files = QualityReport.Write(results, Options(6, "ddim", "belm"), second, _network.Name, "sd-1.5");
        Assert.Equal(["table.md", "table.csv", "frechet.png", "kernel.png", "samples.png"], files.Select(Path.GetFileName));
        var rows = File.ReadAllLines(_folder["run", "table.md"]).Where(line => line.StartsWith('|')).ToList();
        Assert.Equal(2 + 2, rows.Count);
        Assert.Contains("| FID of the first 4 | minus DDIM, first 4 | FID of the first 2 |", rows[0], StringComparison.Ordinal);
        Assert.Single(rows.Select(row => row.Count(letter => letter == '|')).Distinct());
    }

    [Fact]
    public void Intervals_of_more_pictures_than_are_kept_are_narrower_by_the_root_of_their_number()
    {
        var (rows, real) = (DistanceTests.Rows(3, 4 * FeatureSet.MaxKept, 2, 0), DistanceTests.Set(DistanceTests.Rows(1, 60, 2, 0)));
        var (frechet, kernel) = (new FrechetDistance(real.Statistics.Mean, real.Statistics.Covariance()), new KernelReference(real.Kept()));
        var few = QualityBenchmark.Measured(DistanceTests.Set([.. rows.Take(FeatureSet.MaxKept)]), FeatureSet.MaxKept, frechet, kernel, 4, TestContext.Current.CancellationToken);
        var many = QualityBenchmark.Measured(DistanceTests.Set(rows), rows.Count, frechet, kernel, 4, TestContext.Current.CancellationToken);

        Assert.Equal(few.Frechet.StandardError / 2, many.Frechet.StandardError, 1e-9);
    }

    [Theory]
    [InlineData(4000, 4000, 4000)]
    [InlineData(700, 2000, 700)]
    [InlineData(2000, 5000, 3000)]
    public void Cells_are_compared_at_the_number_that_all_have(int expected, int one, int other) => Assert.Equal(expected, QualityBenchmark.Common([one, other]));

    [Fact]
    public void A_clip_in_the_models_folder_scores_pictures_by_their_prompts()
    {
        using var folder = new ToyClipFolder();
        using var clip = ClipModel.Load(ModelFolder.Open(folder.Path), new DeviceOptions { Provider = "cpu", Threads = 1 })!;
        var benchmark = new QualityBenchmark(_pipeline, _network, Results("run"), clip);
        benchmark.Generate(Options(2, "ddim"), null, TestContext.Current.CancellationToken);

        var record = Assert.Single(benchmark.Measure(Options(2, "ddim"), Of(DistanceTests.Set(DistanceTests.Rows(1, 9, 12, 0))), TestContext.Current.CancellationToken));

        Assert.InRange(record.ClipScore!.Value, 0, 100);
        Assert.Contains("| CLIP score |", QualityReport.Markdown([record], "tiny", "sd-1.5"), StringComparison.Ordinal);
        Assert.DoesNotContain("CLIP", QualityReport.Markdown([record with { ClipScore = null }], "tiny", "sd-1.5"), StringComparison.Ordinal);
    }

    [Fact]
    public void Results_of_something_else_are_not_continued()
    {
        Results("run");

        Assert.Equal("other_results", Assert.Throws<BelmException>(() => QualityResults.Open(_folder["run"], Head() with { Guidance = 3 })).Code);
        File.WriteAllText(_folder["run", "run.json"], "nothing");
        Assert.Equal("other_results", Assert.Throws<BelmException>(() => Results("run")).Code);
    }

    [Fact]
    public void Real_features_of_another_network_are_refused()
    {
        var benchmark = new QualityBenchmark(_pipeline, _network, Results("run"));

        Assert.Equal("not_features", Assert.Throws<BelmException>(() => benchmark.Measure(Options(2, "ddim"), DistanceTests.Set(DistanceTests.Rows(1, 9, 12, 0)), default)).Code);
    }

    [Fact]
    public void A_batch_size_is_found_and_its_cost_measured()
    {
        var (best, tried) = BatchSize.Find(_pipeline, guidance: 1, TestContext.Current.CancellationToken);
        // A smaller size that is as fast, but for 3 %, is chosen before a larger one; none that is slower is.
        var chosen = tried.Single(size => size.Pictures == best).Seconds;
        Assert.True(chosen * 0.97 <= tried.Min(size => size.Seconds));
        Assert.All(tried.Where(size => size.Pictures < best), size => Assert.True(size.Seconds * 0.97 > tried.Min(other => other.Seconds)));

        var turn = Assert.Single(QualityCost.Measure(_pipeline, _network, Options(2, "ddim"), batch: 2, rounds: 1, TestContext.Current.CancellationToken));
        Assert.True(turn is { Whole: > 0, Bare: > 0 });
    }

    public void Dispose()
    {
        _network.Dispose();
        _pipeline.Dispose();
        _folder.Dispose();
    }

    private static QualityOptions Options(int limit, params string[] methods) => new()
    {
        Methods = [.. methods.Select(SamplingMethod.Parse)],
        Steps = [2],
        Limits = [limit],
        Prompts = Prompts,
        Seed = 11,
        Batch = 2,
        Turn = 2,
        Resamples = 3,
    };

    private FeatureSet Of(FeatureSet set)
    {
        var own = new FeatureSet(12, _network.Sha256, "test");
        foreach (var row in set.Kept())
        {
            own.Add([.. row.Select(value => (float)value)]);
        }

        return own;
    }

    private QualityHead Head() => new() { Model = "m", Network = _network.Sha256, Captions = "c", Guidance = 1, Seed = 11 };

    private QualityResults Results(string name) => QualityResults.Open(_folder[name], Head());

    private sealed class StopAfter(CancellationTokenSource stop, int reports) : IProgress<QualityProgress>
    {
        private int _reports;

        public void Report(QualityProgress value)
        {
            if (++_reports == reports)
            {
                stop.Cancel();
            }
        }
    }
}
