using System.Globalization;
using BelmAgent.Evaluation.Paper;
using BelmAgent.Evaluation.Plots;
using BelmAgent.Evaluation.Tables;

namespace BelmAgent.Evaluation.Theory;

/// <summary>Writes the tables and plots of the theory: Table 1 of the paper, measured.</summary>
/// <remarks>Writes each file atomically. Stateless; safe to call from any thread for different folders.</remarks>
public static class TheoryReport
{
    // Lines that leave the plot are of no use at any height.
    private const double MaxGrowth = 26;

    /// <summary>Writes <c>table.md</c>, <c>table.csv</c>, <c>local.png</c> and <c>growth.png</c>.</summary>
    /// <param name="folder">The folder; it is created.</param>
    /// <param name="records">The measures.</param>
    /// <returns>The paths of the files.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Write(string folder, IReadOnlyList<TheoryRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        Directory.CreateDirectory(folder);
        return
        [
            ReportFile.Write(folder, "table.md", Markdown(records)),
            ReportFile.Write(folder, "table.csv", Csv(records)),
            ReportFile.Write(folder, "local.png", Chart.Lines(
                new ChartFrame("Error of one step from exact states, equal steps", "log₁₀ of the step in σ̄", "log₁₀ of the error"),
                [.. records.Select(record => new ChartSeries(
                    $"{record.Method} ({Number(record.LocalEqual.Order)})",
                    [.. record.LocalEqual.Steps.Zip(record.LocalEqual.Errors, (step, error) => new ChartPoint(Math.Log10(step), Math.Log10(error)))]))])),
            ReportFile.Write(folder, "growth.png", Chart.Lines(
                new ChartFrame("Growth of an error in the first step of inversion", "log₁₀ of the number of steps", "log₁₀ of the largest error") { YRange = (0, MaxGrowth) },
                [.. records.Select(record => new ChartSeries(record.Method, [.. record.InversionGrowth.Select(one => new ChartPoint(Math.Log10(one.Key), Math.Log10(one.Value ?? double.NaN)))]))])),
        ];
    }

    /// <summary>Returns the tables in Markdown: orders beside the paper's, then the growth of errors.</summary>
    /// <param name="records">The measures.</param>
    public static string Markdown(IReadOnlyList<TheoryRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        var known = PaperFigures.Known.Theory;
        var orders = new TextTable("method", "round trip, largest error", "order of the local error", "steps that differ by half", "order of the global error", "paper: exact", "paper: local error", "paper: zero-stable");
        foreach (var record in records)
        {
            var paper = known.GetValueOrDefault(record.Method.Split(':')[0]);
            orders.Add(
                record.Method, record.RoundTrip is { } difference ? TextTable.Number(difference, "0.0e+0") : "overflow", Number(record.LocalEqual.Order), Number(record.LocalUnequal.Order), Number(record.Global.Order),
                paper is null ? "" : paper.Exact ? "yes" : "no", paper?.LocalError ?? "", paper?.ZeroStable ?? "");
        }

        var steps = records.SelectMany(record => record.SamplingGrowth.Keys).Distinct().Order().ToList();
        var growth = new TextTable(["an error of 1 in the first step becomes at most", .. steps.Select(count => $"{count} steps")]);
        foreach (var record in records)
        {
            growth.Add([$"{record.Method}, sampling", .. steps.Select(count => Growth(record.SamplingGrowth[count]))]);
            growth.Add([$"{record.Method}, inverting", .. steps.Select(count => Growth(record.InversionGrowth[count]))]);
        }

        return $"{orders.Markdown()}\n{growth.Markdown()}";
    }

    private static string Csv(IReadOnlyList<TheoryRecord> records)
    {
        var table = new TextTable("method", "measure", "at", "value");
        foreach (var record in records)
        {
            table.Add(record.Method, "round_trip", "", TextTable.Number(record.RoundTrip));
            foreach (var (name, errors) in new[] { ("local_equal", record.LocalEqual), ("local_unequal", record.LocalUnequal), ("global", record.Global) })
            {
                table.Add(record.Method, $"{name}_order", "", TextTable.Number(errors.Order));
                for (var i = 0; i < errors.Steps.Count; i++)
                {
                    table.Add(record.Method, name, TextTable.Number(errors.Steps[i]), TextTable.Number(errors.Errors[i]));
                }
            }

            foreach (var (name, growth) in new[] { ("sampling_growth", record.SamplingGrowth), ("inversion_growth", record.InversionGrowth) })
            {
                foreach (var (count, value) in growth)
                {
                    table.Add(record.Method, name, $"{count}", TextTable.Number(value));
                }
            }
        }

        return table.Csv();
    }

    private static string Number(double order) => double.IsFinite(order) ? order.ToString("0.00", CultureInfo.InvariantCulture) : "–";

    private static string Growth(double? value) => value is { } known ? known.ToString(known < 1000 ? "0.00" : "0.0e+0", CultureInfo.InvariantCulture) : "overflow";
}
