using System.Diagnostics;
using System.Globalization;
using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Text;
using BelmAgent.Diffusion.Unet;

namespace BelmAgent.Bench.Full;

/// <summary>A UNet of full size by itself in this process: how long it takes to load and to run, and the most memory that it held.</summary>
internal static class FullSize
{
    private const int Steps = 5;

    /// <param name="output">Where the figures go.</param>
    /// <param name="model">The model's folder.</param>
    /// <param name="controlled">Whether attention control is written into the graph.</param>
    /// <param name="rows">Rows of the batch: 1 inverts, 2 are guided, 3 share attention.</param>
    public static async Task RunAsync(TextWriter output, string model, bool controlled, int rows)
    {
        var folder = ModelFolder.Open(model);
        var device = new DeviceOptions { Provider = "cpu" };
        var weights = Directory.EnumerateFiles(Path.GetDirectoryName(folder.Model("unet"))!).Sum(file => new FileInfo(file).Length);
        var cache = Directory.CreateTempSubdirectory("belm-bench").FullName;
        try
        {
            // Tells how wide embeddings are, and is gone before anything is measured.
            var text = TextEncoder.Load(folder, device);
            text.Dispose();
            var start = Stopwatch.GetTimestamp();
            using var unet = controlled
                ? UnetModel.LoadControlled(folder, device, new AttentionControlOptions { CacheFolder = cache })
                : UnetModel.Load(folder, device);
            var loading = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var loaded = PeakMemory.Bytes();
            using var batch = unet.CreateBatch(rows, unet.Native, text);
            List<double> seconds = [];
            for (var step = 0; step < Steps; step++)
            {
                start = Stopwatch.GetTimestamp();
                batch.Run(500, default);
                seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            await output.WriteLineAsync("| rows | attention control | seconds to load | first step | next steps, median | peak after loading / in all (GB) | in all / weights |");
            await output.WriteLineAsync("|---|---|---|---|---|---|---|");
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {rows} | {(controlled ? "yes" : "no")} | {loading:0.0} | {seconds[0]:0.0} | {seconds.Skip(1).Order().ElementAt((Steps - 1) / 2):0.0} | {loaded / 1e9:0.00} / {PeakMemory.Bytes() / 1e9:0.00} | {(double)PeakMemory.Bytes() / weights:0.00} |"));
        }
        finally
        {
            Directory.Delete(cache, recursive: true);
        }
    }
}
