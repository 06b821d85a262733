using System.Text.Json;
using BelmAgent.Editing.Plans;
using BelmAgent.Evaluation.Plans;
using BelmAgent.Host.Output;

namespace BelmAgent.Host.Bench;

/// <summary>The results of a planner as a table.</summary>
internal static class PlanFacts
{
    /// <summary>Creates a row for each kind, and one for all.</summary>
    public static FactSheet Of(IReadOnlyList<PlanSummary> summaries)
    {
        var facts = new FactSheet().Add("Planned", Row("kind", "n", "equal", "equivalent", "kept", "kind right", "asked"));
        foreach (var row in summaries)
        {
            facts.Add("", Row(
                row.Kind is { } kind ? Name(kind) : "all",
                $"{row.Count}",
                $"{row.Equal}",
                $"{row.Equivalent}",
                $"{row.Kept}",
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
        facts.AddWhereKnown("Lost", miss.IsKept ? null : string.Join(", ", miss.Lost));
    }

    private static string Row(params string[] cells) =>
        string.Concat(cells.Select((cell, i) => i == 0 ? cell.PadRight(18) : cell.PadLeft(12))).TrimEnd();

    private static string Name(EditType kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}
