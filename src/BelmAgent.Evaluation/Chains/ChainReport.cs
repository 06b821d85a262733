using System.Globalization;
using System.Text;
using BelmAgent.Evaluation.Plots;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Comparison;
using BelmAgent.Imaging.Files;

namespace BelmAgent.Evaluation.Chains;

/// <summary>Writes a table, a chart and a contact sheet of measured chains.</summary>
/// <remarks>Writes each file atomically. Stateless; safe to call from any thread for different folders.</remarks>
public static class ChainReport
{
    /// <summary>Writes <c>table.md</c>, <c>sheet.png</c> and <c>background.png</c>.</summary>
    /// <param name="folder">The folder, which exists.</param>
    /// <param name="measured">The turns of all chains, at least one of each route.</param>
    /// <param name="sheet">The images of one chain of each route, one after another.</param>
    /// <param name="turns">Edits in a chain, at least 1.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <returns>The paths of the files.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(
        string folder, IReadOnlyList<ChainTurn> measured, IReadOnlyList<RgbImage> sheet, int turns, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(measured);
        ArgumentNullException.ThrowIfNull(sheet);
        var files = new List<string>();
        await WriteAsync("table.md", Encoding.UTF8.GetBytes(Table(measured, turns)));
        await WriteAsync("sheet.png", ImageCodec.EncodePng(ContactSheet.Grid(sheet, turns + 1)));
        await WriteAsync("background.png", ImageCodec.EncodePng(Draw(measured, turns)));
        return files;

        async Task WriteAsync(string name, byte[] content)
        {
            files.Add(Path.Combine(folder, name));
            await AtomicFile.WriteAsync(files[^1], (stream, token) => stream.WriteAsync(content, token).AsTask(), cancellationToken);
        }
    }

    /// <summary>Gets the mean background PSNR of a route after some edits, in dB.</summary>
    /// <param name="measured">The turns of all chains.</param>
    /// <param name="route">The route.</param>
    /// <param name="turn">Edits so far, from 1; some chain has as many.</param>
    public static double Mean(IEnumerable<ChainTurn> measured, ChainRoute route, int turn) => Values(measured, route, turn).Average();

    private static string Table(IReadOnlyList<ChainTurn> measured, int turns)
    {
        var text = new StringBuilder();
        text.Append("| background after edit, dB |").AppendJoin(" |", Enumerable.Range(1, turns).Select(turn => $" {turn}")).Append(" | shows what was asked | evaluations an edit |\n|---|");
        text.Insert(text.Length, "---|", turns + 2).Append('\n');
        foreach (var route in ChainRoute.All)
        {
            var own = measured.Where(turn => turn.Route == route.Name).ToList();
            text.Append(CultureInfo.InvariantCulture, $"| {route.Name} |")
                .AppendJoin(" |", Enumerable.Range(1, turns).Select(turn => string.Create(CultureInfo.InvariantCulture, $" {Mean(measured, route, turn):0.0}")))
                .Append(CultureInfo.InvariantCulture, $" | {own.Count(turn => turn.Shows)} of {own.Count} | {own.Average(turn => turn.UnetEvaluations):0} |\n");
        }

        return text.ToString();
    }

    private static RgbImage Draw(IReadOnlyList<ChainTurn> measured, int turns) => Chart.Lines(
        new ChartFrame("Parts outside the requests, edit upon edit, with 95 % intervals", "edits", "background PSNR (dB)") { Width = 820, Height = 420, XStep = 1 },
        [
            .. ChainRoute.All.Select(route => new ChartSeries(
                route.Name,
                [.. Enumerable.Range(1, turns).Select(turn => new ChartPoint(
                    turn, Mean(measured, route, turn), null, ConfidenceInterval.ForMean(Values(measured, route, turn).Cast<double?>())))])),
        ]);

    private static IEnumerable<double> Values(IEnumerable<ChainTurn> measured, ChainRoute route, int turn) =>
        measured.Where(entry => entry.Route == route.Name && entry.Turn == turn).Select(entry => entry.BackgroundPsnr);
}
