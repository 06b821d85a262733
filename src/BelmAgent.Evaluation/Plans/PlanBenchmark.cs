using BelmAgent.Planning;

namespace BelmAgent.Evaluation.Plans;

/// <summary>Compares a planner with human annotators.</summary>
public static class PlanBenchmark
{
    /// <summary>Plans each instruction and scores the plan.</summary>
    /// <param name="planner">The planner.</param>
    /// <param name="instructions">The instructions.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>One score for each instruction, in order.</returns>
    public static async Task<IReadOnlyList<PlanScore>> RunAsync(
        IEditPlanner planner, IReadOnlyList<PlanInstruction> instructions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(planner);
        ArgumentNullException.ThrowIfNull(instructions);
        var scores = new List<PlanScore>(instructions.Count);
        foreach (var instruction in instructions)
        {
            var outcome = await planner.PlanAsync(new PlanningRequest(instruction.Instruction, instruction.Caption), cancellationToken);
            scores.Add(PlanScore.Create(instruction, outcome));
        }

        return scores;
    }
}
