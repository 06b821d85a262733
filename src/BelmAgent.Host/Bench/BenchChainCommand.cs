using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Evaluation.Chains;
using BelmAgent.Evaluation.Edits;
using BelmAgent.Evaluation.Plots;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Commands.Options;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Comparison;
using BelmAgent.Imaging.Files;
using BelmAgent.Planning;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace BelmAgent.Host.Bench;

/// <summary>Edits pictures repeatedly and goes all the way back, compared with a chain of DDIM inversions.</summary>
internal sealed class BenchChainCommand : ModelCommand
{
    private readonly Option<string?> _out = NewOption.Path("--out", "DIR", "Folder for tables, pictures and the library that the chains live in (default: belm-bench-chain in the current folder).");
    private readonly Option<string?> _pairs = NewOption.Path("--pairs", "DIR", "The set whose sources the chains begin with (default: ToyTown-Edit, which comes with the app).");
    private readonly Option<int?> _limit = NewOption.Whole("--limit", "N", 1, 1000, "Chains of each way, each from another picture (default: 12).");
    private readonly Option<int?> _turns = NewOption.Whole("--turns", "N", 1, 100, "Edits in a row (default: 10).");

    public BenchChainCommand()
        : base("chain", "Edit a picture ten times in a row and go back: from the first picture's inversion, and from each last result.")
    {
        Add(_out);
        Add(_pairs);
        Add(_limit);
        Add(_turns);
        AddTail();
    }

    public override IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line) =>
        [.. base.Settings(line), new("Belm:Library:Root", Path.Combine(Folder(line), "library")), new("Belm:Editing:Approval", nameof(Editing.Plans.ApprovalMode.Automatic))];

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var (line, stop) = (context.Line, context.CancellationToken);
        var turns = line.GetValue(_turns) ?? 10;
        var set = await Task.Run(() => EditPairSet.Load(line.GetValue(_pairs) ?? EditPairSet.DefaultPath), stop);
        var pairs = set.Select(set.Halves[^1]).Where(pair => pair.Attributes.GetValueOrDefault("object_left", "none") != "none").Take(line.GetValue(_limit) ?? 12).ToList();
        if (pairs.Count == 0)
        {
            throw UsageError.Create("usage", "The set has no picture with a thing on the left", "give other --pairs");
        }

        var experiment = new ChainExperiment(
            context.Services.GetRequiredService<ImageOperations>(), context.Services.GetRequiredService<PictureLibrary>(), context.Services.GetRequiredService<PipelineLoader>(),
            (request, caption, token) => PlanAsync(context, request, caption, token));
        var (measured, sheet, back) = (new List<ChainTurn>(), new List<RgbImage>(), 0);
        foreach (var (pair, i) in pairs.Select((pair, i) => (pair, i)))
        {
            foreach (var route in ChainRoute.All)
            {
                var (chain, pictures, cameBack) = await Task.Run(() => experiment.RunAsync(pair, route, turns, stop), stop);
                measured.AddRange(chain);
                sheet.AddRange(i == 0 ? pictures : []);
                back += cameBack ? 1 : 0;
            }

            context.Screen.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"chains: {i + 1} of {pairs.Count}"));
        }

        var files = new List<string>();
        await WriteAsync("table.md", Encoding.UTF8.GetBytes(Table(measured, turns)));
        await WriteAsync("sheet.png", ImageCodec.EncodePng(ContactSheet.Grid(sheet, turns + 1)));
        await WriteAsync("background.png", ImageCodec.EncodePng(Draw(measured, turns)));
        var json = new JsonObject
        {
            ["chains"] = pairs.Count * ChainRoute.All.Count,
            ["came_back"] = back,
            ["turns"] = new JsonArray([.. measured.Select(turn => (JsonNode)JsonOutput.Of(turn))]),
            ["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)]),
        };
        var facts = new FactSheet().Add("Chains", $"{pairs.Count} pictures, {ChainRoute.All.Count} ways, {turns} edits each; {back} of {pairs.Count * ChainRoute.All.Count} came back to the first picture, bit for bit");
        foreach (var route in ChainRoute.All)
        {
            facts.Add("", string.Create(
                CultureInfo.InvariantCulture,
                $"{route.Name}: background {Mean(measured, route, 1):0.0} dB after 1, {Mean(measured, route, turns):0.0} dB after {turns}; {measured.Count(turn => turn.Route == route.Name && turn.Shows)} of {pairs.Count * turns} show what was asked"));
        }

        files.ForEach(file => facts.Add("Saved", file));
        return new Outcome(json, facts);

        async Task WriteAsync(string name, byte[] content)
        {
            files.Add(Path.Combine(Folder(line), name));
            await AtomicFile.WriteAsync(files[^1], (stream, token) => stream.WriteAsync(content, token).AsTask(), stop);
        }
    }

    private static async Task<EditPlan> PlanAsync(CommandContext context, string request, string caption, CancellationToken cancellationToken)
    {
        var outcome = await context.Services.GetRequiredService<IEditPlanner>().PlanAsync(new PlanningRequest(request, caption), cancellationToken);
        return outcome.Plan ?? throw outcome.ToFailure();
    }

    private static string Table(List<ChainTurn> measured, int turns)
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

    private static RgbImage Draw(List<ChainTurn> measured, int turns) => Plot.Lines(
        new PlotFrame("What nobody asked about, edit upon edit", "edits", "background PSNR, dB") { Width = 820, Height = 420, XStep = 1 },
        [
            .. ChainRoute.All.Select(route => new PlotSeries(
                route.Name, [.. Enumerable.Range(1, turns).Select(turn => ((double)turn, Mean(measured, route, turn)))])),
        ]);

    private static double Mean(List<ChainTurn> measured, ChainRoute route, int turn) =>
        measured.Where(entry => entry.Route == route.Name && entry.Turn == turn).Average(entry => entry.BackgroundPsnr);

    private string Folder(ParseResult line) => line.GetValue(_out) ?? Path.GetFullPath("belm-bench-chain");
}
