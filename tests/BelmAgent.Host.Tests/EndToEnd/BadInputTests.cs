using System.Buffers.Binary;
using BelmAgent.Host.Tests.Doubles;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Host.Tests.EndToEnd;

/// <summary>Mistakes of users and programs, and the messages for them.</summary>
public sealed class BadInputTests(ToyTown town) : IClassFixture<ToyTown>, IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task A_picture_that_is_not_there() =>
        (await EditAsync(_folder["none.png"])).AssertFailed(2, "file_not_found");

    [Fact]
    public async Task A_picture_that_is_none() =>
        (await EditAsync(_folder.AddText("words.png", "these are words, not a picture"))).AssertFailed(2, "not_an_image");

    [Fact]
    public async Task A_picture_that_breaks_off()
    {
        var whole = File.ReadAllBytes(town.House);
        File.WriteAllBytes(_folder["half.png"], whole[..(whole.Length / 2)]);

        (await EditAsync(_folder["half.png"])).AssertFailed(2, "not_an_image");
    }

    [Fact]
    public async Task A_picture_whose_header_claims_900_megapixels()
    {
        var bytes = File.ReadAllBytes(_folder.AddPicture("huge.png"));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), 30_000);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), 30_000);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(29), PngCrc.Of(bytes.AsSpan(12, 17)));
        File.WriteAllBytes(_folder["huge.png"], bytes);

        (await EditAsync(_folder["huge.png"])).AssertFailed(4, "image_too_large");
    }

    [Theory]
    [InlineData("img_000000000000000", 2, "image_not_found")]
    [InlineData("../../etc/passwd", 2, "file_not_found")]
    [InlineData("", 2, "file_not_found")]
    public async Task An_id_that_is_unknown_or_a_path_in_disguise(string id, int exitCode, string code) =>
        (await EditAsync(id)).AssertFailed(exitCode, code);

    [Fact]
    public async Task A_link_is_followed_because_the_person_named_it()
    {
        File.CreateSymbolicLink(_folder["link.png"], town.House);

        Assert.Equal(0, (await EditAsync(_folder["link.png"])).ExitCode);
    }

    [Fact]
    public async Task A_mask_of_another_size()
    {
        var run = await EditAsync(town.House, "--mask", _folder.AddPicture("mask.png"));

        run.AssertFailed(4, "limit_exceeded");
        Assert.Contains("128×128", Message(run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mask_that_is_no_picture() =>
        (await EditAsync(town.House, "--mask", _folder.AddText("mask.png", "not a picture"))).AssertFailed(2, "not_an_image");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_picture_that_is_seen_in_part_and_a_prompt_that_is_too_long_are_told_in_JSON_and_in_words(bool inWords)
    {
        var wide = _folder["wide.png"];
        ImageCodec.WriteFile(wide, RgbImage.Filled(64, 32, new RgbColor(200, 30, 30)));
        var prompt = string.Join(' ', Enumerable.Repeat("house", 60));
        foreach (var (line, notes) in ((string[], string[])[])
                 [
                     (["edit", wide, "make the house blue", "--caption", ToyTown.Caption, "--yes", "--steps", "2", "-o", _folder["a.png"]], ["sees only 32×32 pixels"]),
                     (["invert", wide, "--prompt", prompt, "--steps", "2"], ["The image of 64×32 was read at 128×128", "46 tokens"]),
                     (["generate", prompt, "--steps", "2", "-o", _folder["b.png"]], ["46 tokens"]),
                 ])
        {
            using var app = new TestApp();
            var run = await app.RunAsync([.. line, .. inWords ? [] : (string[])["--json"], .. town.Options]);

            Assert.Equal(0, run.ExitCode);
            var said = inWords ? string.Join(' ', run.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : string.Join('\n', run.Json.GetProperty("notes").EnumerateArray().Select(note => note.GetString()));
            Assert.All(notes, note => Assert.Contains(note, said, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("--word-steps", "house")]
    [InlineData("--word-steps", "house=2")]
    [InlineData("--word-weights", "house=many")]
    [InlineData("--blend", "somewhere")]
    [InlineData("--cross-mode", "swap")]
    public async Task A_setting_of_attention_that_cannot_be_read(string option, string value) =>
        (await EditAsync(town.House, option, value)).AssertFailed(2, "usage");

    [Fact]
    public async Task A_model_folder_that_is_not_there() =>
        (await EditAsync(town.House, "--model", _folder["no-model"])).AssertFailed(3, "model_not_usable");

    [Fact]
    public async Task A_model_with_a_file_missing()
    {
        var model = CopyModel();
        File.Delete(Path.Combine(model, "unet", "model.onnx"));

        var run = await EditAsync(town.House, "--model", model);

        run.AssertFailed(3, "model_not_usable");
        Assert.Contains("unet/model.onnx is missing", Message(run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_with_a_truncated_file()
    {
        var model = CopyModel();
        using (var file = File.OpenWrite(Path.Combine(model, "vae_decoder", "model.onnx")))
        {
            file.SetLength(file.Length / 2);
        }

        var run = await EditAsync(town.House, "--model", model);

        run.AssertFailed(3, "model_not_usable");
        Assert.Contains("vae_decoder", Message(run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_this_build_does_not_have() =>
        (await EditAsync(town.House, "--provider", "openvino")).AssertFailed(3, "device_not_usable");

    [Fact]
    public async Task An_inversion_of_another_model()
    {
        var model = CopyModel();
        File.AppendAllText(Path.Combine(model, "scheduler", "scheduler_config.json"), "\n");
        var inversion = await RunAsync("invert", town.House, "--prompt", "", "--steps", "4", "-o", _folder["house.safetensors"]);
        Assert.Equal(0, inversion.ExitCode);

        (await RunAsync("reconstruct", _folder["house.safetensors"], "--model", model)).AssertFailed(2, "inversion_mismatch");
    }

    [Fact]
    public async Task An_inversion_that_is_none() =>
        (await RunAsync("reconstruct", _folder.AddText("x.safetensors", "words"))).AssertFailed(2, "not_an_inversion");

    [Fact]
    public async Task An_inversion_that_is_unknown() =>
        (await RunAsync("reconstruct", "inv_000000000000000")).AssertFailed(2, "inversion_not_found");

    [Theory]
    [InlineData("--blend-words", "dinosaur")]
    [InlineData("--kappa", "0.5")]
    [InlineData("--gamma", "0.5")]
    [InlineData("--mixing", "0.5")]
    public async Task A_setting_that_the_domain_refuses(string option, string value) =>
        (await EditAsync(town.House, option, value)).AssertFailed(4, "limit_exceeded");

    [Theory]
    [InlineData("edit", "--gamma", "0.5", "bdia")]
    [InlineData("edit", "--target", "kick", "carried")]
    [InlineData("edit", "--steps", "999", "2 to 20")]
    [InlineData("generate", "--mixing", "0.5", "edict")]
    [InlineData("generate", "--steps", "21", "2 to 20")]
    [InlineData("invert", "--kappa", "0.5", "belm")]
    [InlineData("invert", "--fixed-point", "", "as the sampler")]
    [InlineData("plan", "--gamma", "0.5", "bdia")]
    [InlineData("plan", "--mixing", "0.5", "edict")]
    public async Task A_setting_is_refused_by_its_name_on_the_line_before_the_model_is_looked_for(string command, string option, string value, string remedy)
    {
        string[] input = command switch
        {
            "edit" => [town.House, "make it night"],
            "plan" => ["make it night", "--caption", "a house"],
            "invert" => [town.House],
            _ => ["a house"],
        };
        var sampler = option is "--target" or "--fixed-point" ? "ddim" : "o-belm";
        var settings = _folder.AddText("limits.json", """{ "Belm": { "Editing": { "MaxSteps": 20 } } }""");

        using var app = new TestApp();

        var run = await app.RunAsync([
            command, .. input, "--sampler", sampler, option, .. value.Length > 0 ? [value] : (string[])[],
            "--model", _folder["no-model"], "--config", settings, "--library", town.Library, "--json"]);

        run.AssertFailed(4, "limit_exceeded");
        var message = run.Json.GetProperty("error").GetProperty("message").GetString()!;
        Assert.StartsWith($"{option} = ", message, StringComparison.Ordinal);
        Assert.Contains(remedy, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_said_to_be_one()
    {
        var run = await EditAsync(_folder.Path);

        run.AssertFailed(2, "file_not_found");
        Assert.Contains("is a folder", run.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_lets_the_state_outgrow_the_network() => (await RunAsync(
        "invert", town.House, "--prompt", "a house", "--sampler", "bdia", "--gamma", "0.1", "--steps", "50")).AssertFailed(2, "sampler_diverged");

    [Fact]
    public async Task More_steps_than_the_settings_allow()
    {
        var settings = _folder.AddText("limits.json", """{ "Belm": { "Editing": { "MaxSteps": 20 } } }""");
        using var app = new TestApp();

        var run = await app.RunAsync("generate", "a", "--steps", "30", "--json", "--config", settings, "--library", town.Library, "-o", _folder["a.png"]);

        run.AssertFailed(4, "limit_exceeded");
    }

    [Fact]
    public async Task A_library_that_is_a_file() =>
        (await RunAsync("generate", "a", "--library", _folder.AddText("file", ""))).AssertFailed(2, "configuration");

    public void Dispose() => _folder.Dispose();

    private static string Message(TestRun run) => run.Json.GetProperty("error").GetProperty("message").GetString()!;

    private Task<TestRun> EditAsync(string image, params string[] options) =>
        RunAsync(["edit", image, "make the house blue", "--caption", ToyTown.Caption, "--yes", "--steps", "2", "-o", _folder["out.png"], .. options]);

    private async Task<TestRun> RunAsync(params string[] args)
    {
        using var app = new TestApp();
        return await app.RunAsync([.. args, "--json", .. town.Options.Where((_, i) => !args.Contains("--library") || i >= 2)]);
    }

    private string CopyModel()
    {
        var source = Path.Combine(AppContext.BaseDirectory, "models", "toytown");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder["model"], Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return _folder["model"];
    }
}
