using System.CommandLine;
using System.Text.Json.Nodes;
using BelmAgent.Evaluation.Methods;
using BelmAgent.Evaluation.Theory;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;

namespace BelmAgent.Host.Bench;

/// <summary>Measures orders and the growth of errors where the noise is known in closed form: Table 1 of the paper. No model is loaded.</summary>
internal sealed class BenchTheoryCommand : AppCommand
{
    private const string PlainGrid = "linspace";
    private const string PlainStart = "ddim";

    private readonly ExperimentOptions _experiment = new("belm-bench-theory", [8], TheoryExperiment.GrowthSteps, "mixtures", ["ddim", "edict", "bdia", "o-belm", "belm", "belm:order=3"]);

    public BenchTheoryCommand()
        : base("theory", "Measure exactness, orders of error and stability of each sampler on mixtures whose noise is known: Table 1 of the paper; loads no model.")
    {
        _experiment.AddTo(this);
        AddTail();
    }

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var (line, stop) = (context.Line, context.CancellationToken);
        var (folder, methods) = (_experiment.Out(line), _experiment.Methods(line));
        if (methods.FirstOrDefault(method => method != method with { Grid = PlainGrid, Start = PlainStart, Clip = false }) is { } other)
        {
            throw UsageError.Create("usage", $"'{other.Name}' has a grid, a start or clipping of its own, and the theory is measured on grids and with starts of its own", "leave these settings out");
        }

        var (records, files) = await Task.Run(() => Run(folder, methods, _experiment.Steps(line), _experiment.Limits(line)[0], _experiment.Seed(line), stop), stop);
        var facts = new FactSheet();
        foreach (var record in records)
        {
            facts.Add(record == records[0] ? "Theory" : "", FormattableString.Invariant(
                $"{record.Method}: round trip {record.RoundTrip:0.0e+0}, local error of order {record.LocalEqual.Order:0.00}, global {record.Global.Order:0.00}"));
        }

        foreach (var file in files)
        {
            facts.Add(file == files[0] ? "Saved" : "", file);
        }

        var json = new JsonObject
        {
            ["output"] = folder,
            ["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)]),
            ["methods"] = new JsonArray([.. records.Select(record => (JsonNode)JsonOutput.From(record))]),
        };
        return new Outcome(json, facts);
    }

    internal static (IReadOnlyList<TheoryRecord> Records, IReadOnlyList<string> Files) Run(
        string folder, IReadOnlyList<SamplingMethod> methods, IReadOnlyList<int> steps, int mixtures, long seed, CancellationToken stop)
    {
        var records = TheoryExperiment.Run(methods, steps, mixtures, seed, stop);
        return (records, TheoryReport.Write(folder, records));
    }
}
