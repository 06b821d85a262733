using System.Text.Json;
using BelmAgent.Diffusion.Tests.Hub;
using BelmAgent.Host.Tests.Doubles;

namespace BelmAgent.Host.Tests.Models;

/// <summary>Models as a user or a program lists, downloads and checks them.</summary>
public sealed class ModelsCommandTests : IDisposable
{
    private const string Token = "hf_secret_1234";
    private static readonly string ToyTown = Path.Combine(AppContext.BaseDirectory, "models", "toytown");
    private static readonly string StickerTown = Path.Combine(AppContext.BaseDirectory, "models", "stickertown");
    private readonly TestFolder _folder = new();
    private readonly LoopbackHub _hub = new();

    [Fact]
    public async Task The_models_that_ship_are_listed_with_what_they_are()
    {
        var run = await RunAsync("models", "list", "--models", _folder["none"]);

        var models = run.Json.GetProperty("models").EnumerateArray().ToList();
        Assert.Equal([StickerTown, ToyTown], models.Select(model => model.GetProperty("path").GetString()));
        Assert.All(models, AssertListed);
    }

    private static void AssertListed(JsonElement model)
    {
        Assert.Equal(["path", "kind", "dtype", "bytes", "hash", "usable"], model.EnumerateObject().Select(field => field.Name));
        Assert.Equal(("toytown-like", "float16", true), (model.GetProperty("kind").GetString(), model.GetProperty("dtype").GetString(), model.GetProperty("usable").GetBoolean()));
        Assert.Equal(64, model.GetProperty("hash").GetString()!.Length);
    }

    [Fact]
    public async Task A_model_is_fetched_checked_listed_and_makes_pictures()
    {
        ShareToyTown();

        var pulled = await RunAsync("models", "pull", LoopbackHub.Repository, "--models", _folder["models"]);
        var place = _folder[Path.Combine("models", "acme--toy-onnx")];
        Assert.Equal(0, pulled.ExitCode);
        Assert.Equal((place, LoopbackHub.Commit, true), (
            pulled.Json.GetProperty("folder").GetString(), pulled.Json.GetProperty("commit").GetString(), pulled.Json.GetProperty("model").GetProperty("usable").GetBoolean()));
        Assert.Contains("fetch: unet/model.onnx, 8.3 MiB", pulled.Error, StringComparison.Ordinal);

        var listed = await RunAsync("models", "list", "--models", _folder["models"]);
        Assert.Equal([StickerTown, ToyTown, place], listed.Json.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("path").GetString()));
        Assert.Single(listed.Json.GetProperty("models").EnumerateArray().Skip(1).Select(model => model.GetProperty("hash").GetString()).Distinct());

        var made = await RunAsync("generate", "a red car on the left", "--steps", "2", "--model", place, "--library", _folder["library"], "-o", _folder["a.png"]);
        Assert.True(made.ExitCode == 0, made.Out);
    }

    [Fact]
    public async Task Ctrl_C_leaves_a_part_that_the_next_pull_goes_on_with()
    {
        ShareToyTown();
        using (var app = new TestApp { InterruptAt = "fetch: vae_decoder/model.onnx" })
        {
            (await app.RunAsync(Line("models", "pull", LoopbackHub.Repository, "--models", _folder["models"]))).AssertFailed(130, "cancelled");
        }

        Assert.Single((await RunAsync("models", "list", "--models", _folder["models"])).Json.GetProperty("unfinished").EnumerateArray());
        var run = await RunAsync("models", "pull", LoopbackHub.Repository, "--models", _folder["models"]);

        Assert.InRange(run.Json.GetProperty("fetched").GetInt64(), 1, run.Json.GetProperty("bytes").GetInt64() / 2);
        Assert.True(run.Json.GetProperty("model").GetProperty("usable").GetBoolean());
    }

    [Fact]
    public async Task Each_refusal_has_its_exit_code_and_the_token_is_in_none()
    {
        (await PullAsync("../etc")).AssertFailed(2, "not_a_repository");
        (await PullAsync("https://example.org/model.zip")).AssertFailed(2, "not_a_repository");
        (await PullAsync("acme/none")).AssertFailed(2, "repository_not_found");
        (await PullAsync(LoopbackHub.Repository)).AssertFailed(3, "model_not_fetched");

        _hub.Instead = _ => new HubReply(401, []);
        (await PullAsync(LoopbackHub.Repository)).AssertFailed(3, "hub_refused");
        _hub.Instead = _ => new HubReply(500, []);
        (await PullAsync(LoopbackHub.Repository)).AssertFailed(3, "hub_unavailable");

        Directory.CreateDirectory(_folder["taken"]);
        await File.WriteAllTextAsync(_folder["taken/mine.txt"], "mine");
        (await PullAsync(LoopbackHub.Repository, "--to", _folder["taken"])).AssertFailed(2, "model_exists");
        Assert.Contains(_hub.Requests, request => request.Header("authorization") == $"Bearer {Token}");

        async Task<TestRun> PullAsync(string repository, params string[] more)
        {
            var run = await RunAsync(["models", "pull", repository, "--verbose", "--models", _folder["models"], .. more]);
            Assert.DoesNotContain(Token, run.Out + run.Error, StringComparison.Ordinal);
            // Stack traces are only for --verbose.
            return run with { Error = "" };
        }
    }

    [Fact]
    public async Task The_hubs_own_variables_are_understood_and_settings_win_over_them()
    {
        Environment.SetEnvironmentVariable("HF_ENDPOINT", "http://127.0.0.1:9");
        Environment.SetEnvironmentVariable("HF_TOKEN", "hf_of_the_environment");
        try
        {
            ShareToyTown();
            var settings = _folder.AddText("endpoint.json", JsonSerializer.Serialize(new { Belm = new { Models = new { Endpoint = _hub.Endpoint } } }));
            using var app = new TestApp();

            var run = await app.RunAsync("models", "pull", LoopbackHub.Repository, "--to", _folder["m"], "--include", "*.json", "--json", "--config", settings);

            Assert.Equal(0, run.ExitCode);
            Assert.All(_hub.Requests, request => Assert.Equal("Bearer hf_of_the_environment", request.Header("authorization")));
        }
        finally
        {
            Environment.SetEnvironmentVariable("HF_ENDPOINT", null);
            Environment.SetEnvironmentVariable("HF_TOKEN", null);
        }
    }

    [Fact]
    public async Task A_check_says_what_each_part_takes_and_gives()
    {
        var run = await RunAsync("models", "check", ToyTown);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            ["text_encoder", "unet", "vae_encoder", "vae_decoder", "describer"],
            run.Json.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("name").GetString()));
        var sample = run.Json.GetProperty("parts")[1].GetProperty("inputs").EnumerateArray().First(input => input.GetProperty("name").GetString() == "sample");
        Assert.Equal(("float32", 4), (sample.GetProperty("dtype").GetString(), sample.GetProperty("shape").GetArrayLength()));
        Assert.Equal(("epsilon", 0.012), (run.Json.GetProperty("scheduler").GetProperty("prediction_type").GetString(), run.Json.GetProperty("scheduler").GetProperty("beta_end").GetDouble()));
        Assert.Equal((1, 48), (run.Json.GetProperty("scaling_factor").GetDouble(), run.Json.GetProperty("tokenizer").GetProperty("length").GetInt32()));
    }

    [Fact]
    public async Task Every_fault_is_named_at_once_with_its_remedy()
    {
        CopyToyTown(_folder["broken"]);
        File.Delete(_folder["broken/vae_encoder/model.onnx"]);
        await File.WriteAllTextAsync(_folder["broken/unet/model.onnx"], "no graph");
        await File.WriteAllTextAsync(_folder["broken/vae_decoder/config.json"], """{"scaling_factor": 0}""");

        var run = await RunAsync("models", "check", _folder["broken"]);

        Assert.Equal(3, run.ExitCode);
        Assert.Equal(
            ["unet/model.onnx", "vae_encoder/model.onnx", "vae_decoder/config.json"],
            run.Json.GetProperty("faults").EnumerateArray().Select(fault => Path.GetRelativePath(_folder["broken"], fault.GetProperty("path").GetString()!)));
        Assert.All(run.Json.GetProperty("faults").EnumerateArray(), fault => Assert.EndsWith(".", fault.GetProperty("sentence").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Weights_of_another_framework_and_no_weights_at_all_are_told_apart()
    {
        Directory.CreateDirectory(_folder["torch/unet"]);
        await File.WriteAllBytesAsync(_folder["torch/unet/diffusion_pytorch_model.safetensors"], new byte[8]);
        var torch = await RunAsync("models", "check", _folder["torch"]);
        Assert.Contains("optimum-cli export onnx", torch.Json.GetProperty("faults").EnumerateArray().Single().GetProperty("sentence").GetString(), StringComparison.Ordinal);

        Directory.CreateDirectory(_folder["empty"]);
        Assert.Equal("unknown", (await RunAsync("models", "check", _folder["empty"])).Json.GetProperty("kind").GetString());
        (await RunAsync("models", "check", _folder["nowhere"])).AssertFailed(3, "model_not_usable");
    }

    [Fact]
    public async Task A_person_reads_lines()
    {
        using var app = new TestApp();

        var run = await app.RunAsync("models", "check", ToyTown);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Kind    toytown, float16, 12.8 MiB", run.Out, StringComparison.Ordinal);
        Assert.Contains("sample float32[", run.Out, StringComparison.Ordinal);
        Assert.Contains("epsilon, scaled_linear β from 0.00085 to 0.012 in 1000 steps", run.Out, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _hub.Dispose();
        _folder.Dispose();
    }

    private static void CopyToyTown(string to)
    {
        foreach (var file in Directory.EnumerateFiles(ToyTown, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(ToyTown, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private void ShareToyTown()
    {
        foreach (var file in Directory.EnumerateFiles(ToyTown, "*", SearchOption.AllDirectories))
        {
            _hub.Add(Path.GetRelativePath(ToyTown, file).Replace('\\', '/'), File.ReadAllBytes(file), file.EndsWith(".onnx", StringComparison.Ordinal));
        }
    }

    private string[] Line(params string[] args) => args[1] != "pull" ? [.. args, "--json"] : [.. args, "--json", "--config", _folder.AddText(
        "settings.json", JsonSerializer.Serialize(new { Belm = new { Models = new { Endpoint = _hub.Endpoint, Token, Retries = 1 } } }))];

    private async Task<TestRun> RunAsync(params string[] args)
    {
        using var app = new TestApp();
        return await app.RunAsync(Line(args));
    }
}
