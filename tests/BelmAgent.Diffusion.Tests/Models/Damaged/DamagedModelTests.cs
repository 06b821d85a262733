using System.Diagnostics;
using System.Text.Json;

namespace BelmAgent.Diffusion.Tests.Models.Damaged;

/// <summary>Damaged and hostile model folders: each works or is refused in one clear sentence, and none gives access outside its folder.</summary>
public sealed class DamagedModelTests : IDisposable
{
    private const string Hostile = "external weights";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string _folder = Directory.CreateTempSubdirectory("belm-damaged").FullName;

    [Fact]
    public void There_are_at_least_two_hundred_and_no_two_are_the_same()
    {
        Assert.True(DamageCatalog.All.Count >= 200, $"{DamageCatalog.All.Count}");
        Assert.Equal(DamageCatalog.All.Count, DamageCatalog.All.Select(damage => damage.Name).Distinct().Count());
    }

    // One in four by default: each damage loads a whole model.
    [Theory]
    [InlineData(4)]
    [InlineData(1, Explicit = true)]
    public async Task Each_works_or_is_refused_in_one_sentence(int step)
    {
        var chosen = DamageCatalog.Every(step);
        var outcomes = new List<DamagedResult>();
        while (outcomes.Count < chosen.Count)
        {
            outcomes.AddRange(await RunAsync(outcomes.Count, chosen.Count - outcomes.Count, [], step));
        }

        Assert.All(outcomes, result =>
        {
            Assert.True(result.Outcome is DamagedResult.Works or DamagedResult.Refused, $"{result.Name}: {result.Outcome} {result.Message}");
            Assert.False(chosen[result.Index].MustBeRefused && result.Outcome == DamagedResult.Works, $"{result.Name} works");
            if (result.Message is { } sentence)
            {
                Assert.True(sentence is { Length: > 20 and < 1000 } && sentence.EndsWith('.') && !sentence.Any(char.IsControl), $"{result.Name}: {sentence}");
            }
        });
        Assert.Contains(outcomes, result => result.Outcome == DamagedResult.Works);
    }

    [Fact]
    public async Task No_file_outside_the_folder_is_opened()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/strace"), "strace traces what is opened");
        var trace = Path.Combine(_folder, "trace");
        var count = DamageCatalog.All.Count(damage => damage.Name.StartsWith(Hostile, StringComparison.Ordinal));

        var outcomes = await RunAsync(0, count, ["/usr/bin/strace", "-f", "-qq", "-e", "trace=open,openat,openat2", "-s", "4096", "-o", trace]);

        Assert.SkipWhen(outcomes is [], "strace may not trace here");
        Assert.All(outcomes.Where(result => DamageCatalog.All[result.Index].MustBeRefused), result => Assert.Equal(DamagedResult.Refused, result.Outcome));
        var opened = File.ReadLines(trace).Where(line => !line.Contains("O_WRONLY", StringComparison.Ordinal)).ToList();
        Assert.Contains(opened, line => line.Contains("unet/model.onnx", StringComparison.Ordinal));
        Assert.DoesNotContain(opened, line => line.Contains(DamageCatalog.Canary, StringComparison.Ordinal));
        Assert.DoesNotContain(opened, line => line.Contains("link.bin", StringComparison.Ordinal));
        Assert.DoesNotContain(opened, line => line.Contains("_ORT_MEM_ADDR_", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Returns the results up to the point where the other process ended; a crash or hang counts as an outcome of its own.
    private async Task<List<DamagedResult>> RunAsync(int first, int count, string[] around, int step = 1)
    {
        var file = Path.Combine(_folder, $"{Guid.NewGuid():N}.jsonl");
        string[] line = [.. around, Path.Combine(AppContext.BaseDirectory, "BelmAgent.Diffusion.Tests"), "-class", typeof(DamagedRun).FullName!];
        var start = new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment[DamagedRun.Results], start.Environment[DamagedRun.First], start.Environment[DamagedRun.Count]) = (file, $"{first}", $"{count}");
        start.Environment[DamagedRun.Step] = $"{step}";
        using var process = Process.Start(start)!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(100)))
        {
            var last = File.Exists(file) ? File.GetLastWriteTimeUtc(file) : process.StartTime.ToUniversalTime();
            if (DateTime.UtcNow - last > Patience)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        var words = string.Concat(await said);
        var ended = $"ended with {process.ExitCode}";
        var results = File.Exists(file) ? File.ReadLines(file).Select(text => JsonSerializer.Deserialize<DamagedResult>(text)!).ToList() : [];
        Assert.True(results.Count > 0 || around.Length > 0, words);
        return [.. results.GroupBy(result => result.Index).Select(group => group.Last() is { Outcome: null } torn ? torn with { Outcome = ended, Message = words } : group.Last())];
    }
}
