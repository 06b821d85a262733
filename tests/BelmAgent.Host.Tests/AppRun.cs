using System.Text.Json;
using BelmAgent.Host.Terminal;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Host.Tests;

/// <summary>The app in this process, with its own streams and a folder that is gone afterwards.</summary>
internal sealed class AppRun : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public string Folder { get; } = Directory.CreateTempSubdirectory("belm-app").FullName;

    public Interrupts Interrupts { get; } = new();

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public string Input { get; set; } = "";

    public bool CanAsk { get; set; }

    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    public string ErrorCode => Json.GetProperty("error").GetProperty("code").GetString()!;

    public string File(string name) => Path.Combine(Folder, name);

    public Task<int> RunAsync(params IReadOnlyList<string> args)
    {
        _out.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        IReadOnlyList<string> library = args[0] is "plan" ? [] : ["--library", File("library")];
        return new BelmApp(new BelmIo(new StringReader(Input), _out, _error, CanAsk), Interrupts).RunAsync([.. args, .. library]);
    }

    /// <summary>A picture of the embedded model, made once for all tests.</summary>
    public async Task<string> PictureAsync()
    {
        var path = File("picture.png");
        if (await RunAsync("generate", "a red house on the left, on grass, under a blue sky", "--seed", "1", "--steps", "20", "-o", path) != 0)
        {
            throw new InvalidOperationException(Error);
        }

        return path;
    }

    public string Flat(string name, int width, int height)
    {
        ImageCodec.Default.WriteFile(File(name), RgbImage.Filled(width, height, RgbColor.Grey));
        return File(name);
    }

    public void Dispose()
    {
        Interrupts.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
