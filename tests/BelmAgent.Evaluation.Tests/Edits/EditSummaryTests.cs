using BelmAgent.Evaluation.Edits;

namespace BelmAgent.Evaluation.Tests.Edits;

/// <summary>Sums over edits, and their tables.</summary>
public class EditSummaryTests
{
    private static readonly string[] Kinds = ["colour", "sky", "ground"];

    private static readonly EditRecord[] Some =
    [
        Records.Of("a", "colour", Records.Ddim, Records.Score(background: 40)),
        Records.Of("b", "colour", Records.Ddim, Records.Score(success: false, background: 20, EditArtefact.Noise)),
        Records.Of("c", "sky", Records.Ddim, Records.Score(background: null)),
        Records.Of("d", "sky", Records.Ddim, EditScorer.NotFinite(7, 1)),
        Records.Of("a", "colour", Records.Corrected, Records.Score()),
        Records.Of("z", "pose", Records.Ddim, Records.Score()),
    ];

    [Fact]
    public void Shares_and_means_are_over_the_right_edits()
    {
        var summaries = EditSummary.Create([Records.Ddim, Records.Corrected], Kinds, Some);

        Assert.Equal(
            [("ddim", "all", 4), ("ddim", "colour", 2), ("ddim", "sky", 2), ("o-belm-corrected", "all", 1), ("o-belm-corrected", "colour", 1)],
            summaries.Select(summary => (summary.Method.Name, summary.Kind, summary.Count)));
        var all = summaries[0];
        Assert.Equal((0.5, 0.25, 0.5, 0.5), (all.Success, all.Unchanged, all.Artefact, all.Clean));
        Assert.Equal((0.5 + 1) / 4, all.Collateral, 1e-12);
        // 40, 20, and 0 for the one without a picture; the one without a background does not count.
        Assert.Equal(20, all.BackgroundPsnr!.Value, 1e-12);
        Assert.Equal((100, 2), (all.Evaluations, all.Seconds));
        Assert.Null(all.LatentMax);
        Assert.Equal((30, 5), (summaries[1].BackgroundPsnr, summaries[1].LatentMax));
    }

    [Fact]
    public void Methods_are_compared_pair_by_pair()
    {
        var better = Records.Of("b", "colour", Records.Corrected, Records.Score(background: 36));

        var comparison = Assert.Single(EditComparison.Create([EditMethodCatalog.Find(["unedited"])[0], Records.Ddim, Records.Corrected], [.. Some, better]));

        Assert.Equal(("ddim", "o-belm-corrected", 2), (comparison.Against.Name, comparison.Method.Name, comparison.Count));
        // 30 − 40 and 36 − 20; success 1 − 1 and 1 − 0.
        Assert.Equal(3, comparison.Differences["source_psnr"].Mean!.Value, 1e-12);
        Assert.Equal(3 + (1.959964 * 13), comparison.Differences["source_psnr"].Interval!.Value.High, 1e-9);
        Assert.Equal(0.5, comparison.Differences["success"].Mean!.Value, 1e-12);
        Assert.Empty(EditComparison.Create([Records.Ddim], Some));
    }

    [Fact]
    public void The_tables_have_a_row_for_each_method()
    {
        var summaries = EditSummary.Create([Records.Ddim, Records.Corrected], Kinds, Some);

        var lines = EditTables.Markdown(summaries, EditComparison.Create([Records.Ddim, Records.Corrected], Some)).Split('\n');
        Assert.Contains(lines, line => line.StartsWith("| ddim | 4 | 0.500 (0.150–0.850) | 0.250 | 0.500 | 0.500 (0.150–0.850) | 0.500 (0.150–0.850) | 0.000 | 0.500 (0.150–0.850) | 0.3750 | 20.00 (-2.63–42.63) | 20.00 | 0.2000 | 0.450 | 0.675 |", StringComparison.Ordinal));
        // One edit shows a share's uncertainty, but not a mean's.
        Assert.Contains(lines, line => line.StartsWith("| o-belm-corrected | 1 | 1.000 (0.207–1.000) | 0.000 | 0.000 | 1.000 (0.207–1.000) | 1.000 (0.207–1.000) | 0.000 | 0.000 (0.000–0.793) | 0.0000 | 30.00 |", StringComparison.Ordinal));
        Assert.Contains("| o-belm-corrected | 1.000 | 1.000 |  |", lines);
        Assert.Contains("| minus ddim | n | success | clean | passed | damage | source_psnr | ideal_psnr | inside_psnr | outlines | own_pixels |", lines);
        Assert.Contains("| o-belm-corrected | 1 | 0 | 0 | 0 | 0 | -10.000 | 0 | 0 | 0 | 0 |", lines);
        Assert.Single(lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Take(2).Select(line => line.Count(c => c == '|')).Distinct());

        var rows = EditTables.Csv(summaries).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1 + summaries.Count, rows.Length);
        Assert.Single(rows.Select(row => row.Split(',').Length).Distinct());
        Assert.Contains("success,success_low,success_high,unchanged", rows[0], StringComparison.Ordinal);
    }
}
