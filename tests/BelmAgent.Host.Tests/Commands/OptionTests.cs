using BelmAgent.Host.Tests.Doubles;

namespace BelmAgent.Host.Tests.Commands;

public sealed class OptionTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<string, string> Refusals => new()
    {
        { "generate a --steps 0", "--steps '0' is not allowed: give a whole number from 2 to 1000." },
        { "generate a --steps 1001", "--steps '1001' is not allowed: give a whole number from 2 to 1000." },
        { "generate a --steps many", "--steps 'many' is not allowed: give a whole number from 2 to 1000." },
        { "generate a --sampler euler", "--sampler 'euler' is not allowed: give ddim, edict, bdia, belm or o-belm." },
        { "generate a --kappa 1.5", "--kappa '1.5' is not allowed: give a number from 0 to 1." },
        { "generate a --kappa NaN", "--kappa 'NaN' is not allowed: give a number from 0 to 1." },
        { "generate a --gamma 0", "--gamma '0' is not allowed: give a number above 0 and at most 1." },
        { "invert a.png --prompt a --mixing 1.1", "--mixing '1.1' is not allowed: give a number above 0 and at most 1." },
        { "plan a --caption b --blend word", "--blend 'word' is not allowed: give none, words, words-min-max or departure." },
        { "generate a --guidance 0.5", "--guidance '0.5' is not allowed: give a number from 1 to 30." },
        { "generate a --guidance -3", "--guidance '-3' is not allowed: give a number from 1 to 30." },
        { "generate a --seed x", "--seed 'x' is not allowed: give a whole number." },
        { "generate a --provider tpu", "--provider 'tpu' is not allowed: give auto, cpu, cuda, tensorrt, directml, coreml, openvino or webgpu." },
        { "invert a.png --prompt a --strength 0", "--strength '0' is not allowed: give a number above 0 and at most 1." },
        { "plan a --caption b --control all", "--control 'all' is not allowed: give none, prompt-to-prompt, mutual-self-attention or mutual-self-attention-single-source." },
        { "plan a --caption b --target none", "--target 'none' is not allowed: give trajectory-corrected, kick or carried." },
        { "plan a --caption b --cross-steps 2", "--cross-steps '2' is not allowed: give a number from 0 to 1." },
        { "bench edits --limit 0", "--limit '0' is not allowed: give a whole number from 1 to 1000000." },
        { "bench edits --workers 65", "--workers '65' is not allowed: give a whole number from 1 to 64." },
        { "bench parity --steps 50,2", "--steps '50,2' is not allowed: give whole numbers from 4 to 1000." },
        { "bench parity --guidance x", "--guidance 'x' is not allowed: give numbers from 1 to 30." },
        { "bench parity --grid linspace,spiral", "--grid 'linspace,spiral' is not allowed: give some of linspace, leading, trailing, fractional." },
        { "bench speed", "There is no command 'speed': give edits, parity, chain, plans, reconstruct, quality, theory or paper." },
        { "plan a", "Option '--caption' is required." },
        { "edit a.png", "Required argument 'REQUEST' missing for command: 'edit'." },
        { "edit a.png b --bogus", "Unrecognized command or argument '--bogus'." },
        { "paint a.png", "There is no command 'paint': give edit, generate, invert, reconstruct, interpolate, plan, chat, serve, keys, mcp, batch, worker, workers, audit, doctor, models or bench." },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_line_that_cannot_be_meant_is_answered_in_one_sentence(string line, string sentence)
    {
        using var app = new TestApp();

        var run = await app.RunAsync([.. line.Split(' '), "--json"]);

        run.AssertFailed(2, "usage");
        var words = line.Split(' ') switch
        {
            ["paint", ..] => "belm --help",
            ["bench", "edits" or "parity", ..] => $"belm bench {line.Split(' ')[1]} --help",
            var other => $"belm {other[0]} --help",
        };
        Assert.Equal($"{sentence} See '{words}'.", run.Json.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Without_json_an_error_is_one_line_on_standard_error()
    {
        using var app = new TestApp();

        var run = await app.RunAsync("generate", "a", "--steps", "0");

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Equal("belm: --steps '0' is not allowed: give a whole number from 2 to 1000. See 'belm generate --help'.\n", run.Error);
    }

    [Theory]
    [InlineData("--model")]
    [InlineData("--library")]
    [InlineData("--config")]
    [InlineData("--output")]
    public async Task An_empty_path_is_refused(string option)
    {
        using var app = new TestApp();

        (await app.RunAsync("generate", "a", option, "", "--json")).AssertFailed(2, "usage");
    }

    [Fact]
    public async Task Options_reach_the_domain()
    {
        var service = new FakeDomain(_folder.AddPicture("a.png"));
        using var app = new TestApp { Service = service };

        await app.RunAsync("generate", "a dog", "--seed", "-9", "--steps", "12", "--guidance", "2.5", "--sampler", "BELM", "--kappa", "0.5", "-o", _folder["o.png"]);
        await app.RunAsync("invert", _folder["a.png"], "--prompt", "a cat", "--steps", "9", "--guidance", "1.5", "--strength", "0.7", "--sampler", "bdia", "--fixed-point");

        Assert.Equal(
            new() { Prompt = "a dog", Seed = -9, Steps = 12, Guidance = 2.5, Sampler = "belm", Kappa = 0.5 },
            service.Generation);
        Assert.Equal(
            new() { ImageId = FakeDomain.ImageId, Prompt = "a cat", Steps = 9, Guidance = 1.5, Strength = 0.7, Sampler = "bdia", FixedPoint = true },
            service.Inversion);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("")]
    public async Task Help_lists_the_commands_and_the_exit_codes(string argument)
    {
        using var app = new TestApp();

        var run = await app.RunAsync(argument.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(0, run.ExitCode);
        Assert.All(["edit", "generate", "invert", "reconstruct", "plan", "chat", "doctor", "130"], word => Assert.Contains(word, run.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Help_brackets_what_may_be_left_out()
    {
        using var app = new TestApp();

        var commands = (await app.RunAsync("--help")).Out.Split('\n').Select(line => line.Trim()).ToList();

        Assert.Contains(commands, line => line.StartsWith("chat [<IMAGE>] ", StringComparison.Ordinal));
        Assert.Contains(commands, line => line.StartsWith("invert <IMAGE> ", StringComparison.Ordinal));
        // The descriptions still stand in one column.
        Assert.Single(commands.Where(line => line.Contains("Edit images in a", StringComparison.Ordinal) || line.StartsWith("invert <", StringComparison.Ordinal))
            .Select(line => line.IndexOf("  ", StringComparison.Ordinal) < 0 ? -1 : line.Length - line[line.LastIndexOf("  ", StringComparison.Ordinal)..].TrimStart().Length).Distinct());
    }

    [Theory]
    [InlineData("edit", "--steps", "2 to 1000")]
    [InlineData("edit", "--strength", "above 0 and at most 1")]
    [InlineData("edit", "--sampler", "ddim, edict, bdia, belm or o-belm (default: ddim for the sky, the ground and the light, o-belm for all else)")]
    [InlineData("generate", "--guidance", "1 to 30")]
    [InlineData("invert", "--fixed-point", "64-bit")]
    [InlineData("chat", "--yes", "without asking")]
    public async Task Help_gives_ranges_and_defaults(string command, string option, string text)
    {
        using var app = new TestApp();

        var run = await app.RunAsync(command, "--help");

        Assert.Contains(run.Out.Split('\n'), line => line.Contains(option, StringComparison.Ordinal) && line.Contains(text, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();
}
