using System.Globalization;
using System.Text;
using System.Text.Json;

namespace BelmAgent.Evaluation.Edits;

/// <summary>Formats summaries as tables: Markdown to read, CSV to compute with.</summary>
/// <remarks>Stateless; safe to call from any thread.</remarks>
public static class EditTables
{
    private const string Signed = "+0.000;-0.000;0";

    // Comparisons with the picture itself come before those with the autoencoder's reconstruction.
    private static readonly Column[] Columns =
    [
        new("n", summary => summary.Count, "0"),
        new("success", summary => summary.Success, "0.000", summary => summary.IntervalOf(summary.Success)),
        new("unchanged", summary => summary.Unchanged, "0.000"),
        new("artefact", summary => summary.Artefact, "0.000"),
        new("clean", summary => summary.Clean, "0.000", summary => summary.IntervalOf(summary.Clean)),
        new("passed", summary => summary.Passed, "0.000", summary => summary.IntervalOf(summary.Passed)),
        new("passed_with_changes", summary => summary.PassedWithChanges, "0.000"),
        new("damaged", summary => summary.Damaged, "0.000", summary => summary.IntervalOf(summary.Damaged)),
        new("collateral", summary => summary.Collateral, "0.0000"),
        new("source_psnr", summary => summary.SourcePsnr, "0.00", summary => summary.SourcePsnrInterval),
        new("source_psnr_median", summary => summary.SourcePsnrMedian, "0.00"),
        new("source_ssim", summary => summary.SourceSsim, "0.0000"),
        new("own_pixels", summary => summary.OwnPixels, "0.000"),
        new("outlines", summary => summary.Outlines, "0.000"),
        new("ideal_psnr", summary => summary.IdealPsnr, "0.00", summary => summary.IdealPsnrInterval),
        new("inside_psnr", summary => summary.InsidePsnr, "0.00"),
        new("background_psnr", summary => summary.BackgroundPsnr, "0.00", summary => summary.BackgroundPsnrInterval),
        new("background_ssim", summary => summary.BackgroundSsim, "0.0000"),
        new("ideal_reconstruction_psnr", summary => summary.IdealReconstructionPsnr, "0.00"),
        new("departure", summary => summary.Departure, "0.000"),
        new("noise_ratio", summary => summary.NoiseRatio, "0.00"),
        new("latent_max", summary => summary.LatentMax, "0.0"),
        new("attempts", summary => summary.Attempts, "0.00"),
        new("evaluations", summary => summary.Evaluations, "0"),
        new("seconds", summary => summary.Seconds, "0.00"),
    ];

    /// <summary>
    /// Returns tables in Markdown: every measure over all kinds, with 95 % intervals in brackets; the differences from the first method
    /// that edits; then, by kind, success, the outcome of the app's check, and the PSNR outside the mask.
    /// </summary>
    /// <param name="summaries">Summaries of <see cref="EditSummary.Create(IReadOnlyList{EditMethod}, IReadOnlyList{string}, IReadOnlyList{EditRecord})"/>.</param>
    /// <param name="comparisons">Comparisons of <see cref="EditComparison.Create(IReadOnlyList{EditMethod}, IReadOnlyList{EditRecord})"/>.</param>
    public static string Markdown(IReadOnlyList<EditSummary> summaries, IReadOnlyList<EditComparison> comparisons)
    {
        ArgumentNullException.ThrowIfNull(summaries);
        ArgumentNullException.ThrowIfNull(comparisons);
        var text = new StringBuilder();
        Row(text, [.. Columns.Select(column => column.Name).Prepend("method")]);
        Row(text, [.. Columns.Select(_ => "---").Prepend("---")]);
        foreach (var summary in summaries.Where(summary => summary.Kind == EditSummary.AllKinds))
        {
            Row(text, [.. Columns.Select(column => column.Cell(summary)).Prepend(summary.Method.Name)]);
        }

        if (comparisons.Count > 0)
        {
            text.Append('\n');
            Row(text, [$"minus {comparisons[0].Against.Name}", "n", .. EditComparison.Measures.Select(measure => measure.Name)]);
            Row(text, ["---", "---", .. EditComparison.Measures.Select(_ => "---")]);
            foreach (var comparison in comparisons)
            {
                Row(text, [comparison.Method.Name, Format(comparison.Count, "0"), .. EditComparison.Measures.Select(measure => Difference(comparison.Differences[measure.Name]))]);
            }
        }

        ByKind(text, summaries, "success", summary => summary.Success, "0.000");
        ByKind(text, summaries, "passed", summary => summary.Passed, "0.000");
        ByKind(text, summaries, "damaged", summary => summary.Damaged, "0.000");
        ByKind(text, summaries, "source_psnr", summary => summary.SourcePsnr, "0.00");
        if (summaries.Any(summary => summary.BackgroundPsnr is not null))
        {
            ByKind(text, summaries, "background_psnr", summary => summary.BackgroundPsnr, "0.00");
        }

        return text.ToString();
    }

    /// <summary>
    /// Returns one row for each method and kind, with every setting and measure, and the ends <c>_low</c> and <c>_high</c> of 95 %
    /// intervals; numbers in the invariant culture.
    /// </summary>
    /// <param name="summaries">Summaries of <see cref="EditSummary.Create(IReadOnlyList{EditMethod}, IReadOnlyList{string}, IReadOnlyList{EditRecord})"/>.</param>
    public static string Csv(IReadOnlyList<EditSummary> summaries)
    {
        ArgumentNullException.ThrowIfNull(summaries);
        var settings = JsonSerializer.SerializeToElement(new EditMethod()).EnumerateObject().Select(setting => setting.Name).ToList();
        var text = new StringBuilder();
        text.AppendJoin(',', settings.Append("kind").Concat(Columns.SelectMany(column => column.Names))).Append('\n');
        foreach (var summary in summaries)
        {
            var method = JsonSerializer.SerializeToElement(summary.Method);
            text.AppendJoin(',', settings.Select(setting => Quoted(method.GetProperty(setting).ToString()))
                .Append(summary.Kind)
                .Concat(Columns.SelectMany(column => column.Values(summary)).Select(value => Format(value, "R")))).Append('\n');
        }

        return text.ToString();
    }

    private static void ByKind(StringBuilder text, IReadOnlyList<EditSummary> summaries, string name, Func<EditSummary, double?> value, string format)
    {
        var kinds = summaries.Select(summary => summary.Kind).Distinct().ToList();
        text.Append('\n');
        Row(text, [.. kinds.Prepend(name)]);
        Row(text, [.. kinds.Select(_ => "---").Prepend("---")]);
        foreach (var method in summaries.GroupBy(summary => summary.Method.Canonical()))
        {
            Row(text, [.. kinds.Select(kind => Format(method.FirstOrDefault(summary => summary.Kind == kind) is { } summary ? value(summary) : null, format)).Prepend(method.First().Method.Name)]);
        }
    }

    private static void Row(StringBuilder text, IReadOnlyList<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Format(IFormattable? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    private static string Difference((double? Mean, ConfidenceInterval? Interval) difference) =>
        Format(difference.Mean, Signed) + (difference.Interval is { } range ? $" ({Format(range.Low, Signed)} to {Format(range.High, Signed)})" : "");

    private static string Quoted(string value) => value.AsSpan().ContainsAny(',', '"') ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;

    /// <summary>A measure.</summary>
    /// <param name="Name">Its name, as in a score's JSON.</param>
    /// <param name="Value">Its value; null if there is none.</param>
    /// <param name="Digits">Its format in Markdown.</param>
    /// <param name="Interval">Its 95 % interval. Null: the measure has none.</param>
    private sealed record Column(string Name, Func<EditSummary, IFormattable?> Value, string Digits, Func<EditSummary, ConfidenceInterval?>? Interval = null)
    {
        public IEnumerable<string> Names => Interval is null ? [Name] : [Name, $"{Name}_low", $"{Name}_high"];

        public IEnumerable<IFormattable?> Values(EditSummary summary) =>
            Interval is null ? [Value(summary)] : [Value(summary), Interval(summary)?.Low, Interval(summary)?.High];

        public string Cell(EditSummary summary) =>
            Format(Value(summary), Digits) + (Interval?.Invoke(summary) is { } range ? $" ({Format(range.Low, Digits)}–{Format(range.High, Digits)})" : "");
    }
}
