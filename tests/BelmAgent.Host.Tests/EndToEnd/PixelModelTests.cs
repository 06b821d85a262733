using BelmAgent.Diffusion.Tests.Layouts;
using BelmAgent.Host.Tests.Doubles;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Host.Tests.EndToEnd;

/// <summary>The commands with a model that takes no prompt.</summary>
public sealed class PixelModelTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly LayoutFolder _model = new(LayoutFolder.Ddpm);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_generates_inverts_and_reconstructs_without_a_prompt(bool isEmptyGiven)
    {
        string[] prompt = isEmptyGiven ? [""] : [], source = isEmptyGiven ? ["--prompt", ""] : [];
        var made = await RunAsync(["generate", .. prompt, "--seed", "1", "--steps", "4", "-o", _folder["made.png"]]);
        var inverted = await RunAsync(["invert", _folder["made.png"], .. source, "--steps", "4"]);
        await RunAsync(["reconstruct", inverted.Json.GetProperty("inversion_id").GetString()!, "-o", _folder["back.png"]]);

        Assert.Equal(4, made.Json.GetProperty("unet_evaluations").GetInt32());
        Assert.InRange(inverted.Json.GetProperty("latent_mse").GetDouble(), 0, 1e-10);
        Assert.Equal(
            ImageCodec.ReadFile(_folder["made.png"]).Pixels.ToArray(), ImageCodec.ReadFile(_folder["back.png"]).Pixels.ToArray());
    }

    [Fact]
    public async Task It_interpolates_between_two_inversions()
    {
        List<string> inversions = [];
        foreach (var seed in (string[])["1", "2"])
        {
            await RunAsync(["generate", "--seed", seed, "--steps", "4", "-o", _folder[$"{seed}.png"]]);
            inversions.Add((await RunAsync(["invert", _folder[$"{seed}.png"], "--steps", "4"])).Json.GetProperty("inversion_id").GetString()!);
        }

        var run = await RunAsync(["interpolate", .. inversions, "--fraction", "0.25", "-o", _folder["between.png"]]);

        Assert.Equal(
            ["image_id", "inversion_id", "other_inversion_id", "fraction", "unet_evaluations", "seconds", "provider", "output"], run.Fields);
        Assert.Equal(0.25, run.Json.GetProperty("fraction").GetDouble());
        Assert.Equal(32, ImageCodec.ReadFile(_folder["between.png"]).Width);
    }

    [Fact]
    public async Task The_doctor_says_what_it_can_and_that_it_takes_no_prompt()
    {
        using var app = new TestApp();

        var run = await app.RunAsync("doctor", "--library", _folder["library"], "--model", _model.Path, "--provider", "cpu");

        Assert.Contains("takes no prompt", run.Out, StringComparison.Ordinal);
        Assert.Contains("provider cpu: works", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_refuses_an_edit_in_one_sentence()
    {
        await RunAsync(["generate", "--steps", "2", "-o", _folder["made.png"]]);

        using var app = new TestApp();
        var run = await app.RunAsync([
            "edit", _folder["made.png"], "make the house blue", "--caption", "a red house", "--yes", "--json", .. Options]);

        run.AssertFailed(3, "prompts_not_taken");
    }

    [Fact]
    public async Task A_model_that_takes_prompts_asks_for_one()
    {
        using var app = new TestApp();

        (await app.RunAsync(["generate", "--json", "--library", _folder["library"]])).AssertFailed(2, "usage");
        (await app.RunAsync(["invert", _folder.AddPicture("a.png"), "--json", "--library", _folder["library"]])).AssertFailed(2, "usage");
    }

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    private string[] Options => ["--library", _folder["library"], "--model", _model.Path, "--provider", "cpu"];

    private async Task<TestRun> RunAsync(string[] line)
    {
        using var app = new TestApp();
        var run = await app.RunAsync([.. line, "--json", .. Options]);
        Assert.Equal(0, run.ExitCode);
        return run;
    }
}
