using System.Globalization;
using BelmAgent.Evaluation.Plots;
using BelmAgent.Evaluation.Tables;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Evaluation.Edits;

/// <summary>Writes a benchmark's report beside its results: tables, plots, and a contact sheet.</summary>
/// <remarks>Writes each file atomically. Stateless; safe to call from any thread for different folders.</remarks>
public static class EditReport
{
    private const int HeadingHeight = 46;
    private const int CaptionWidth = 150;

    /// <summary>
    /// Writes <c>table.md</c>, <c>table.csv</c>, <c>success-background.png</c>, a plot <c>by-SETTING.png</c> for each numeric setting
    /// that was swept, and <c>sheet.png</c> if pictures were kept.
    /// </summary>
    /// <param name="results">The results, and the folder to write to.</param>
    /// <param name="methods">The methods, in the order of tables and columns.</param>
    /// <param name="pairs">The pairs to include.</param>
    /// <param name="kinds">The kinds, in the order of the tables.</param>
    /// <param name="pictured">The pairs on the contact sheet, one per row.</param>
    /// <param name="sweeps">The sweeps.</param>
    /// <returns>The summaries, and the paths of the files.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static (IReadOnlyList<EditSummary> Summaries, IReadOnlyList<string> Files) Write(
        EditResults results,
        IReadOnlyList<EditMethod> methods,
        IReadOnlyList<EditPair> pairs,
        IReadOnlyList<string> kinds,
        IReadOnlyList<EditPair> pictured,
        IReadOnlyList<EditSweep> sweeps)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(pictured);
        ArgumentNullException.ThrowIfNull(sweeps);
        var ids = pairs.Select(pair => pair.Id).ToHashSet();
        var records = results.Records.Where(record => ids.Contains(record.Pair)).ToList();
        var summaries = EditSummary.Create(methods, kinds, records);
        var all = summaries.Where(summary => summary.Kind == EditSummary.AllKinds).ToList();
        List<string> files =
        [
            ReportFile.Write(results.Folder, "table.md", EditTables.Markdown(summaries, EditComparison.Create(methods, records))),
            ReportFile.Write(results.Folder, "table.csv", EditTables.Csv(summaries)),
            ReportFile.Write(results.Folder, "success-background.png", Scatter(all)),
        ];
        files.AddRange(sweeps.Where(IsNumeric).Select(sweep => ReportFile.Write(results.Folder, $"by-{sweep.Setting.Name}.png", Lines(all, sweep))));
        if (pictured.Count > 0)
        {
            files.Add(ReportFile.Write(results.Folder, "sheet.png", Sheet(results.Folder, methods, pictured)));
        }

        return (summaries, files);
    }

    private static RgbImage Scatter(List<EditSummary> all) => Chart.Scatter(
        new ChartFrame(
            $"Success against background, {(all.Count == 0 ? 0 : all.Max(summary => summary.Count))} edits each, with 95 % intervals", "background PSNR against the source (dB, mean)", "success (share of edits)"),
        // An edit that changes nothing has no finite value on a scale of how well the rest was preserved.
        [.. all.Where(summary => summary.Method.Route != EditRoute.Unedited).Select(summary => new ChartSeries(
            summary.Method.Name, [new ChartPoint(summary.SourcePsnr ?? double.NaN, summary.Success, summary.SourcePsnrInterval, summary.IntervalOf(summary.Success))]))]);

    private static bool IsNumeric(EditSweep sweep) =>
        sweep.Values.Count > 1 && sweep.Values.All(value => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    // Success above, background below; one line for each method apart from the swept setting.
    private static RgbImage Lines(List<EditSummary> all, EditSweep sweep)
    {
        var lines = all.Where(summary => At(summary) is not null).GroupBy(summary => NameWithout(summary.Method.Name, sweep)).ToList();
        RgbImage Draw(string title, Func<EditSummary, double?> value, Func<EditSummary, ConfidenceInterval?> interval) => Chart.Lines(
            new ChartFrame($"{title} by {sweep.Setting.Name}, with 95 % intervals", sweep.Setting.Name, title),
            [.. lines.Select(line => new ChartSeries(
                line.Key, [.. line.Select(summary => new ChartPoint(At(summary)!.Value, value(summary) ?? double.NaN, null, interval(summary))).OrderBy(point => point.X)]))]);
        return ContactSheet.Grid(
            [
                Draw("success (share of edits)", summary => summary.Success, summary => summary.IntervalOf(summary.Success)),
                Draw("background PSNR against the source (dB, mean)", summary => summary.SourcePsnr, summary => summary.SourcePsnrInterval),
            ],
            columns: 1);

        double? At(EditSummary summary) => summary.Method.Name.Split(' ').FirstOrDefault(word => word.StartsWith($"{sweep.Setting.Name}=", StringComparison.Ordinal)) is { } word
            ? double.Parse(word[(sweep.Setting.Name.Length + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture)
            : null;
    }

    private static string NameWithout(string name, EditSweep sweep) =>
        string.Join(' ', name.Split(' ').Where(word => !word.StartsWith($"{sweep.Setting.Name}=", StringComparison.Ordinal)));

    private static RgbImage Sheet(string folder, IReadOnlyList<EditMethod> methods, IReadOnlyList<EditPair> pictured)
    {
        var (width, height) = (pictured[0].Mask.Width, pictured[0].Mask.Height);
        // The two bounds are not methods, and their pictures are already on the left.
        var shown = methods.Where(method => method.Route is not (EditRoute.Unedited or EditRoute.Ideal)).ToList();
        List<RgbImage> cells = [TextImage.Draw("", CaptionWidth, HeadingHeight)];
        cells.AddRange(shown.Select(method => method.Name).Prepend("ideal").Prepend("source").Select(name => TextImage.Draw(name, width, HeadingHeight)));
        foreach (var pair in pictured)
        {
            RgbImage?[] known = [pair.Source, pair.Ideal];
            cells.Add(TextImage.Draw(pair.Request, CaptionWidth, height));
            cells.AddRange(known.Concat(shown.Select(method => EditPictures.Read(folder, pair, method))).Select(picture => picture ?? RgbImage.Filled(width, height, RgbColor.Grey)));
        }

        return ContactSheet.Grid(cells, shown.Count + 3, gap: 4);
    }
}
