using BelmAgent.Evaluation.Paper;
using BelmAgent.Evaluation.Plots;
using BelmAgent.Evaluation.Tables;
using BelmAgent.Imaging;

namespace BelmAgent.Evaluation.Reconstruction;

/// <summary>Writes the tables and plots of a reconstruction benchmark: Tables 2 and 3 of the paper.</summary>
/// <remarks>Writes each file atomically. Stateless; safe to call from any thread for different folders.</remarks>
public static class ReconstructionReport
{
    // Pixels in [0, 1] differ by half as much as those in [−1, 1].
    private const double UnitRange = 4;

    /// <summary>Writes <c>table.md</c>, <c>table.csv</c>, <c>latents.png</c> and <c>pixels.png</c>.</summary>
    /// <param name="folder">The folder, which exists.</param>
    /// <param name="options">The cells.</param>
    /// <param name="records">The round trips.</param>
    /// <returns>The paths of the files.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Write(string folder, ReconstructionOptions options, IReadOnlyList<ReconstructionRecord> records)
    {
        var summaries = Summarise(options, records);
        return
        [
            ReportFile.Write(folder, "table.md", Markdown(options, summaries)),
            ReportFile.Write(folder, "table.csv", Csv(summaries)),
            ReportFile.Write(folder, "latents.png", Plot("latent MSE", options, summaries, record => record.LatentMse)),
            ReportFile.Write(folder, "pixels.png", Plot("pixel MSE, values in [−1, 1]", options, summaries, record => record.PixelMse)),
        ];
    }

    /// <summary>Returns one summary for each number of steps and method, in the order of the tables.</summary>
    /// <param name="options">The cells.</param>
    /// <param name="records">The round trips.</param>
    public static IReadOnlyList<ReconstructionSummary> Summarise(ReconstructionOptions options, IReadOnlyList<ReconstructionRecord> records)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(records);
        var known = records.ToLookup(record => (record.Steps, record.Method));
        return [.. options.Steps.SelectMany(steps => options.Methods.Select(method => (Steps: steps, method.Name, method.Sampler)))
            .Where(cell => known.Contains((cell.Steps, cell.Name)))
            .Select(cell => new ReconstructionSummary(cell.Steps, cell.Name, cell.Sampler, [.. known[(cell.Steps, cell.Name)]]))];
    }

    internal static string Markdown(ReconstructionOptions options, IReadOnlyList<ReconstructionSummary> summaries)
    {
        var paper = PaperFigures.Known;
        var table = new TextTable(
            "steps", "method", "images", "latent MSE", "paper's (Table 3)", "pixel MSE, [−1, 1]", "pixel MSE, [0, 1]", "autoencoder alone, [−1, 1]", "paper's (Table 2)", "PSNR of the mean, dB", "SSIM", "broken");
        foreach (var summary in summaries)
        {
            var pixels = summary.Mean(record => record.PixelMse);
            table.Add(
                $"{summary.Steps}", summary.Method, $"{summary.Records.Count}",
                Small(summary.Mean(record => record.LatentMse), summary.Interval(record => record.LatentMse)),
                Figures(paper, "latents", summary),
                Small(pixels, summary.Interval(record => record.PixelMse)),
                Small(pixels / UnitRange, null),
                Small(summary.Records.Average(record => record.AutoencoderMse), null),
                Figures(paper, "pixels", summary),
                TextTable.Number(summary.Psnr, "0.00"),
                TextTable.Number(summary.Mean(record => record.Ssim), "0.0000"),
                $"{summary.Records.Count(record => record.LatentMse is null)}");
        }

        return $"""
            Images: {options.Source}. Means, in brackets their 95 % intervals. The paper's text defines pixel MSE on [−1, 1]; its authors' script computes it on [0, 1], a quarter of that. Paper: {paper.Table("pixels").Title}.

            {table.Markdown()}
            """;
    }

    private static string Csv(IReadOnlyList<ReconstructionSummary> summaries)
    {
        var table = new TextTable("steps", "method", "images", "broken", "latent_mse", "latent_mse_low", "latent_mse_high", "pixel_mse", "pixel_mse_low", "pixel_mse_high", "pixel_mse_unit_range", "autoencoder_mse", "psnr", "ssim");
        foreach (var summary in summaries)
        {
            var pixels = summary.Mean(record => record.PixelMse);
            var (latent, pixel) = (summary.Interval(record => record.LatentMse), summary.Interval(record => record.PixelMse));
            table.Add([
                $"{summary.Steps}", summary.Method, $"{summary.Records.Count}", $"{summary.Records.Count(record => record.LatentMse is null)}",
                .. new[]
                {
                    summary.Mean(record => record.LatentMse), latent?.Low, latent?.High, pixels, pixel?.Low, pixel?.High, pixels / UnitRange,
                    summary.Records.Average(record => record.AutoencoderMse), summary.Psnr, summary.Mean(record => record.Ssim),
                }.Select(value => TextTable.Number(value)),
            ]);
        }

        return table.Csv();
    }

    private static RgbImage Plot(string name, ReconstructionOptions options, IReadOnlyList<ReconstructionSummary> summaries, Func<ReconstructionRecord, double?> value) => Chart.Lines(
        new ChartFrame($"{name} by steps, with 95 % intervals", $"steps: {string.Join(", ", options.Steps.Select((count, i) => $"{i + 1} = {count}"))}", name) { XStep = 1 },
        [
            .. summaries.GroupBy(summary => summary.Method).Select(line => new ChartSeries(
                line.Key, [.. line.Select(summary => new ChartPoint(options.Steps.ToList().IndexOf(summary.Steps) + 1, summary.Mean(value) ?? double.NaN, null, summary.Interval(value)))])),
        ]);

    private static string Figures(PaperFigures paper, string table, ReconstructionSummary summary) =>
        string.Join("; ", paper.For(table, summary.Sampler, summary.Steps).Select(figure => $"{TextTable.Number(figure.Value, "0.####")}{(figure.Key.IndexOf('(') is > 0 and var at ? " " + figure.Key[at..] : "")}"));

    private static string Small(double? value, ConfidenceInterval? interval) => value switch
    {
        null => "",
        0 => "0",
        < 1e-4 => TextTable.Number(value, "0.0e+0"),
        _ => interval is { } range ? TextTable.Number(value.Value, range, "0.0000") : TextTable.Number(value, "0.0000"),
    };
}

/// <summary>The round trips of one method at one number of steps.</summary>
/// <param name="Steps">The number of steps.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Sampler">Its sampler.</param>
/// <param name="Records">The round trips, at least one.</param>
public sealed record ReconstructionSummary(int Steps, string Method, string Sampler, IReadOnlyList<ReconstructionRecord> Records)
{
    /// <summary>Gets the peak signal-to-noise ratio of the mean squared error in decibels, infinite where no pixel differs; null if no picture came back.</summary>
    public double? Psnr => Mean(record => record.PixelMse) is { } error ? 10 * Math.Log10(4 / error) : null;

    /// <summary>Returns the mean of a measure over the pictures that have it and where it is finite; null if none does.</summary>
    /// <param name="value">The measure.</param>
    public double? Mean(Func<ReconstructionRecord, double?> value) => Records.Select(value).OfType<double>().Where(double.IsFinite).ToList() is { Count: > 0 } known ? known.Average() : null;

    /// <summary>Returns the 95 % interval of that mean; null for fewer than two pictures.</summary>
    /// <param name="value">The measure.</param>
    public ConfidenceInterval? Interval(Func<ReconstructionRecord, double?> value) => ConfidenceInterval.ForMean(Records.Select(value));
}
