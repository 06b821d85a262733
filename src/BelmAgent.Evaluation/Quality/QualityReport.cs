using System.Globalization;
using System.Text;
using BelmAgent.Evaluation.Methods;
using BelmAgent.Evaluation.Paper;
using BelmAgent.Evaluation.Plots;
using BelmAgent.Evaluation.Statistics;
using BelmAgent.Evaluation.Tables;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Comparison;
using BelmAgent.Imaging.Files;

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
            Text("table.md", Markdown(records, network, paper)),
            Text("table.csv", Csv(records, network)),
            Picture("frechet.png", Plot(records, $"FID-{network}", record => record.Frechet, 1)),
            Picture("kernel.png", Plot(records, $"KID-{network} × 1000", record => record.Kernel, KernelUnit)),
        ];
        var shown = options.Cells().Select(cell => (Cell: cell, Samples: results.Samples(cell))).Where(entry => entry.Samples is not null).ToList();
        if (shown.Count > 0)
        {
            files.Add(Picture("samples.png", ContactSheet.Grid(
                [.. shown.SelectMany(entry => new[] { TextImage.Draw($"{entry.Cell.Method.Name}, {entry.Cell.Steps} steps", LabelWidth, entry.Samples!.Height), entry.Samples })],
                columns: 2, gap: 4)));
        }

        return files;

        string Text(string name, string content)
        {
            var path = Path.Combine(results.Folder, name);
            AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(content)));
            return path;
        }

        string Picture(string name, RgbImage image)
        {
            var path = Path.Combine(results.Folder, name);
            ImageCodec.WriteFile(path, image);
            return path;
        }
    }

    internal static string Markdown(IReadOnlyList<QualityRecord> records, string network, string paper)
    {
        var known = PaperFigures.Known;
        var hasScores = records.Any(record => record.ClipScore is not null);
        string[] score = hasScores ? ["CLIP score"] : [];
        var table = new TextTable([
            "steps", "method", "pictures", $"FID-{network}", "minus DDIM", "of the first half", $"KID-{network} × 1000", "minus DDIM", .. score, "broken",
            $"paper's FID (Table {known.Table(paper).Number})",
        ]);
        foreach (var record in records)
        {
            var ddim = records.FirstOrDefault(other => other.Steps == record.Steps && other.Method == new SamplingMethod { Sampler = "ddim" });
            string[] scored = hasScores ? [TextTable.Number(record.ClipScore, "0.00")] : [];
            table.Add([
                $"{record.Steps}",
                record.Method.Name,
                $"{record.Pictures}",
                TextTable.Number(record.Frechet.Value, record.Frechet.Interval, "0.00"),
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
            Real pictures: {records.Select(record => record.RealPictures).FirstOrDefault()}. Intervals: 95 %, bootstrap over the generated pictures; differences pair by pair. FID falls as pictures grow in number and can be compared only between equal numbers; KID is unbiased. FID-{network} is not the FID of the literature, whose network is Inception-v3. Paper: {known.Table(paper).Title}.

            {table.Markdown()}
            """;
    }

    private static string Csv(IReadOnlyList<QualityRecord> records, string network)
    {
        var table = new TextTable(
            "steps", "method", "pictures", "real_pictures", "broken", "network", "frechet", "frechet_low", "frechet_high", "frechet_half", "kernel", "kernel_low", "kernel_high", "clip_score", "seconds");
        foreach (var record in records)
        {
            table.Add(
                $"{record.Steps}", record.Method.Name, $"{record.Pictures}", $"{record.RealPictures}", $"{record.Broken}", network,
                TextTable.Number(record.Frechet.Value), TextTable.Number(record.Frechet.Interval?.Low), TextTable.Number(record.Frechet.Interval?.High), TextTable.Number(record.FrechetHalf),
                TextTable.Number(record.Kernel.Value), TextTable.Number(record.Kernel.Interval?.Low), TextTable.Number(record.Kernel.Interval?.High),
                TextTable.Number(record.ClipScore), TextTable.Number(record.Seconds));
        }

        return table.Csv();
    }

    // The horizontal axis shows the rows of the table one after another: 10, 20, 50 and 100 steps lie too far apart.
    private static RgbImage Plot(IReadOnlyList<QualityRecord> records, string name, Func<QualityRecord, DistanceEstimate> value, double unit)
    {
        var steps = records.Select(record => record.Steps).Distinct().Order().ToList();
        return Chart.Lines(
            new ChartFrame($"{name} by steps, with 95 % intervals", $"steps: {string.Join(", ", steps.Select((count, i) => $"{i + 1} = {count}"))}", name) { XStep = 1 },
            [
                .. records.GroupBy(record => record.Method).Select(line => new ChartSeries(line.Key.Name, [
                    .. line.OrderBy(record => record.Steps).Select(record => new ChartPoint(
                        steps.IndexOf(record.Steps) + 1, value(record).Value * unit, null,
                        value(record).Interval is { } range ? new ConfidenceInterval(range.Low * unit, range.High * unit) : null))])),
            ]);
    }

    private static string Difference(QualityRecord record, QualityRecord? ddim, Func<QualityRecord, DistanceEstimate> value, double unit)
    {
        if (ddim is null || ddim == record || ddim.Pictures != record.Pictures)
        {
            return "";
        }

        var (difference, interval) = value(record).Minus(value(ddim));
        return TextTable.Number(difference * unit, interval is { } range ? new ConfidenceInterval(range.Low * unit, range.High * unit) : null, "+0.00;-0.00;0.00");
    }

    private static string Scaled(double value, ConfidenceInterval? interval, string format) => TextTable.Number(
        value * KernelUnit, interval is { } range ? new ConfidenceInterval(range.Low * KernelUnit, range.High * KernelUnit) : null, format);
}
