using System.CommandLine;
using System.Text.Json.Nodes;
using BelmAgent.Editing.Plans;
using BelmAgent.Evaluation.Edits;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;
using BelmAgent.Planning;
using BelmAgent.Planning.Offline;
using BelmAgent.Planning.Scenes;

namespace BelmAgent.Host.Bench;

/// <summary>Edits pairs whose perfect result is known, with many methods, and scores each method.</summary>
internal sealed class BenchEditsCommand : BenchBase
{
    private readonly Option<string?> _methods = NewOption.Text(
        "--methods", "NAME,…", $"Methods and groups of methods: {string.Join(", ", EditMethodCatalog.Methods.Select(method => method.Name))}; groups {string.Join(", ", EditMethodCatalog.Groups.Keys)}. With settings of its own: ddim:guidance=2:steps=20 (default: all).");

    private readonly Option<string[]> _sweep = new("--sweep")
    {
        HelpName = "SETTING=VALUE,…",
        Description = $"Run each method with each of these values; if repeated, with every combination. Settings: {string.Join(", ", EditMethodSetting.All.Select(setting => setting.Name))}.",
    };

    private readonly Option<int?> _sheet = NewOption.Whole("--sheet", "N", 0, 100, "Number of pairs on the contact sheet, taken from each kind in turn (default: 7).");

    private readonly Option<bool> _planner = NewOption.Flag(
        "--planner", "Plan each request with the built-in planner from the describer's caption, instead of using the pair's true captions.");

    public BenchEditsCommand()
        : base("edits", "Edit images whose perfect edit is known, by many methods, and measure the results.", "belm-bench-edits")
    {
        Add(_methods);
        Add(_sweep);
        Add(_sheet);
        Add(_planner);
        AddTail();
    }

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var line = context.Line;
        var sweeps = Sweeps(line);
        var swept = EditSweep.Apply(Methods(line), sweeps);
        var set = await Task.Run(() => EditPairSet.Load(Bench.Pairs(line, ModelOf(context))), context.CancellationToken);
        var selected = Bench.Select(set, line);
        // A generated source has no ideal result to compare with.
        var methods = swept.Where(method => method.Route != EditRoute.Ideal || selected.All(pair => pair.Ideal is not null)).ToList();
        var sheet = selected.Take(line.GetValue(_sheet) ?? set.Kinds.Count).Select(pair => pair.Id).ToHashSet();
        var planner = line.GetValue(_planner);
        var vocabulary = planner ? SceneVocabulary.Load(ModelOf(context)) : null;
        var options = new EditBenchmarkOptions { Pictured = sheet, Prompts = planner ? (pair, caption, stop) => PlanAsync(vocabulary, pair, caption, stop) : null };
        var (results, pairs) = await MeasureAsync(context, set, selected, methods, options, planner ? "planner" : "captions");
        using var open = results;

        var pictured = pairs.Where(pair => sheet.Contains(pair.Id)).ToList();
        var (summaries, files) = await Task.Run(() => EditReport.Write(results, methods, pairs, set.Kinds, pictured, sweeps), context.CancellationToken);
        var all = summaries.Where(summary => summary.Kind == EditSummary.AllKinds).ToList();
        var json = new JsonObject
        {
            ["set"] = set.Name,
            ["half"] = Bench.Half(line),
            ["pairs"] = pairs.Count,
            ["output"] = results.Folder,
            ["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)]),
            ["methods"] = new JsonArray([.. all.Select(summary => (JsonNode)JsonOutput.From(summary))]),
        };
        return new Outcome(json, Facts(set, pairs, all, files));
    }

    private static FactSheet Facts(EditPairSet set, IReadOnlyList<EditPair> pairs, List<EditSummary> all, IReadOnlyList<string> files)
    {
        var facts = new FactSheet().Add("Edited", $"{pairs.Count} pairs of {set.Name}, {all.Count} methods");
        foreach (var summary in all)
        {
            facts.Add("", FormattableString.Invariant(
                $"{summary.Method.Name}: success {summary.Success:0.000}, unchanged {summary.Unchanged:0.000}, artefact {summary.Artefact:0.000}, background {summary.SourcePsnr:0.0} dB"));
        }

        for (var i = 0; i < files.Count; i++)
        {
            facts.Add(i == 0 ? "Saved" : "", files[i]);
        }

        return facts;
    }

    private static async Task<EditPrompts?> PlanAsync(SceneVocabulary? vocabulary, EditPair pair, string caption, CancellationToken cancellationToken)
    {
        var outcome = await new OfflinePlanner(vocabulary).PlanAsync(new PlanningRequest(pair.Request, caption), cancellationToken);
        return outcome.Plan is { } plan ? new EditPrompts(plan.SourcePrompt, plan.TargetPrompt) : null;
    }

    private IReadOnlyList<EditMethod> Methods(ParseResult line) =>
        Usage(() => EditMethodCatalog.Find(BenchOptions.Names(line.GetValue(_methods)) ?? ["all"]));

    private IReadOnlyList<EditSweep> Sweeps(ParseResult line) =>
        Usage<IReadOnlyList<EditSweep>>(() => [.. (line.GetValue(_sweep) ?? []).Select(EditSweep.Parse)]);

    private static T Usage<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (LimitExceededException e)
        {
            throw UsageError.Create("usage", e.Problem, e.Remedy, e);
        }
    }
}
