using System.Globalization;
using BelmAgent.Evaluation.Methods;
using BelmAgent.Evaluation.Paper;
using BelmAgent.Evaluation.Plots;
using BelmAgent.Evaluation.Statistics;
using BelmAgent.Evaluation.Tables;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Evaluation.Quality;

/// <summary>Writes the tables and plots of a quality benchmark: Tables 4 and 5 of the paper.</summary>
/// <remarks>Writes each file atomically. Stateless; safe to call from any thread for different folders.</remarks>
public static class QualityReport
{
    // KID is small; its usual unit is a thousandth.
    private const double KernelUnit = 1000;
    private const int LabelWidth = 170;

    /// <summary>Writes <c>table.md</c>, <c>table.csv</c>, <c>frechet.png</c>, <c>kernel.png</c> and, if pictures were kept, <c>samples.png</c>.</summary>
    /// <param name="results">The folder to write to.</param>
    /// <param name="options">The cells.</param>
    /// <param name="records">Their measures.</param>
    /// <param name="network">Name of the feature network, which is part of the measures' names.</param>
    /// <param name="paper">Id of the paper's table whose figures stand beside the measured ones.</param>
    /// <returns>The paths of the files.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Write(QualityResults results, QualityOptions options, IReadOnlyList<QualityRecord> records, string network, string paper)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(records);
        List<string> files =
        [
            ReportFile.Write(results.Folder, "table.md", Markdown(records, network, paper)),
            ReportFile.Write(results.Folder, "table.csv", Csv(records, network)),
            ReportFile.Write(results.Folder, "frechet.png", Plot(records, $"FID-{network}", measure => measure.Frechet, 1)),
            ReportFile.Write(results.Folder, "kernel.png", Plot(records, $"KID-{network} × 1000", measure => measure.Kernel, KernelUnit)),
        ];
        var shown = options.Cells().Select(cell => (Cell: cell, Samples: results.Samples(cell))).Where(entry => entry.Samples is not null).ToList();
        if (shown.Count > 0)
        {
            files.Add(ReportFile.Write(results.Folder, "samples.png", ContactSheet.Grid(
                [.. shown.SelectMany(entry => new[] { TextImage.Draw($"{entry.Cell.Method.Name}, {entry.Cell.Steps} steps", LabelWidth, entry.Samples!.Height), entry.Samples })],
                columns: 2, gap: 4)));
        }

        return files;
    }

    internal static string Markdown(IReadOnlyList<QualityRecord> records, string network, string paper)
    {
        var known = PaperFigures.Known;
        var hasScores = records.Any(record => record.ClipScore is not null);
        string[] score = hasScores ? ["CLIP score"] : [];
        var common = records.Select(record => Even(record).Pictures).FirstOrDefault();
        var isUneven = records.Any(record => record.Pictures != common);
        string[] even = isUneven ? [$"FID of the first {common}"] : [];
        var table = new TextTable([
            "steps", "method", "pictures", $"FID-{network}", .. even, isUneven ? $"minus DDIM, first {common}" : "minus DDIM", $"FID of the first {QualityRecord.HalfOf(common)}", $"KID-{network} × 1000", isUneven ? $"minus DDIM, first {common}" : "minus DDIM", .. score, "broken",
            $"paper's FID (Table {known.Table(paper).Number}, {paper})",
        ]);
        foreach (var record in records)
        {
            var ddim = records.FirstOrDefault(other => other.Steps == record.Steps && other.Method == new SamplingMethod { Sampler = "ddim" });
            string[] scored = hasScores ? [TextTable.Number(record.ClipScore, "0.00")] : [];
            string[] first = isUneven ? [TextTable.Number(Even(record).Frechet.Value, Even(record).Frechet.Interval, "0.00")] : [];
            table.Add([
                $"{record.Steps}",
                record.Method.Name,
                $"{record.Pictures}",
                TextTable.Number(record.Frechet.Value, record.Frechet.Interval, "0.00"),
                .. first,
                Difference(record, ddim, one => one.Frechet, 1),
                TextTable.Number(record.FrechetHalf, "0.00"),
                Scaled(record.Kernel.Value, record.Kernel.Interval, "0.00"),
                Difference(record, ddim, one => one.Kernel, KernelUnit),
                .. scored,
                $"{record.Broken}",
                string.Join("; ", known.For(paper, record.Method.Sampler, record.Steps).Select(figure => $"{TextTable.Number(figure.Value, "0.00")} ({figure.Key["paper ".Length..]})")),
            ]);
        }

        return $"""
            Real pictures: {records.Select(record => record.RealPictures).FirstOrDefault()}, for KID {records.Select(record => record.RealKept).FirstOrDefault()} of them. Differences and plots: of the first {common} pictures of each cell, pair by pair. FID falls as pictures grow in number and can be compared only between equal numbers; KID is unbiased, and of at most {FeatureSet.MaxKept} pictures a cell. Intervals: 95 %, jackknife over parts of the pictures; those of FID hold for these real pictures and this seed, those of KID include the choice of its real pictures. Differences in seed, model or network are in none. FID-{network} is not the FID of the literature, whose network is Inception-v3. Paper: {known.Table(paper).Title}.

            {table.Markdown()}
            """;
    }

    private static string Csv(IReadOnlyList<QualityRecord> records, string network)
    {
        var table = new TextTable(
            "steps", "method", "pictures", "real_pictures", "broken", "network", "frechet", "frechet_low", "frechet_high", "common_pictures", "common_frechet", "common_frechet_low", "common_frechet_high", "common_half_frechet", "kernel", "kernel_low", "kernel_high", "clip_score", "seconds");
        foreach (var record in records)
        {
            table.Add(
                $"{record.Steps}", record.Method.Name, $"{record.Pictures}", $"{record.RealPictures}", $"{record.Broken}", network,
                TextTable.Number(record.Frechet.Value), TextTable.Number(record.Frechet.Interval?.Low), TextTable.Number(record.Frechet.Interval?.High),
                $"{Even(record).Pictures}", TextTable.Number(Even(record).Frechet.Value), TextTable.Number(Even(record).Frechet.Interval?.Low), TextTable.Number(Even(record).Frechet.Interval?.High),
                TextTable.Number(record.FrechetHalf),
                TextTable.Number(record.Kernel.Value), TextTable.Number(record.Kernel.Interval?.Low), TextTable.Number(record.Kernel.Interval?.High),
                TextTable.Number(record.ClipScore), TextTable.Number(record.Seconds));
        }

        return table.Csv();
    }

    // The horizontal axis shows the rows of the table one after another: 10, 20, 50 and 100 steps lie too far apart.
    private static RgbImage Plot(IReadOnlyList<QualityRecord> records, string name, Func<QualityMeasure, DistanceEstimate> measure, double unit)
    {
        var common = records.Select(record => Even(record).Pictures).FirstOrDefault();
        var steps = records.Select(record => record.Steps).Distinct().Order().ToList();
        return Chart.Lines(
            new ChartFrame($"{name} of {common} pictures by steps, with 95 % intervals", $"steps: {string.Join(", ", steps.Select((count, i) => $"{i + 1} = {count}"))}", name) { XStep = 1 },
            [
                .. records.GroupBy(record => record.Method).Select(line => new ChartSeries(line.Key.Name, [
                    .. line.OrderBy(record => record.Steps).Select(record => new ChartPoint(
                        steps.IndexOf(record.Steps) + 1, measure(Even(record)).Value * unit, null,
                        measure(Even(record)).Interval is { } range ? new ConfidenceInterval(range.Low * unit, range.High * unit) : null))])),
            ]);
    }

    private static string Difference(QualityRecord record, QualityRecord? ddim, Func<QualityMeasure, DistanceEstimate> measure, double unit)
    {
        if (ddim is null || ddim == record || Even(ddim).Pictures != Even(record).Pictures)
        {
            return "";
        }

        var (difference, interval) = measure(Even(record)).Minus(measure(Even(ddim)));
        return TextTable.Number(difference * unit, interval is { } range ? new ConfidenceInterval(range.Low * unit, range.High * unit) : null, "+0.00;-0.00;0.00");
    }

    private static QualityMeasure Even(QualityRecord record) => record.Common ?? new(record.Pictures, record.Frechet, record.Kernel);

    private static string Scaled(double value, ConfidenceInterval? interval, string format) => TextTable.Number(
        value * KernelUnit, interval is { } range ? new ConfidenceInterval(range.Low * KernelUnit, range.High * KernelUnit) : null, format);
}
