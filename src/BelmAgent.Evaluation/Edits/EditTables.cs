using System.Globalization;
using System.Text;
using System.Text.Json;

namespace BelmAgent.Evaluation.Edits;

/// <summary>Formats summaries as tables: Markdown to read, CSV to compute with.</summary>
/// <remarks>Stateless; safe to call from any thread.</remarks>
public static class EditTables
{
    private static readonly (string Name, Func<EditSummary, IFormattable?> Value, string Format)[] Columns =
    [
        ("n", summary => summary.Count, "0"),
        ("success", summary => summary.Success, "0.000"),
        ("unchanged", summary => summary.Unchanged, "0.000"),
        ("artefact", summary => summary.Artefact, "0.000"),
        ("clean", summary => summary.Clean, "0.000"),
        ("collateral", summary => summary.Collateral, "0.0000"),
        ("background_psnr", summary => summary.BackgroundPsnr, "0.00"),
        ("background_ssim", summary => summary.BackgroundSsim, "0.0000"),
        ("source_psnr", summary => summary.SourcePsnr, "0.00"),
        ("source_ssim", summary => summary.SourceSsim, "0.0000"),
        ("ideal_psnr", summary => summary.IdealPsnr, "0.00"),
        ("ideal_reconstruction_psnr", summary => summary.IdealReconstructionPsnr, "0.00"),
        ("departure", summary => summary.Departure, "0.000"),
        ("latent_max", summary => summary.LatentMax, "0.0"),
        ("attempts", summary => summary.Attempts, "0.00"),
        ("evaluations", summary => summary.Evaluations, "0"),
        ("seconds", summary => summary.Seconds, "0.00"),
    ];

    /// <summary>Returns three tables in Markdown: every measure over all kinds, then success and background PSNR by kind.</summary>
    /// <param name="summaries">Summaries of <see cref="EditSummary.Create(IReadOnlyList{EditMethod}, IReadOnlyList{string}, IReadOnlyList{EditRecord})"/>.</param>
    public static string Markdown(IReadOnlyList<EditSummary> summaries)
    {
        ArgumentNullException.ThrowIfNull(summaries);
        var text = new StringBuilder();
        Row(text, [.. Columns.Select(column => column.Name).Prepend("method")]);
        Row(text, [.. Columns.Select(_ => "---").Prepend("---")]);
        foreach (var summary in summaries.Where(summary => summary.Kind == EditSummary.AllKinds))
        {
            Row(text, [.. Columns.Select(column => Format(column.Value(summary), column.Format)).Prepend(summary.Method.Name)]);
        }

        ByKind(text, summaries, "success", summary => summary.Success, "0.000");
        ByKind(text, summaries, "background_psnr", summary => summary.BackgroundPsnr, "0.00");
        return text.ToString();
    }

    /// <summary>Returns one row for each method and kind, with every setting and measure; numbers in the invariant culture.</summary>
    /// <param name="summaries">Summaries of <see cref="EditSummary.Create(IReadOnlyList{EditMethod}, IReadOnlyList{string}, IReadOnlyList{EditRecord})"/>.</param>
    public static string Csv(IReadOnlyList<EditSummary> summaries)
    {
        ArgumentNullException.ThrowIfNull(summaries);
        var settings = JsonSerializer.SerializeToElement(new EditMethod()).EnumerateObject().Select(setting => setting.Name).ToList();
        var text = new StringBuilder();
        text.AppendJoin(',', settings.Append("kind").Concat(Columns.Select(column => column.Name))).Append('\n');
        foreach (var summary in summaries)
        {
            var method = JsonSerializer.SerializeToElement(summary.Method);
            text.AppendJoin(',', settings.Select(setting => Quoted(method.GetProperty(setting).ToString()))
                .Append(summary.Kind)
                .Concat(Columns.Select(column => column.Value(summary)?.ToString("R", CultureInfo.InvariantCulture) ?? ""))).Append('\n');
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

    private static string Quoted(string value) => value.AsSpan().ContainsAny(',', '"') ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
}
