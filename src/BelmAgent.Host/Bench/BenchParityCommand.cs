using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using BelmAgent.Evaluation.Edits;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Output;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Files;

namespace BelmAgent.Host.Bench;

/// <summary>Tests whether it matters at which node an O-BELM inversion stops.</summary>
internal sealed class BenchParityCommand : BenchBase
{
    private readonly Option<int?> _nodes = NewOption.Whole("--nodes", "N", 2, 10, "Number of adjacent nodes tried, starting at strength 0.75 (default: 2).");

    private readonly Option<IReadOnlyList<double>?> _steps = NewOption.Numbers(
        "--steps", "N,…", value => value is >= 4 and <= 1000 && value == Math.Round(value), "whole numbers from 4 to 1000", "Steps of the time grid (default: 50,20).");

    private readonly Option<IReadOnlyList<string>?> _grids = NewOption.Choices(
        "--grid", "NAME,…", ["linspace", "leading", "trailing", "fractional"], "Spacings of the time grid: linspace, leading, trailing, fractional (default: linspace,trailing).");

    private readonly Option<IReadOnlyList<double>?> _guidances = NewOption.Numbers(
        "--guidance", "W,…", value => value is >= 1 and <= 30, "numbers from 1 to 30", "Guidance values of the target, 1 to 30 (default: 1,2,5).");

    private readonly Option<bool> _same = NewOption.Flag("--same-guidance", "Invert at the target's guidance, as BELM's own code does, instead of 1.");

    public BenchParityCommand()
        : base("parity", "Edit from adjacent nodes of the time grid: does an O-BELM edit leave the image unchanged from one and break it from the next?", "belm-bench-parity")
    {
        Add(_nodes);
        Add(_steps);
        Add(_grids);
        Add(_guidances);
        Add(_same);
        AddTail();
    }

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var line = context.Line;
        var known = ParityExperiment.Default;
        var experiment = known with
        {
            Nodes = line.GetValue(_nodes) ?? known.Nodes,
            Steps = line.GetValue(_steps)?.Select(steps => (int)steps).ToList() ?? known.Steps,
            Grids = line.GetValue(_grids) ?? known.Grids,
            Guidances = line.GetValue(_guidances) ?? known.Guidances,
            SameGuidance = line.GetValue(_same),
        };
        var set = await Task.Run(() => EditPairSet.Load(Bench.Pairs(line, ModelOf(context))), context.CancellationToken);
        var methods = experiment.Methods();
        var (results, pairs) = await MeasureAsync(context, set, Bench.Select(set, line), methods, new EditBenchmarkOptions(), "captions");
        using var open = results;
        var ids = pairs.Select(pair => pair.Id).ToHashSet();
        var summaries = EditSummary.Create(methods, set.Kinds, [.. results.Records.Where(record => ids.Contains(record.Pair))]);
        List<string> files = [];
        await WriteAsync("table.md", Encoding.UTF8.GetBytes(experiment.Markdown(summaries)));
        await WriteAsync("table.csv", Encoding.UTF8.GetBytes(EditTables.Csv(summaries)));
        foreach (var (name, picture) in experiment.Pictures(summaries))
        {
            await WriteAsync($"{name}.png", ImageCodec.EncodePng(picture));
        }

        var json = new JsonObject
        {
            ["set"] = set.Name,
            ["half"] = Bench.Half(line),
            ["pairs"] = pairs.Count,
            ["output"] = results.Folder,
            ["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)]),
            ["methods"] = new JsonArray([.. summaries.Where(summary => summary.Kind == EditSummary.AllKinds).Select(summary => (JsonNode)JsonOutput.From(summary))]),
        };
        var facts = new FactSheet().Add("Edited", $"{pairs.Count} pairs of {set.Name}, {methods.Count} methods");
        files.ForEach(file => facts.Add("Saved", file));
        return new Outcome(json, facts);

        async Task WriteAsync(string name, byte[] content)
        {
            files.Add(Path.Combine(results.Folder, name));
            await AtomicFile.WriteAsync(files[^1], (stream, token) => stream.WriteAsync(content, token).AsTask(), context.CancellationToken);
        }
    }
}
