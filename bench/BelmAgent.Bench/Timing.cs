using System.Diagnostics;
using System.Globalization;

namespace BelmAgent.Bench;

/// <summary>Times two things alternately, so that other work on the machine affects both equally.</summary>
internal static class Timing
{
    /// <summary>Number of uncounted runs of each.</summary>
    public const int WarmUps = 2;

    /// <summary>Returns the ratio of the other's time to the base's; the order changes from pair to pair.</summary>
    public static async Task<string> CompareAsync(int pairs, Func<int, Task> basis, Func<int, Task> other)
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
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{pairs} pairs: median {ratios[pairs / 2]:0.000}, quartiles {ratios[pairs / 4]:0.000} and {ratios[3 * pairs / 4]:0.000}");
    }

    private static async Task<double> TimeAsync(Func<int, Task> run, int pair)
    {
        var start = Stopwatch.GetTimestamp();
        await run(pair);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
