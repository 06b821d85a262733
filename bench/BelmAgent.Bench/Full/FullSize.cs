using System.Diagnostics;
using System.Globalization;
using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Text;
using BelmAgent.Diffusion.Unet;

namespace BelmAgent.Bench.Full;

/// <summary>Measures a UNet of full size by itself in this process: the time to load and to run, and the peak memory.</summary>
internal static class FullSize
{
    private const int Steps = 5;

    /// <param name="output">Receives the figures.</param>
    /// <param name="model">The model's folder.</param>
    /// <param name="controlled">Whether attention control is added to the graph.</param>
    /// <param name="rows">Rows of the batch: 1 for inversion, 2 for guidance, 3 for shared attention.</param>
    public static async Task RunAsync(TextWriter output, string model, bool controlled, int rows)
    {
        var folder = ModelFolder.Open(model);
        var device = new DeviceOptions { Provider = "cpu" };
        var weights = Directory.EnumerateFiles(Path.GetDirectoryName(folder.Model("unet"))!).Sum(file => new FileInfo(file).Length);
        var cache = Directory.CreateTempSubdirectory("belm-bench").FullName;
        try
        {
            // Determines the width of embeddings, and is disposed before anything is measured.
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
