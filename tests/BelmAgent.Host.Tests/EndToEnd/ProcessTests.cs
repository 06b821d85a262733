using System.Diagnostics;
using System.Text.Json;
using BelmAgent.Host.Tests.Doubles;

namespace BelmAgent.Host.Tests.EndToEnd;

/// <summary>The executable itself: real streams, real signals, a real full disk.</summary>
public sealed class ProcessTests(ToyTown town) : IClassFixture<ToyTown>, IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Standard_output_is_pure_json_and_nothing_is_drawn_into_a_pipe()
    {
        using var belm = Start(["generate", ToyTown.Caption, "--steps", "2", "--json", "--verbose", "-o", _folder["a.png"], .. town.Options]);
        var (output, error) = (belm.StandardOutput.ReadToEndAsync(), belm.StandardError.ReadToEndAsync());
        await belm.WaitForExitAsync();

        Assert.Equal(0, belm.ExitCode);
        Assert.Equal(_folder["a.png"], JsonDocument.Parse(await output).RootElement.GetProperty("output").GetString());
        Assert.DoesNotContain('\u001b', await output + await error);
    }

    [Fact]
    public async Task SIGINT_ends_an_edit_with_130_and_nothing_half_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals");
        string[] edit = ["edit", town.House, "make the house blue", "--caption", ToyTown.Caption, "--yes", "--json", "--steps", "1000", "-o", _folder["a.png"], .. town.Options];
        // Tests run in the background ignore the signal, and so do all processes that they start.
        using var belm = OperatingSystem.IsLinux() ? Start(["--default-signal=INT", Executable, .. edit], "/usr/bin/env") : Start(edit);
        var output = belm.StandardOutput.ReadToEndAsync();
        while (await belm.StandardError.ReadLineAsync() is { } line && !line.StartsWith("invert", StringComparison.Ordinal))
        {
        }

        using (var kill = Process.Start("kill", ["-INT", $"{belm.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        await belm.WaitForExitAsync();

        Assert.Equal(130, belm.ExitCode);
        Assert.Equal("cancelled", JsonDocument.Parse(await output).RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public async Task Standard_output_on_a_full_disk_is_one_sentence()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "no /dev/full here");
        using var belm = Start(["-c", "\"$0\" plan 'make the car blue' --caption 'a red car' --json > /dev/full", Executable], "sh");
        var error = await belm.StandardError.ReadToEndAsync();
        await belm.WaitForExitAsync();

        Assert.Equal(3, belm.ExitCode);
        Assert.StartsWith("belm: ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_endpoint_that_is_down_shows_no_key_and_its_stack_only_to_those_who_ask(bool verbose)
    {
        const string Key = "secret-key-1234";
        var settings = _folder.AddText(
            "settings.json", $$"""{ "Belm": { "Planner": { "Endpoint": "http://127.0.0.1:9/v1", "Model": "m", "ApiKey": "{{Key}}" } } }""");
        using var belm = Start(["plan", "make the car blue", "--caption", "a red car", "--config", settings, .. verbose ? (string[])["--verbose"] : []]);
        var (output, error) = (belm.StandardOutput.ReadToEndAsync(), belm.StandardError.ReadToEndAsync());
        await belm.WaitForExitAsync();

        Assert.Equal((3, ""), (belm.ExitCode, await output));
        Assert.Equal(verbose, (await error).Contains("   at ", StringComparison.Ordinal));
        Assert.DoesNotContain(Key, await error, StringComparison.Ordinal);
        Assert.EndsWith("OpenAI's protocol.\n", await error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_leaves_the_old_output_and_says_where_the_picture_is()
    {
        var disk = Directory.CreateDirectory(_folder["disk"]).FullName;
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", disk), "mounting needs root");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(disk, "a.png"), "what was there");
            using var app = new TestApp();

            var run = await app.RunAsync(["generate", ToyTown.Caption, "--steps", "2", "--json", "-o", Path.Combine(disk, "a.png"), .. town.Options]);

            run.AssertFailed(3, "disk_full");
            Assert.Contains("safe in the library as img_", run.Error, StringComparison.Ordinal);
            Assert.Equal("what was there", await File.ReadAllTextAsync(Path.Combine(disk, "a.png")));
            Assert.Equal(["a.png"], Directory.EnumerateFiles(disk).Select(file => Path.GetFileName(file)));
        }
        finally
        {
            await RunAsync("umount", disk);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "belm.exe" : "belm");

    private static Process Start(IEnumerable<string> args, string? program = null) => Process.Start(
        new ProcessStartInfo(program ?? Executable, args) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static async Task<bool> RunAsync(string program, params string[] args)
    {
        using var process = Start(args, program);
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
