using System.Diagnostics;
using System.Globalization;
using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Models;

namespace BelmAgent.Bench.Attention;

/// <summary>What it costs to write attention control into a model's graph, and to find it written.</summary>
internal static class EditCost
{
    public static async Task RunAsync(TextWriter output, string model)
    {
        var cache = Directory.CreateTempSubdirectory("belm-bench").FullName;
        try
        {
            var folder = ModelFolder.Open(model);
            foreach (var (what, options) in ((string, AttentionControlOptions)[])[
                ("edit, just started", new() { CacheFolder = cache }),
                ("edit, again", new() { CacheFolder = cache, BlendTokens = 64 }),
                ("find in the cache", new() { CacheFolder = cache, BlendTokens = 64 })])
            {
                var start = Stopwatch.GetTimestamp();
                var file = new AttentionControlCache(options).Prepare(folder);
                var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                var size = file is null ? "not kept" : string.Create(CultureInfo.InvariantCulture, $"{new FileInfo(file).Length / 1e6:0.0} MB");
                using var process = Process.GetCurrentProcess();
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"{what}: {seconds:0.00} s, graph {size}, peak memory of the process {process.PeakWorkingSet64 / 1e6:0} MB"));
            }
        }
        finally
        {
            Directory.Delete(cache, recursive: true);
        }
    }
}
