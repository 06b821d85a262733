using System.Net;
using System.Text.Json;
using BelmAgent.Diffusion.Checks;
using BelmAgent.Diffusion.Tests.Vision;
using BelmAgent.Host.Doctor;
using BelmAgent.Host.Tests.Chat;
using BelmAgent.Host.Tests.Doubles;

namespace BelmAgent.Host.Tests.Doctor;

public sealed class DoctorTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Every_finding_has_a_name_a_state_and_words()
    {
        var run = await RunAsync();

        Assert.Equal(["usable", "findings"], run.Fields);
        Assert.All(Findings(run), finding => Assert.Equal(["name", "state", "detail"], finding.EnumerateObject().Select(entry => entry.Name)));
        Assert.All(Findings(run), finding => Assert.Contains(finding.GetProperty("state").GetString(), (string[])["ok", "note", "fault"]));
    }

    [Fact]
    public async Task A_missing_model_is_a_fault_with_its_remedy()
    {
        var run = await RunAsync("--model", _folder["none"]);

        AssertFault(run, "model", "(of belm, --model) at a folder");
        Assert.Equal("ok", Find(run, "library").GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_clip_is_mentioned_where_there_is_one()
    {
        using var with = new ToyClipFolder();
        using var without = new ToyClipFolder(null);

        Assert.Equal("ok", Find(await RunAsync("--model", with.Path), "clip").GetProperty("state").GetString());
        Assert.DoesNotContain(Findings(await RunAsync("--model", without.Path)), finding => finding.GetProperty("name").GetString() == "clip");
    }

    [Fact]
    public async Task A_clip_that_is_broken_is_noted_with_its_file()
    {
        using var folder = new ToyClipFolder();
        await File.WriteAllTextAsync(folder["clip/model.onnx"], "no graph");

        var run = await RunAsync("--model", folder.Path);

        Assert.Equal("note", Find(run, "clip").GetProperty("state").GetString());
        Assert.Contains(folder["clip/model.onnx"], Find(run, "clip").GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("ok", Find(run, "model").GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_provider_that_was_asked_for_and_is_not_there_is_a_fault() =>
        AssertFault(await RunAsync("--provider", "openvino"), "model", "--provider auto or cpu");

    [Fact]
    public async Task Every_provider_is_tried_and_what_is_not_in_the_build_is_a_note()
    {
        var providers = Findings(await RunAsync()).Where(finding => finding.GetProperty("name").GetString()!.StartsWith("provider ", StringComparison.Ordinal)).ToList();

        Assert.Equal(
            ["provider cpu", "provider cuda", "provider tensorrt", "provider directml", "provider coreml", "provider openvino", "provider webgpu"],
            providers.Select(finding => finding.GetProperty("name").GetString()));
        Assert.Equal("ok", providers[0].GetProperty("state").GetString());
        Assert.All(providers, finding => Assert.NotEqual("fault", finding.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task The_round_trip_is_measured()
    {
        var run = await RunAsync("--exact", "--provider", "cpu");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["provider", "precision", "steps", "latent_mse", "repeats_identical", "fixed_point_exact", "limit", "exact"], run.Fields);
        Assert.True(run.Json.GetProperty("exact").GetBoolean());
    }

    [Fact]
    public void A_round_trip_that_is_not_exact_is_said_in_one_sentence()
    {
        var outcome = ExactnessOutcome.Create(new ExactnessReport
        {
            Provider = "cuda", Precision = "fp32", Steps = 10, LatentMse = 3e-5, RepeatsIdentical = false, FixedPointExact = false,
        });

        Assert.Equal(3, outcome.ExitCode);
        Assert.Equal("The round trip on cuda is not exact (latent error 3.0e-05, limit 1e-10): choose --provider cpu.", (string?)outcome.Json["detail"]);
    }

    [Fact]
    public async Task A_plugin_that_does_not_load_is_a_fault_with_the_file()
    {
        var library = _folder["libnpu.so"];
        var settings = _folder.AddText("plugin.json", JsonSerializer.Serialize(new { Belm = new { Device = new { Provider = "npu", Library = library } } }));

        var run = await RunAsync("--config", settings);

        AssertFault(run, "provider npu", library);
        Assert.Equal("ok", Find(run, "provider cpu").GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_library_that_cannot_be_written_to_is_a_fault() =>
        AssertFault(await RunAsync("--library", "/proc/belm"), "library", "--library");

    [Fact]
    public async Task The_library_is_not_made_by_looking()
    {
        await RunAsync("--library", _folder["library"]);

        Assert.False(Directory.Exists(_folder["library"]));
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public async Task An_endpoint_that_is_down_is_a_fault() =>
        AssertFault(await RunAsync("--config", Config("http://127.0.0.1:9/v1")), "planner", "does not answer");

    [Theory]
    [InlineData(HttpStatusCode.OK, "ok")]
    [InlineData(HttpStatusCode.Unauthorized, "fault")]
    public async Task An_endpoint_is_asked_for_its_models(HttpStatusCode status, string state)
    {
        using var model = new LoopbackModel(status: status);

        var run = await RunAsync("--config", Config(model.Endpoint));

        Assert.Equal(state, Find(run, "planner").GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_person_reads_one_line_a_finding()
    {
        using var app = new TestApp();

        var run = await app.RunAsync("doctor", "--model", _folder["none"], "--library", _folder["library"]);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains(run.Out.Split('\n'), line => line.StartsWith("fault   model: ", StringComparison.Ordinal));
        Assert.Contains(run.Out.Split('\n'), line => line.StartsWith("ok      disk: ", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static List<JsonElement> Findings(TestRun run) => [.. run.Json.GetProperty("findings").EnumerateArray()];

    private static JsonElement Find(TestRun run, string name) => Findings(run).Single(finding => finding.GetProperty("name").GetString() == name);

    private static void AssertFault(TestRun run, string name, string remedy)
    {
        Assert.Equal(3, run.ExitCode);
        Assert.False(run.Json.GetProperty("usable").GetBoolean());
        Assert.Equal("fault", Find(run, name).GetProperty("state").GetString());
        Assert.Contains(remedy, Find(run, name).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private string Config(string endpoint) => _folder.AddText(
        "settings.json", JsonSerializer.Serialize(new { Belm = new { Planner = new { Endpoint = endpoint, Model = "loopback" } } }));

    private async Task<TestRun> RunAsync(params string[] options)
    {
        using var app = new TestApp { Clock = new PatientClock() };
        return await app.RunAsync(["doctor", "--json", .. options.Contains("--library") ? [] : (string[])["--library", _folder["library"]], .. options]);
    }
}
