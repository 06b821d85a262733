using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Host.Tests.Commands;

public sealed class CommandTests : IDisposable
{
    private readonly AppRun _app = new();

    [Fact]
    public async Task An_edit_writes_a_picture_and_says_so_in_json()
    {
        var picture = await _app.PictureAsync();
        var code = await _app.RunAsync("edit", picture, "make the house blue", "--yes", "--json", "-o", _app.File("out.png"));

        Assert.Equal(0, code);
        Assert.True(_app.Json.GetProperty("check").GetProperty("passed").GetBoolean());
        Assert.Equal("a blue house on the left, on grass, under a blue sky", _app.Json.GetProperty("plan").GetProperty("target_prompt").GetString());
        foreach (var field in (string[])["image_id", "parent_id", "output", "measures", "attempts", "unet_evaluations", "seconds", "provider"])
        {
            Assert.True(_app.Json.TryGetProperty(field, out _), field);
        }

        Assert.Equal(128, ImageCodec.Default.ReadFile(_app.File("out.png")).Width);
    }

    [Fact]
    public async Task An_inversion_tells_its_round_trip_and_reconstructs()
    {
        var picture = await _app.PictureAsync();
        var code = await _app.RunAsync(
            "invert", picture, "--prompt", "a red house on the left", "--steps", "10", "--fixed-point", "--json", "-o", _app.File("a.safetensors"), "--reconstruct", _app.File("again.png"));

        Assert.Equal(0, code);
        var json = _app.Json;
        Assert.True(json.GetProperty("bit_exact").GetBoolean());
        Assert.InRange(json.GetProperty("latent_mse").GetDouble(), 0, 1e-10);
        foreach (var field in (string[])["inversion_id", "image_id", "sampler", "kappa", "steps", "pixel_mse", "autoencoder_mse", "unet_evaluations", "seconds", "provider"])
        {
            Assert.True(json.TryGetProperty(field, out _), field);
        }

        Assert.Equal(4, json.GetProperty("noise").EnumerateObject().Count());
        Assert.True(File.Exists(_app.File("again.png")));
        Assert.Equal(0, await _app.RunAsync("reconstruct", _app.File("a.safetensors"), "-o", _app.File("back.png"), "--json"));
        Assert.True(ImageCodec.Default.ReadFile(_app.File("again.png")).ContentEquals(ImageCodec.Default.ReadFile(_app.File("back.png"))));
    }

    [Fact]
    public async Task A_plan_needs_no_model()
    {
        Assert.Equal(0, await _app.RunAsync("plan", "make the dog black", "--caption", "a photo of a dog on a beach", "--json"));
        Assert.Equal("a photo of a black dog on a beach", _app.Json.GetProperty("target_prompt").GetString());
    }

    [Fact]
    public async Task Without_approval_an_edit_is_refused_and_nothing_is_written()
    {
        var picture = await _app.PictureAsync();

        Assert.Equal(4, await _app.RunAsync("edit", picture, "make the house blue", "--json", "--steps", "10", "-o", _app.File("out.png")));
        Assert.Equal("not_approved", _app.ErrorCode);
        Assert.False(File.Exists(_app.File("out.png")));
    }

    [Fact]
    public async Task Ctrl_C_stops_an_edit_and_leaves_what_was_there()
    {
        var picture = await _app.PictureAsync();
        await File.WriteAllTextAsync(_app.File("out.png"), "what was there");
        var run = _app.RunAsync("edit", picture, "make the house blue", "--yes", "--json", "--steps", "900", "-o", _app.File("out.png"));
        await Task.Delay(1500);
        _app.Interrupts.Terminate();

        Assert.Equal(130, await run);
        Assert.Equal("what was there", await File.ReadAllTextAsync(_app.File("out.png")));
        Assert.Empty(Directory.EnumerateFiles(_app.Folder, "*.tmp", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(2, "edit", "nowhere.png", "make it night", "--yes")]
    [InlineData(2, "edit", "{picture}", "make it night", "--yes", "--sampler", "euler")]
    [InlineData(2, "edit", "{picture}", "make it night", "--yes", "--steps", "many")]
    [InlineData(2, "edit", "{text}", "make it night", "--yes")]
    [InlineData(2, "reconstruct", "{text}")]
    [InlineData(2, "edit", "{picture}", "hello there", "--yes", "--caption", "a dog")]
    [InlineData(2, "invert", "{picture}", "--prompt", "x", "--steps", "0")]
    [InlineData(3, "edit", "{picture}", "make it night", "--yes", "--model", "{folder}")]
    [InlineData(3, "edit", "{picture}", "make it night", "--yes", "--provider", "cuda")]
    public async Task Bad_input_gets_one_sentence_and_its_exit_code(int expected, params string[] args)
    {
        var text = _app.File("text.png");
        await File.WriteAllTextAsync(text, "not a picture");
        var picture = _app.Flat("flat.png", 128, 128);

        var code = await _app.RunAsync([.. args.Select(arg => arg
            .Replace("{picture}", picture, StringComparison.Ordinal)
            .Replace("{text}", text, StringComparison.Ordinal)
            .Replace("{folder}", _app.Folder, StringComparison.Ordinal)), "--json"]);

        Assert.Equal(expected, code);
        var message = _app.Json.GetProperty("error").GetProperty("message").GetString()!;
        Assert.DoesNotContain('\n', message);
        Assert.DoesNotContain("   at ", _app.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_of_30000_by_30000_is_refused_by_its_header()
    {
        var bytes = await File.ReadAllBytesAsync(_app.Flat("flat.png", 8, 8));
        foreach (var offset in (int[])[16, 20])
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(offset), 30_000);
        }

        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(29), PngCrc.Of(bytes.AsSpan(12, 17)));
        await File.WriteAllBytesAsync(_app.File("huge.png"), bytes);

        Assert.Equal(4, await _app.RunAsync("edit", _app.File("huge.png"), "make it night", "--yes", "--json"));
        Assert.Equal("picture_too_large", _app.ErrorCode);
    }

    public void Dispose() => _app.Dispose();
}
