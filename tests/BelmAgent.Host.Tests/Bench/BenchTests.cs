using System.Text.Json;
using BelmAgent.Diffusion.Models;
using BelmAgent.Host.Tests.Doubles;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Host.Tests.Bench;

/// <summary>The benchmark as a user or a program runs it, on a few pairs with few steps.</summary>
public sealed class BenchTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Edits_are_measured_and_leave_tables_plots_and_a_sheet()
    {
        var run = await RunAsync("edits", "--methods", "bounds,o-belm-corrected", "--sweep", "steps=4", "--sweep", "guidance=1,3", "--limit", "3", "--sheet", "2");

        Assert.Equal(["set", "half", "pairs", "output", "files", "methods"], run.Fields);
        Assert.Equal(("ToyTown-Edit", "tune", 3), (run.Json.GetProperty("set").GetString(), run.Json.GetProperty("half").GetString(), run.Json.GetProperty("pairs").GetInt32()));
        var methods = run.Json.GetProperty("methods").EnumerateArray().ToList();
        Assert.Equal(
            ["unedited", "ideal", "ideal-composed", "o-belm-corrected steps=4 guidance=1", "o-belm-corrected steps=4 guidance=3"],
            methods.Select(method => method.GetProperty("method").GetProperty("name").GetString()));
        Assert.Equal([0, 1, 1], methods.Take(3).Select(method => method.GetProperty("success").GetDouble()));
        Assert.All(methods, method => Assert.Equal(3, method.GetProperty("count").GetInt32()));

        var files = run.Json.GetProperty("files").EnumerateArray().Select(file => Path.GetFileName(file.GetString()!)).ToList();
        Assert.Equal(["table.md", "table.csv", "success-background.png", "by-guidance.png", "sheet.png"], files);
        Assert.All(files, file => Assert.True(File.Exists(_folder[file])));
        Assert.Equal(3 * 5, File.ReadAllLines(_folder["results.jsonl"]).Length);
        // A row of headings, two pairs; request, source, ideal, and the two methods that are not bounds.
        var sheet = ImageCodec.ReadFile(_folder["sheet.png"]);
        Assert.Equal((150 + (4 * 128) + (4 * 4), 46 + (2 * 128) + (2 * 4)), (sheet.Width, sheet.Height));
        Assert.Contains("edits: 15, 0 of them already done", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sources_may_be_generated_by_the_model()
    {
        KeepSources();
        var run = await RunAsync("edits", "--sources", "generated", "--methods", "ideal,o-belm-corrected:steps=4:guidance=2", "--half", "report", "--kinds", "sky", "--limit", "1");

        // No ideal is known that could be a method.
        var method = Assert.Single(run.Json.GetProperty("methods").EnumerateArray());
        Assert.Equal("o-belm-corrected steps=4 guidance=2", method.GetProperty("method").GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, method.GetProperty("ideal_psnr").ValueKind);
        Assert.InRange(method.GetProperty("outlines").GetDouble(), 0.1, 1);
        Assert.Contains("generate: 1 source images", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["sheet.png"]));
    }

    [Fact]
    public async Task A_run_that_was_stopped_goes_on()
    {
        using (var app = new TestApp { InterruptAt = "edits: 4 of 6" })
        {
            (await app.RunAsync(Line("edits", "--methods", "unedited,ideal", "--limit", "3", "--workers", "1"))).AssertFailed(130, "cancelled");
        }

        Assert.False(File.Exists(_folder["table.md"]));
        Assert.Equal(4, File.ReadAllLines(_folder["results.jsonl"]).Length);

        var run = await RunAsync("edits", "--methods", "unedited,ideal", "--limit", "3");
        Assert.Contains("edits: 6, 4 of them already done", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("measure", run.Error, StringComparison.Ordinal);
        Assert.Equal(6, File.ReadAllLines(_folder["results.jsonl"]).Length);
        Assert.True(File.Exists(_folder["table.md"]));
    }

    [Fact]
    public async Task The_planner_finds_the_prompts_by_itself()
    {
        var run = await RunAsync("edits", "--planner", "--methods", "o-belm-corrected", "--sweep", "steps=12", "--kinds", "colour", "--limit", "2", "--sheet", "0");

        Assert.Equal(1, run.Json.GetProperty("methods")[0].GetProperty("success").GetDouble());
        Assert.Contains("\"prompts\":\"planner\"", File.ReadAllText(_folder["run.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parity_compares_neighbouring_nodes()
    {
        var run = await RunAsync("parity", "--steps", "4", "--grid", "linspace", "--guidance", "1,3", "--limit", "1");

        Assert.Equal(3 * 2 * 2, run.Json.GetProperty("methods").GetArrayLength());
        var rows = File.ReadAllLines(_folder["table.md"]);
        Assert.StartsWith("| grid | N | K | w | target | success K | success K+1 | apart |", rows[0], StringComparison.Ordinal);
        Assert.Equal(2 + (3 * 2), rows.Length);
        Assert.Contains(rows, row => row.StartsWith("| linspace | 4 | 3 | 3 | carried | ", StringComparison.Ordinal));
        Assert.Single(rows.Select(row => row.Count(c => c == '|')).Distinct());
        Assert.All((string[])["success.png", "unchanged.png", "artefact.png", "table.csv"], file => Assert.True(File.Exists(_folder[file])));
    }

    [Theory]
    [InlineData("usage", "--methods", "magic")]
    [InlineData("usage", "--sweep", "guidance=0")]
    [InlineData("usage", "--half", "third")]
    [InlineData("usage", "--kinds", "pose")]
    public async Task What_cannot_be_measured_is_refused_before_anything_runs(string code, string option, string value)
    {
        using var app = new TestApp();

        (await app.RunAsync(Line("edits", option, value))).AssertFailed(2, code);

        Assert.False(File.Exists(_folder["results.jsonl"]));
    }

    [Fact]
    public async Task A_folder_without_pairs_and_one_with_other_results_are_refused()
    {
        using (var app = new TestApp())
        {
            (await app.RunAsync(Line("edits", "--pairs", _folder.Path))).AssertFailed(2, "not_edit_pairs");
        }

        _folder.AddText("run.json", """{"set_sha256":"x","model_sha256":"y","prompts":"captions","limits":{"latent_max":1,"overshoot":1,"noise":1,"confidence":0.5}}""");
        using (var app = new TestApp())
        {
            (await app.RunAsync(Line("edits", "--methods", "unedited", "--limit", "1"))).AssertFailed(2, "other_results");
        }
    }

    [Fact]
    public async Task Quality_is_measured_against_real_images_whose_features_are_kept()
    {
        var real = RealImages(12);
        string[] network = ["--features", Path.Combine(AppContext.BaseDirectory, "models", "toytown", "describer", "model.onnx")];
        var saved = await RunAsync(["quality", .. network, "--real", real, "--real-only"]);
        Assert.Equal(12, saved.Json.GetProperty("pictures").GetInt32());

        string[] cells = ["quality", .. network, "--samplers", "ddim,o-belm:start=heun", "--steps", "2,3", "--limit", "3,2", "--batch", "3", "--parts", "2", "--guidance", "1", "--real", _folder["real.safetensors"]];
        var run = await RunAsync(cells);

        Assert.Equal(["network", "real", "guidance", "output", "files", "cells"], run.Fields);
        Assert.Equal(
            [("ddim", 2, 3), ("o-belm", 2, 3), ("ddim", 3, 2), ("o-belm", 3, 2)],
            run.Json.GetProperty("cells").EnumerateArray().Select(cell => (
                cell.GetProperty("method").GetProperty("sampler").GetString(), cell.GetProperty("steps").GetInt32(), cell.GetProperty("pictures").GetInt32())));
        Assert.All((string[])["table.md", "table.csv", "frechet.png", "kernel.png", "samples.png", "results.jsonl"], file => Assert.True(File.Exists(_folder[file])));
        Assert.Contains("quality: 3 pictures at once", run.Error, StringComparison.Ordinal);

        var again = await RunAsync(cells);
        Assert.DoesNotContain("at once", again.Error, StringComparison.Ordinal);
        Assert.Equal(4, File.ReadAllLines(_folder["results.jsonl"]).Length);
    }

    [Theory]
    [InlineData("no_features", 3)]
    [InlineData("usage", 2, "--samplers", "magic")]
    [InlineData("usage", 2, "--samplers", "ddim:grid=magic")]
    [InlineData("usage", 2, "--steps", "1")]
    public async Task What_quality_cannot_be_measured_of_is_refused(string code, int exitCode, params string[] options)
    {
        using var app = new TestApp();

        (await app.RunAsync(Line(["quality", .. options]))).AssertFailed(exitCode, code);
    }

    [Fact]
    public async Task Captions_that_are_none_are_refused()
    {
        _folder.AddText("captions.json", "{}");
        using var app = new TestApp();

        (await app.RunAsync(Line("quality", "--features", Path.Combine(AppContext.BaseDirectory, "models", "toytown", "describer", "model.onnx"), "--captions", _folder["captions.json"])))
            .AssertFailed(2, "not_captions");
    }

    [Fact]
    public async Task Reconstruction_is_measured_on_images_of_a_folder()
    {
        var run = await RunAsync("reconstruct", "--images", RealImages(2), "--samplers", "ddim,o-belm", "--steps", "2", "--limit", "2");

        var cells = run.Json.GetProperty("cells").EnumerateArray().ToDictionary(cell => cell.GetProperty("method").GetString()!, cell => cell.GetProperty("latent_mse").GetDouble());
        Assert.InRange(cells["o-belm"], 0, 1e-15);
        Assert.True(cells["ddim"] > 1e-3);
        Assert.All((string[])["table.md", "table.csv", "latents.png", "pixels.png"], file => Assert.True(File.Exists(_folder[file])));
    }

    [Fact]
    public async Task Theory_needs_no_model()
    {
        using var app = new TestApp();
        var run = await app.RunAsync("bench", "theory", "--samplers", "ddim,bdia", "--limit", "2", "--steps", "10,20", "--out", _folder.Path, "--json");

        Assert.Equal(["output", "files", "methods"], run.Fields);
        Assert.Contains("| ddim | ", File.ReadAllText(_folder["table.md"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_paper_runs_on_what_is_there_and_says_what_it_left_out()
    {
        var run = await RunAsync("paper", "--samplers", "ddim", "--steps", "2", "--limit", "2");

        var done = run.Json.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("title").GetString()!).ToList();
        Assert.Contains("Table 1: theory", done);
        Assert.Contains("Tables 2 and 3: reconstruction, toytown", done);
        // Beside the tests there is no feature network; and the paper's own models are nowhere.
        var left = run.Json.GetProperty("left_out").EnumerateArray().Select(part => part.GetProperty("title").GetString()!).ToList();
        Assert.Contains("Table 5: quality, toytown", left);
        Assert.Contains(left, title => title.Contains("SD-1.5", StringComparison.Ordinal));
        var text = File.ReadAllText(_folder["paper.md"]);
        Assert.All(done.Concat(left), title => Assert.Contains(title, text, StringComparison.Ordinal));
    }

    private string RealImages(int count)
    {
        var folder = Directory.CreateDirectory(_folder["real"]).FullName;
        for (var i = 0; i < count; i++)
        {
            ImageCodec.WriteFile(Path.Combine(folder, $"{i}.png"), RgbImage.Filled(128, 128, new RgbColor((byte)(20 * i), (byte)(255 - (15 * i)), (byte)(i * i))));
        }

        return folder;
    }

    // As an earlier run leaves them: generating takes minutes, and is tested where the sources are made.
    private void KeepSources()
    {
        var folder = Directory.CreateDirectory(_folder[$"sources-{ModelFolder.Open(Path.Combine(AppContext.BaseDirectory, "models", "toytown")).Hash[..12]}"]).FullName;
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "bench", "toytown-edit", "generated", "pairs.jsonl")))
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "samples", "house.png"), Path.Combine(folder, $"{JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()}.png"));
        }
    }

    [Fact]
    public async Task Plans_are_compared_with_peoples()
    {
        using var app = new TestApp();

        var run = await app.RunAsync("bench", "plans", "--misses", "--json");

        Assert.Equal(["instructions", "kinds", "all", "misses"], run.Fields);
        var all = run.Json.GetProperty("all");
        Assert.Equal(55, all.GetProperty("n").GetInt32());
        Assert.Equal(all.GetProperty("n").GetInt32(), run.Json.GetProperty("kinds").EnumerateArray().Sum(kind => kind.GetProperty("n").GetInt32()));
        Assert.True(all.GetProperty("equivalent").GetInt32() >= 44);
        Assert.All(run.Json.GetProperty("misses").EnumerateArray(), miss => Assert.NotEmpty(miss.GetProperty("instruction").GetString()!));
    }

    [Fact]
    public async Task Plans_are_shown_as_a_table()
    {
        using var app = new TestApp();

        var run = await app.RunAsync("bench", "plans");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("change_style", run.Out, StringComparison.Ordinal);
        Assert.Contains("kind right", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_holds_no_instructions_is_refused()
    {
        using var app = new TestApp();
        File.WriteAllText(_folder["none.jsonl"], "nothing");

        (await app.RunAsync("bench", "plans", "--instructions", _folder["none.jsonl"], "--json")).AssertFailed(2, "not_instructions");
    }

    [Fact]
    public async Task Bench_alone_shows_what_it_can_measure()
    {
        using var app = new TestApp();

        var run = await app.RunAsync("bench");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("parity", run.Out, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string[] Line(params string[] args) => ["bench", .. args, "--out", _folder.Path, "--provider", "cpu", "--json"];

    private async Task<TestRun> RunAsync(params string[] args)
    {
        using var app = new TestApp();
        var run = await app.RunAsync(Line(args));
        Assert.True(run.ExitCode == 0, run.Out + run.Error);
        return run;
    }
}
