using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using BelmAgent.Editing.Plans;
using BelmAgent.Evaluation.Plans;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Output;
using BelmAgent.Planning;
using BelmAgent.Planning.Offline;

namespace BelmAgent.Host.Bench;

/// <summary>Measures how often the built-in planner agrees with human annotators; no model is loaded.</summary>
internal sealed class BenchPlansCommand : AppCommand
{
    private readonly Option<string?> _instructions = NewOption.Path(
        "--instructions", "FILE", "Instructions in PIE-Bench's format, one JSON object per line (default: 55 of PIE-Bench, which are included).");

    private readonly Option<bool> _misses = NewOption.Flag("--misses", "List each plan that is not equivalent to the annotator's, loses words, has another kind, or is a question.");

    public BenchPlansCommand()
        : base("plans", "Plan instructions with the built-in planner and compare the target prompts with those of human annotators; loads no model.")
    {
        Add(_instructions);
        Add(_misses);
        AddTail();
    }

    public override IEnumerable<string> Inputs(ParseResult line) => line.GetValue(_instructions) is { } path ? [path] : [];

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        var path = context.Line.GetValue(_instructions) ?? PlanInstructionSet.DefaultPath;
        var scores = await PlanBenchmark.RunAsync(new OfflinePlanner(vocabulary: null), PlanInstructionSet.Load(path), context.CancellationToken);
        var summaries = PlanSummary.Create(scores);
        List<PlanScore> misses = context.Line.GetValue(_misses) ? [.. scores.Where(IsMiss)] : [];

        var json = new JsonObject
        {
            ["instructions"] = path,
            ["kinds"] = new JsonArray([.. summaries.SkipLast(1).Select(summary => (JsonNode)JsonOutput.From(summary))]),
            ["all"] = JsonOutput.From(summaries[^1]),
        };
        if (context.Line.GetValue(_misses))
        {
            json["misses"] = new JsonArray([.. misses.Select(miss => (JsonNode)Json(miss))]);
        }

        var facts = PlanFacts.Create(summaries);
        misses.ForEach(miss => PlanFacts.AddMiss(facts, miss));
        return new Outcome(json, facts);
    }

    private static bool IsMiss(PlanScore score) =>
        !score.IsRight || !score.IsKept || !score.IsSound || (score.HasKind && !score.IsKindRight);

    private static JsonObject Json(PlanScore miss)
    {
        var json = new JsonObject
        {
            ["id"] = miss.Instruction.Id,
            ["instruction"] = miss.Instruction.Instruction,
            ["caption"] = miss.Instruction.Caption,
            ["human"] = miss.Instruction.EditingPrompt,
            ["lost"] = new JsonArray([.. miss.Lost.Select(word => (JsonNode)word)]),
            ["faults"] = new JsonArray([.. miss.Faults.Select(words => (JsonNode)words)]),
        };
        return json.With("target", miss.Outcome.Plan?.TargetPrompt).With("question", miss.Outcome.Question);
    }
}

/// <summary>The results of a planner as a table.</summary>
internal static class PlanFacts
{
    /// <summary>Creates a row for each kind, and one for all.</summary>
    public static FactSheet Create(IReadOnlyList<PlanSummary> summaries)
    {
        var facts = new FactSheet().Add("Planned", Row("kind", "n", "equal", "equivalent", "right", "kept", "sound", "kind right", "asked"));
        foreach (var row in summaries)
        {
            facts.Add("", Row(
                row.Kind is { } kind ? Name(kind) : "all",
                $"{row.Count}",
                $"{row.Equal}",
                $"{row.Equivalent}",
                $"{row.Right}",
                $"{row.Kept}",
                $"{row.Sound}",
                row.Kinds == 0 ? "–" : $"{row.KindRight} of {row.Kinds}",
                $"{row.Asked}"));
        }

        return facts;
    }

    /// <summary>Adds one plan beside the annotator's.</summary>
    public static void AddMiss(FactSheet facts, PlanScore miss)
    {
        facts.Add("Asked", $"{miss.Instruction.Instruction} ({Name(miss.Instruction.Kind)}, {miss.Instruction.Id})");
        facts.Add("Caption", miss.Instruction.Caption);
        facts.Add("Person", miss.Instruction.EditingPrompt);
        facts.Add("Planner", miss.Outcome.Plan is { } plan ? $"{plan.TargetPrompt} ({Name(plan.EditType)})" : miss.Outcome.Question!);
        facts.AddWhereKnown("Unsound", miss.IsSound ? null : string.Join(", ", miss.Faults));
        facts.AddWhereKnown("Lost", miss.IsKept ? null : string.Join(", ", miss.Lost));
    }

    private static string Row(params string[] cells) =>
        string.Concat(cells.Select((cell, i) => i == 0 ? cell.PadRight(18) : cell.PadLeft(12))).TrimEnd();

    private static string Name(EditType kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}
