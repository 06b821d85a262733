using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using BelmAgent.Editing;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Evaluation.Chains;
using BelmAgent.Evaluation.Edits;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;
using BelmAgent.Imaging;
using BelmAgent.Planning;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace BelmAgent.Host.Bench;

/// <summary>Edits pictures repeatedly and goes all the way back, compared with a chain of DDIM inversions.</summary>
internal sealed class BenchChainCommand : AppCommand
{
    private readonly Option<string?> _out = NewOption.Path("--out", "DIR", "Folder for tables, images and the library of the chains (default: belm-bench-chain in the current folder).");
    private readonly Option<string?> _pairs = NewOption.Path("--pairs", "DIR", "Set whose source images the chains start from (default: ToyTown-Edit, which is included).");
    private readonly Option<int?> _limit = NewOption.Whole("--limit", "N", 1, 1000, "Number of chains per method, each from a different image (default: 12).");
    private readonly Option<int?> _turns = NewOption.Whole("--turns", "N", 1, 100, "Number of edits per chain (default: 10).");

    public BenchChainCommand()
        : base("chain", "Edit images several times in a row and undo the edits, by five methods that start from the first image's inversion or from each last result.")
    {
        Add(_out);
        Add(_pairs);
        Add(_limit);
        Add(_turns);
        Add(SettingOption.ToyTownModel());
        Add(SettingOption.Provider());
        AddTail();
    }

    public override IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line) =>
        [.. base.Settings(line), new("Belm:Library:Root", Path.Combine(Folder(line), "library")), new("Belm:Editing:Approval", nameof(Editing.Plans.ApprovalMode.Automatic))];

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var (line, stop) = (context.Line, context.CancellationToken);
        var turns = line.GetValue(_turns) ?? 10;
        var set = await Task.Run(() => EditPairSet.Load(line.GetValue(_pairs) ?? EditPairSet.DefaultPath), stop);
        var pairs = set.Select(set.Halves[^1]).Where(pair => pair.Source is not null && pair.Attributes.GetValueOrDefault("object_left", "none") != "none").Take(line.GetValue(_limit) ?? 12).ToList();
        if (pairs.Count == 0)
        {
            throw UsageError.Create("usage", "The set has no image with an object on the left", "choose other --pairs");
        }

        var experiment = new ChainExperiment(
            context.Services.GetRequiredService<ImageOperations>(), context.Services.GetRequiredService<PictureLibrary>(),
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

        var files = await ChainReport.WriteAsync(Folder(line), measured, sheet, turns, stop);
        var json = new JsonObject
        {
            ["chains"] = pairs.Count * ChainRoute.All.Count,
            ["came_back"] = back,
            ["turns"] = new JsonArray([.. measured.Select(turn => (JsonNode)JsonOutput.From(turn))]),
            ["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)]),
        };
        var facts = new FactSheet().Add("Chains", $"{pairs.Count} images, {ChainRoute.All.Count} methods, {turns} edits each; {back} of {pairs.Count * ChainRoute.All.Count} returned to the first image bit for bit");
        foreach (var route in ChainRoute.All)
        {
            facts.Add("", string.Create(
                CultureInfo.InvariantCulture,
                $"{route.Name}: background {ChainReport.Mean(measured, route, 1):0.0} dB after 1, {ChainReport.Mean(measured, route, turns):0.0} dB after {turns}; {measured.Count(turn => turn.Route == route.Name && turn.Shows)} of {pairs.Count * turns} show what was asked"));
        }

        foreach (var file in files)
        {
            facts.Add("Saved", file);
        }

        return new Outcome(json, facts);
    }

    private static async Task<EditPlan> PlanAsync(CommandContext context, string request, string caption, CancellationToken cancellationToken)
    {
        var outcome = await context.Services.GetRequiredService<IEditPlanner>().PlanAsync(new PlanningRequest(request, caption), cancellationToken);
        return outcome.Plan ?? throw outcome.ToFailure();
    }

    private string Folder(ParseResult line) => line.GetValue(_out) ?? Path.GetFullPath("belm-bench-chain");
}
