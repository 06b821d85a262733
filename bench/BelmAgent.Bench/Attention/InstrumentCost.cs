using System.Diagnostics;
using System.Globalization;
using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Models;

namespace BelmAgent.Bench.Attention;

/// <summary>Measures the time to add attention control to a model's UNet: the first time in a process, again, and from the cache.</summary>
internal static class InstrumentCost
{
    private const int Rounds = 21;

    public static async Task RunAsync(TextWriter output, string model)
    {
        var cache = Directory.CreateTempSubdirectory("belm-bench").FullName;
        try
        {
            var folder = ModelFolder.Open(model);
            var instrumented = new AttentionControlCache(new AttentionControlOptions { CacheFolder = cache });
            var before = PeakMemory.Bytes();
            var (first, file) = Time(() => instrumented.Prepare(folder));
            var after = PeakMemory.Bytes();
            if (file is null)
            {
                await output.WriteLineAsync("The graph has its weights in it and is too large to be kept; this measures models with external data.");
                return;
            }

            List<double> anew = [];
            List<double> kept = [];
            for (var round = 0; round < Rounds; round++)
            {
                File.Delete(file);
                anew.Add(Time(() => instrumented.Prepare(folder)).Seconds);
                kept.Add(Time(() => instrumented.Prepare(folder)).Seconds);
            }

            var original = folder.Model("unet");
            var weights = Directory.EnumerateFiles(Path.GetDirectoryName(original)!).Sum(path => new FileInfo(path).Length);
            await output.WriteLineAsync("| seconds, first in the process | again, median | from the cache, median | peak memory of the process before / after the first (MB) | graph before / after (MB) | unet folder (MB) |");
            await output.WriteLineAsync("|---|---|---|---|---|---|");
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"| {first:0.00} | {Median(anew):0.000} | {Median(kept):0.000} | {Megabytes(before):0} / {Megabytes(after):0} | {Megabytes(new FileInfo(original).Length):0.00} / {Megabytes(new FileInfo(file).Length):0.00} | {Megabytes(weights):0} |"));
        }
        finally
        {
            Directory.Delete(cache, recursive: true);
        }
    }

    private static double Megabytes(long bytes) => bytes / 1e6;

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static (double Seconds, string? File) Time(Func<string?> run)
    {
        var start = Stopwatch.GetTimestamp();
        var file = run();
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, file);
    }
}
