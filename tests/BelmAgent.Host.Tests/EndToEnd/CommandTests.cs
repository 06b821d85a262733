using BelmAgent.Editing.Library;
using BelmAgent.Host.Tests.Doubles;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Host.Tests.EndToEnd;

/// <summary>Every command as a user or a program would run it, on the embedded model.</summary>
public sealed class CommandTests(ToyTown town) : IClassFixture<ToyTown>, IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Generate_gives_the_same_picture_for_the_same_seed()
    {
        var one = await RunAsync("generate", ToyTown.Caption, "--seed", "5", "--steps", "4", "-o", _folder["one.png"]);
        var two = await RunAsync("generate", ToyTown.Caption, "--seed", "5", "--steps", "4", "-o", _folder["two.png"]);

        Assert.Equal(["image_id", "prompt", "seed", "seen", "notes", "unet_evaluations", "seconds", "provider", "output"], one.Fields);
        Assert.Equal((5, "cpu"), (one.Json.GetProperty("seed").GetInt64(), one.Json.GetProperty("provider").GetString()));
        Assert.Equal(1, ImageComparison.Ssim(Read("one.png"), Read("two.png")), 1e-9);
        Assert.NotEqual(one.Json.GetProperty("image_id").GetString(), two.Json.GetProperty("image_id").GetString());
    }

    [Fact]
    public async Task Invert_measures_the_round_trip()
    {
        var run = await RunAsync(
            "invert", town.House, "--prompt", ToyTown.Caption, "--steps", "10", "-o", _folder["house.safetensors"], "--reconstruct", _folder["back.png"]);

        Assert.Equal(
            [
                "inversion_id", "image_id", "path", "sampler", "kappa", "steps", "latent_mse", "pixel_mse", "autoencoder_mse", "bit_exact",
                "noise", "notes", "unet_evaluations", "seconds", "provider", "output", "reconstruction",
            ],
            run.Fields);
        Assert.Equal(["mean", "std", "kurtosis", "max_abs", "histogram"], run.Json.GetProperty("noise").EnumerateObject().Select(moment => moment.Name));
        Assert.Equal(("o-belm", 10), (run.Json.GetProperty("sampler").GetString(), run.Json.GetProperty("steps").GetInt32()));
        Assert.InRange(run.Json.GetProperty("latent_mse").GetDouble(), 0, 1e-10);
        Assert.Equal(File.ReadAllBytes(run.Json.GetProperty("path").GetString()!), File.ReadAllBytes(_folder["house.safetensors"]));
        Assert.True(ImageComparison.Psnr(Read("back.png"), ImageCodec.ReadFile(town.House)) > 20);
    }

    [Fact]
    public async Task Invert_in_fixed_point_brings_every_bit_back()
    {
        var run = await RunAsync("invert", town.House, "--prompt", ToyTown.Caption, "--steps", "10", "--fixed-point");

        Assert.True(run.Json.GetProperty("bit_exact").GetBoolean());
    }

    [Fact]
    public async Task Reconstruct_takes_an_id_and_a_file_to_the_same_latent()
    {
        var inversion = await RunAsync("invert", town.House, "--prompt", ToyTown.Caption, "--steps", "6", "-o", _folder["house.safetensors"]);

        var byId = await RunAsync("reconstruct", inversion.Json.GetProperty("inversion_id").GetString()!, "-o", _folder["a.png"]);
        var byFile = await RunAsync("reconstruct", _folder["house.safetensors"], "-o", _folder["b.png"]);

        Assert.Equal(["image_id", "inversion_id", "latent_sha256", "unet_evaluations", "seconds", "provider", "output"], byId.Fields);
        Assert.Equal(byId.Json.GetProperty("latent_sha256").GetString(), byFile.Json.GetProperty("latent_sha256").GetString());
        Assert.Equal(1, ImageComparison.Ssim(Read("a.png"), Read("b.png")), 1e-9);
    }

    [Fact]
    public async Task Edit_changes_what_was_asked_and_keeps_the_rest()
    {
        var run = await RunAsync("edit", town.House, "make the house blue", "--yes", "--steps", "20", "-o", _folder["blue.png"]);

        Assert.Equal(ToyTown.Caption.Replace("red", "blue", StringComparison.Ordinal), run.Json.GetProperty("check").GetProperty("seen").GetString());
        Assert.Equal("passed", run.Json.GetProperty("check").GetProperty("result").GetString());
        Assert.InRange(run.Json.GetProperty("measures").GetProperty("background_psnr").GetDouble(), 25, 99);
        using var png = File.OpenRead(_folder["blue.png"]);
        Assert.Contains("a blue house", PngSummary.Read(png).Text[RecipeText.RecipeKeyword], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edited_picture_is_edited_on_by_its_id()
    {
        var first = await RunAsync("edit", town.House, "make the house blue", "--yes", "--steps", "20", "-o", _folder["blue.png"]);
        var second = await RunAsync(
            "edit", first.Json.GetProperty("image_id").GetString()!, "make it night", "--yes", "--steps", "20", "-o", _folder["night.png"]);

        Assert.Equal(first.Json.GetProperty("image_id").GetString(), second.Json.GetProperty("parent_id").GetString());
        Assert.Contains("blue house", second.Json.GetProperty("plan").GetProperty("target_prompt").GetString(), StringComparison.Ordinal);
        Assert.Equal(ToyTown.Caption, second.Json.GetProperty("plan").GetProperty("source_prompt").GetString());
    }

    [Fact]
    public async Task Plan_knows_the_models_world_without_loading_it()
    {
        using var app = new TestApp();
        var run = await app.RunAsync("plan", "make the house blue", "--caption", ToyTown.Caption, "--json");

        Assert.Equal(
            ["request", "source_prompt", "target_prompt", "edit_type", "direct_inversion", "strength", "guidance", "steps", "sampler", "kappa", "target_sampler", "seed"],
            run.Fields);
        Assert.Equal(("change_color", ToyTown.Caption), (run.Json.GetProperty("edit_type").GetString(), run.Json.GetProperty("source_prompt").GetString()));
    }

    [Fact]
    public async Task Doctor_finds_the_embedded_model_usable()
    {
        var run = await RunAsync("doctor");

        Assert.Equal(0, run.ExitCode);
        Assert.True(run.Json.GetProperty("usable").GetBoolean());
        var names = run.Json.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("name").GetString());
        Assert.Superset(new HashSet<string?> { "model", "tokenizer", "describer", "attention", "provider cpu", "library", "disk", "planner" }, names.ToHashSet());
    }

    public void Dispose() => _folder.Dispose();

    private async Task<TestRun> RunAsync(params string[] args)
    {
        using var app = new TestApp();
        var run = await app.RunAsync([.. args, "--json", .. town.Options]);
        Assert.True(run.ExitCode == 0, run.Out + run.Error);
        return run;
    }

    private Imaging.RgbImage Read(string name) => ImageCodec.ReadFile(_folder[name]);
}
