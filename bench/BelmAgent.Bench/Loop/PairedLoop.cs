using System.Diagnostics;
using System.Globalization;

namespace BelmAgent.Bench.Loop;

/// <summary>The loop and the bare UNet in turns, so that whatever else the machine does falls on both alike.</summary>
internal static class PairedLoop
{
    private const int Pairs = 25;

    public static async Task RunAsync(TextWriter output)
    {
        var benchmarks = new LoopBenchmarks();
        benchmarks.Setup();
        List<double> ratios = [];
        for (var pair = -2; pair < Pairs; pair++)
        {
            var (bare, loop) = pair % 2 == 0
                ? (Time(benchmarks.BareUnet), Time(benchmarks.SamplingLoop))
                : Swap(Time(benchmarks.SamplingLoop), Time(benchmarks.BareUnet));
            if (pair >= 0)
            {
                ratios.Add(loop / bare);
            }
        }

        ratios.Sort();
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"loop / bare UNet at N = 50, {Pairs} pairs: median {ratios[Pairs / 2]:0.000}, quartiles {ratios[Pairs / 4]:0.000} and {ratios[3 * Pairs / 4]:0.000}"));
    }

    private static (double First, double Second) Swap(double one, double other) => (other, one);

    private static double Time(Action run)
    {
        var start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
