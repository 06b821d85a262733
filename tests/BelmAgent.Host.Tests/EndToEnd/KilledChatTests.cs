using System.Diagnostics;
using System.Text.RegularExpressions;
using BelmAgent.Host.Tests.Doubles;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Host.Tests.EndToEnd;

/// <summary>A chat that is killed in the middle of a turn leaves complete pictures, and a conversation that can be resumed.</summary>
public sealed partial class KilledChatTests(ToyTown town) : IClassFixture<ToyTown>, IDisposable
{
    private const string Request = "make the house blue";
    private readonly TestFolder _folder = new();

    private string[] Options => ["--yes", "--library", _folder["library"], .. town.Options.SkipWhile(option => option != "--config")];

    [Theory]
    [InlineData("invert:")]
    [InlineData("edit:")]
    public async Task A_killed_chat_resumes_and_the_request_works_when_said_again(string stage)
    {
        await KillAsync(stage);
        Assert.Single(Pictures());
        // As left by a process that was killed while writing a picture.
        await File.WriteAllBytesAsync(Path.Combine(_folder["library"], "pictures", "img_zzzzzzzzzzzzzzz.png.1.tmp"), (await File.ReadAllBytesAsync(Pictures()[0]))[..100]);

        using var app = new TestApp { Input = $"{Request}\n/history\n" };
        var run = await app.RunAsync(["chat", "--resume", "--steps", "12", .. Options]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("0 requests, 1 image.", run.Out, StringComparison.Ordinal);
        Assert.Contains($"The last request was interrupted: \"{Request}\".", run.Out, StringComparison.Ordinal);
        Assert.Contains("number 2, img_", run.Out, StringComparison.Ordinal);
        Assert.Equal(2, Pictures().Length);
        Assert.All(Pictures(), file => Assert.True(ImageCodec.ReadFile(file).Width > 0));
        Assert.Equal(2, run.Out.Split('\n').Count(line => Listed().IsMatch(line)));
    }

    public void Dispose() => _folder.Dispose();

    private async Task KillAsync(string stage)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "belm.exe" : "belm"),
            ["chat", town.House, "--steps", "1000", .. Options])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var belm = Process.Start(start)!;
        var output = belm.StandardOutput.ReadToEndAsync();
        await belm.StandardInput.WriteLineAsync(Request);
        await belm.StandardInput.FlushAsync();
        string? line;
        do
        {
            line = await belm.StandardError.ReadLineAsync();
        }
        while (line is not null && !line.StartsWith(stage, StringComparison.Ordinal));

        belm.Kill();
        await belm.WaitForExitAsync();
        Assert.NotNull(line);
        Assert.DoesNotContain("Done:", await output, StringComparison.Ordinal);
    }

    private string[] Pictures() => Directory.GetFiles(Path.Combine(_folder["library"], "pictures"), "*.png");

    [GeneratedRegex(@"^\d [* ] img_\w+  ")]
    private static partial Regex Listed();
}
