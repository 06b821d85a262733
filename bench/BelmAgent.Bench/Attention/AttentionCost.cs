using System.Diagnostics;
using System.Globalization;
using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Unet;

namespace BelmAgent.Bench.Attention;

/// <summary>
/// Measures the cost of attention control: the UNet with control, off and on, against the original one at the same batch, interleaved.
/// </summary>
internal static class AttentionCost
{
    private const int Rows = 3;

    /// <param name="output">Receives the ratios.</param>
    /// <param name="model">The model's folder.</param>
    /// <param name="size">Rows and columns of the latents; 0 for the native size.</param>
    /// <param name="rounds">Number of runs of each.</param>
    /// <param name="threads">Threads of one network call; 0 for one per core.</param>
    public static async Task RunAsync(TextWriter output, string model, int size, int rounds, int threads)
    {
        var device = new DeviceOptions { Provider = "cpu", Threads = threads };
        var cache = Directory.CreateTempSubdirectory("belm-bench").FullName;
        try
        {
            using var pipeline = DiffusionPipeline.Load(model, device);
            using var controlled = UnetModel.LoadControlled(ModelFolder.Open(model), device, new AttentionControlOptions { CacheFolder = cache });
            var shape = size == 0 ? controlled.Native : new LatentShape(controlled.Native.Channels, size, size);
            using var plain = Fill(pipeline.Unet.CreateBatch(Rows, shape, pipeline.Text));
            using var off = Fill(controlled.CreateBatch(Rows, shape, pipeline.Text));
            using var on = Fill(controlled.CreateBatch(Rows, shape, pipeline.Text));
            TurnOn(on.Control!, controlled.Attention!);

            UnetBatch[] batches = [plain, off, on];
            List<double>[] ratios = [[], [], []];
            int[] order = [0, 1, 2];
            var random = new Random(1);
            for (var round = -Math.Min(5, (rounds + 9) / 10); round < rounds; round++)
            {
                // Any may run after any other: threads of the previous one may still be spinning.
                random.Shuffle(order);
                var seconds = new double[3];
                foreach (var which in order)
                {
                    seconds[which] = Time(batches[which]);
                }

                for (var i = 0; round >= 0 && i < 3; i++)
                {
                    ratios[i].Add(seconds[i] / seconds[0]);
                }
            }

            foreach (var (name, all) in ((string, List<double>)[])[("off", ratios[1]), ("on", ratios[2])])
            {
                all.Sort();
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"control {name} / untouched UNet, {Rows} rows, {shape.Height}×{shape.Width} latents, {rounds} rounds: median {all[rounds / 2]:0.000}, quartiles {all[rounds / 4]:0.000} and {all[3 * rounds / 4]:0.000}"));
            }
        }
        finally
        {
            Directory.Delete(cache, recursive: true);
        }
    }

    private static UnetBatch Fill(UnetBatch batch)
    {
        var random = new Random(1);
        for (var row = 0; row < batch.Rows; row++)
        {
            batch.SetSample(row, [.. Enumerable.Range(0, batch.Shape.Length).Select(_ => (random.NextDouble() - 0.5) * 3)]);
        }

        return batch;
    }

    // Everything at once, which no edit asks for.
    private static void TurnOn(AttentionInputs control, AttentionLayout layout)
    {
        float[] halves = [.. Enumerable.Repeat(0.5f, Math.Max(control.Words, layout.Mutual.Count))];
        var map = new float[control.Words * control.Words];
        for (var word = 0; word < control.Words; word++)
        {
            map[(word * control.Words) + word] = 0.5f;
        }

        control.SetCross(map, halves.AsSpan(0, control.Words));
        control.SetSelf(halves.AsSpan(0, layout.Self.Count));
        control.SetMutual(halves.AsSpan(0, layout.Mutual.Count));
        if (layout.BlendTokens > 0)
        {
            control.SetBlendWords(halves.AsSpan(0, control.Words), halves.AsSpan(0, control.Words));
        }
    }

    private static double Time(UnetBatch batch)
    {
        var start = Stopwatch.GetTimestamp();
        batch.Run(500, default);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
