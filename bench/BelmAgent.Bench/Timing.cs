using System.Diagnostics;
using System.Globalization;

namespace BelmAgent.Bench;

/// <summary>Two things timed in turns, so that whatever else the machine does falls on both alike.</summary>
internal static class Timing
{
    /// <summary>How often two things are run before anything is counted.</summary>
    public const int WarmUps = 2;

    /// <summary>Ratios of the other's time to the base's, sorted; who goes first changes from pair to pair.</summary>
    public static async Task<List<double>> RatiosAsync(int pairs, Func<int, Task> basis, Func<int, Task> other)
    {
        List<double> ratios = [];
        for (var pair = -WarmUps; pair < pairs; pair++)
        {
            double first, second;
            if (pair % 2 == 0)
            {
                (first, second) = (await TimeAsync(basis, pair), await TimeAsync(other, pair));
            }
            else
            {
                (second, first) = (await TimeAsync(other, pair), await TimeAsync(basis, pair));
            }

            if (pair >= 0)
            {
                ratios.Add(second / first);
            }
        }

        ratios.Sort();
        return ratios;
    }

    /// <summary>The middle of sorted ratios, and where the middle half of them lies.</summary>
    public static string Summary(List<double> ratios) => string.Create(
        CultureInfo.InvariantCulture,
        $"median {ratios[ratios.Count / 2]:0.000}, quartiles {ratios[ratios.Count / 4]:0.000} and {ratios[3 * ratios.Count / 4]:0.000}");

    private static async Task<double> TimeAsync(Func<int, Task> run, int pair)
    {
        var start = Stopwatch.GetTimestamp();
        await run(pair);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
