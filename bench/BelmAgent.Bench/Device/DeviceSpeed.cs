using System.Diagnostics;
using System.Globalization;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Text;
using BelmAgent.Diffusion.Unet;

namespace BelmAgent.Bench.Device;

/// <summary>
/// Measures a UNet on one provider: the bare session, whose inputs and outputs are in the machine's memory; the same with its inputs
/// bound to the device; the app's own batch; and a CUDA graph. They are interleaved, with the difference of each result from the
/// CPU's. Failures are reported, and the rest continues.
/// </summary>
internal static class DeviceSpeed
{
    private const double Timestep = 500;
    private const int Seed = 1;

    /// <param name="output">Receives the rows of the table.</param>
    /// <param name="model">The model's folder.</param>
    /// <param name="provider">An execution provider.</param>
    /// <param name="rows">Rows of the batch: 1 for inversion, 2 for guidance.</param>
    /// <param name="rounds">Number of timed runs of each.</param>
    public static async Task RunAsync(TextWriter output, string model, string provider, int rows, int rounds)
    {
        var folder = ModelFolder.Open(model);
        var device = new DeviceOptions { Provider = provider };
        var text = TextEncoder.Load(folder, new DeviceOptions { Provider = ExecutionProviders.Cpu });
        text.Dispose();

        var start = Stopwatch.GetTimestamp();
        using var unet = UnetModel.Load(folder, device);
        var loading = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var batch = Fill(unet.CreateBatch(rows, unet.Native, text), text);
        using var feed = new UnetFeed(folder, rows, unet.Native, text);

        List<Contender> contenders =
        [
            Contender.Try("bare session", () => feed.OpenPlain(device)),
            Contender.Try("inputs bound to the device", () => feed.OpenBound(device)),
            Contender.Try("belm", () => (() => batch.Run(Timestep, default), null)),
        ];
        if (provider == "cuda")
        {
            contenders.Add(Contender.Try("CUDA graph", () => feed.OpenCudaGraph(device)));
        }

        Time(contenders, rounds);
        var bare = contenders[0].Median;
        foreach (var contender in contenders)
        {
            var speed = contender.Fault is null
                ? string.Create(CultureInfo.InvariantCulture, $"{1 / contender.Median:0.00} | {bare / contender.Median:0.000}")
                : $"failed: {contender.Fault} | –";
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {unet.Provider} | {rows} | {contender.Name} | {speed} |"));
            contender.Dispose();
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"| {unet.Provider} | {rows} | loading: {loading:0.0} s; difference from the CPU's, largest over the largest number: {Difference(folder, unet, batch, text):0.0e+00} | | |"));
    }

    private static void Time(List<Contender> contenders, int rounds)
    {
        for (var round = -Timing.WarmUps; round < rounds; round++)
        {
            for (var i = 0; i < contenders.Count; i++)
            {
                // The order changes from round to round.
                contenders[(i + Math.Max(round, 0)) % contenders.Count].Run(isCounted: round >= 0);
            }
        }
    }

    private static UnetBatch Fill(UnetBatch batch, TextEncoder text)
    {
        var random = new Random(Seed);
        var embedding = new float[text.Length * text.Width];
        for (var row = 0; row < batch.Rows; row++)
        {
            Array.ForEach(Enumerable.Range(0, embedding.Length).ToArray(), i => embedding[i] = (float)(random.NextDouble() - 0.5));
            batch.SetCondition(row, embedding);
            batch.SetSample(row, [.. Enumerable.Range(0, batch.Shape.Length).Select(_ => (2 * random.NextDouble()) - 1)]);
        }

        return batch;
    }

    private static double Difference(ModelFolder folder, UnetModel unet, UnetBatch batch, TextEncoder text)
    {
        if (unet.Provider == ExecutionProviders.Cpu)
        {
            return 0;
        }

        using var reference = UnetModel.Load(folder, new DeviceOptions { Provider = ExecutionProviders.Cpu });
        using var other = Fill(reference.CreateBatch(batch.Rows, batch.Shape, text), text);
        batch.Run(Timestep, default);
        other.Run(Timestep, default);
        var (given, right) = (new double[batch.Shape.Length], new double[batch.Shape.Length]);
        double worst = 0, largest = 0;
        for (var row = 0; row < batch.Rows; row++)
        {
            batch.GetOutput(row, given);
            other.GetOutput(row, right);
            worst = Math.Max(worst, given.Zip(right, (one, two) => Math.Abs(one - two)).Max());
            largest = Math.Max(largest, right.Max(Math.Abs));
        }

        return worst / largest;
    }
}
