using System.Diagnostics;
using System.Globalization;
using BelmAgent.Bench.Whole;

namespace BelmAgent.Bench.Threads;

/// <summary>Measures a call of the UNet by number of threads and way of waiting, on a quiet machine and beside a busy core, interleaved.</summary>
internal static class ThreadSharing
{
    private const int WarmUps = 3;
    private const int CallsARound = 5;

    /// <param name="output">Receives the tables.</param>
    /// <param name="model">The model's folder.</param>
    /// <param name="rounds">Number of timed runs of each.</param>
    public static async Task RunAsync(TextWriter output, string model, int rounds)
    {
        await output.WriteLineAsync("| rows | neighbour | threads | time / that of 1 thread, median | quartiles | ms a call, median |");
        await output.WriteLineAsync("|---|---|---|---|---|---|");
        foreach (var rows in (int[])[1, 2])
        {
            List<BareUnet> all = [];
            try
            {
                all.AddRange(ThreadSettings.All.Select(settings => new BareUnet(settings, model, rows)));
                await WriteAsync(output, rows, "none", all, Time(all, rounds));
                using var neighbour = new BusyNeighbour();
                await WriteAsync(output, rows, "one core", all, Time(all, rounds));
            }
            finally
            {
                all.ForEach(unet => unet.Dispose());
            }
        }
    }

    // Milliseconds of each, by round.
    private static double[][] Time(List<BareUnet> all, int rounds)
    {
        double[][] times = [.. all.Select(_ => new double[rounds])];
        for (var round = -WarmUps; round < rounds; round++)
        {
            for (var i = 0; i < all.Count; i++)
            {
                var which = (i + round + WarmUps) % all.Count;
                // Threads of the previous one may still be spinning.
                all[which].Run();
                var start = Stopwatch.GetTimestamp();
                BareNetworks.Repeat(CallsARound, all[which].Run);
                if (round >= 0)
                {
                    times[which][round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds / CallsARound;
                }
            }
        }

        return times;
    }

    private static async Task WriteAsync(TextWriter output, int rows, string neighbour, List<BareUnet> all, double[][] times)
    {
        for (var i = 0; i < all.Count; i++)
        {
            double[] ratios = [.. times[i].Zip(times[0], (time, basis) => time / basis).Order()];
            var count = ratios.Length;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {rows} | {neighbour} | {all[i].Name} | {ratios[count / 2]:0.00} | {ratios[count / 4]:0.00} and {ratios[3 * count / 4]:0.00} | {times[i].Order().ElementAt(count / 2):0.0} |"));
        }
    }
}
