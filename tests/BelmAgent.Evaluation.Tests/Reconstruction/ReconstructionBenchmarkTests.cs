using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Tests.Doubles;
using BelmAgent.Evaluation.Datasets;
using BelmAgent.Evaluation.Edits;
using BelmAgent.Evaluation.Methods;
using BelmAgent.Evaluation.Reconstruction;

namespace BelmAgent.Evaluation.Tests.Reconstruction;

public sealed class ReconstructionBenchmarkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DiffusionPipeline _pipeline = DiffusionPipeline.Load(Path.Combine(AppContext.BaseDirectory, "models", "toytown"), new DeviceOptions { Provider = "cpu", Threads = 1 });

    [Fact]
    public void Exact_samplers_lose_what_the_autoencoder_loses_and_ddim_loses_more()
    {
        var options = Options("ddim", "o-belm", "bdia");
        var records = new ReconstructionBenchmark(_pipeline, _folder.Path).Run(options, Pictures(), caption: null, done: null, TestContext.Current.CancellationToken);

        var summaries = ReconstructionReport.Summarise(options, records).ToDictionary(summary => summary.Method);
        Assert.Equal(["ddim", "o-belm", "bdia"], summaries.Keys);
        Assert.All(["o-belm", "bdia"], name =>
        {
            Assert.InRange(summaries[name].Mean(record => record.LatentMse)!.Value, 0, 1e-15);
            Assert.Equal(summaries[name].Records.Average(record => record.AutoencoderMse), summaries[name].Mean(record => record.PixelMse)!.Value, 1e-6);
        });
        Assert.True(summaries["ddim"].Mean(record => record.LatentMse) > 1e-3);
        Assert.All(records, record => Assert.Equal(2, records.Count(other => other.Method == record.Method)));

        var files = ReconstructionReport.Write(_folder.Path, options, records);
        Assert.Equal(["table.md", "table.csv", "latents.png", "pixels.png"], files.Select(Path.GetFileName));
        var rows = File.ReadAllLines(_folder["table.md"]).Where(line => line.StartsWith('|')).ToList();
        Assert.Equal(2 + 3, rows.Count);
        Assert.Single(rows.Select(row => row.Count(letter => letter == '|')).Distinct());
    }

    [Fact]
    public void What_is_known_is_not_measured_again_and_another_set_is_refused()
    {
        new ReconstructionBenchmark(_pipeline, _folder.Path).Run(Options("ddim"), Pictures(), null, null, TestContext.Current.CancellationToken);
        var before = File.ReadAllText(_folder["results.jsonl"]);

        var again = new ReconstructionBenchmark(_pipeline, _folder.Path).Run(Options("ddim"), Pictures(), null, null, TestContext.Current.CancellationToken);

        Assert.Equal(2, again.Count);
        Assert.Equal(before, File.ReadAllText(_folder["results.jsonl"]));
        foreach (var other in new[] { Options("ddim") with { Source = "others" }, Options("ddim") with { SourceSha256 = "changed" }, Options("ddim") with { Captions = "others" } })
        {
            Assert.Equal("other_results", Assert.Throws<BelmException>(() => new ReconstructionBenchmark(_pipeline, _folder.Path).Run(other, Pictures(), null, null, default)).Code);
        }
    }

    [Fact]
    public void The_ratio_of_signal_to_noise_is_that_of_the_mean_error()
    {
        var record = new ReconstructionRecord { Picture = "a", Method = "ddim", Steps = 2, AutoencoderMse = 0, PixelMse = 0.08, Psnr = 17 };

        Assert.Equal(20, new ReconstructionSummary(2, "ddim", "ddim", [record, record with { PixelMse = 0, Psnr = double.PositiveInfinity }]).Psnr!.Value, 1e-9);
        Assert.Null(new ReconstructionSummary(2, "ddim", "ddim", [record with { PixelMse = null }]).Psnr);
    }

    public void Dispose()
    {
        _pipeline.Dispose();
        _folder.Dispose();
    }

    private static ReconstructionOptions Options(params string[] methods) => new() { Methods = [.. methods.Select(SamplingMethod.Parse)], Steps = [2], Limits = [2], Source = "test" };

    private static IEnumerable<NamedPicture> Pictures() =>
        EditPairSet.Load(EditPairSet.DefaultPath).Pairs.Where(pair => pair.Source is not null).Take(3).Select(pair => new NamedPicture(pair.Id, pair.Source!));
}
