using BelmAgent.Editing.Plans;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Terminal;
using BelmAgent.Planning;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace BelmAgent.Host.Commands;

/// <summary>Calls the planner for a command, which has no second turn to answer a question.</summary>
internal static class PlanRequest
{
    /// <summary>Returns the plan for a request.</summary>
    /// <exception cref="BelmException">The planner needs to know more.</exception>
    public static async Task<EditPlan> PlanAsync(this CommandContext context, string request, string caption)
    {
        var planner = context.Services.GetRequiredService<IEditPlanner>();
        var outcome = await planner.PlanAsync(new PlanningRequest(request, caption), context.CancellationToken);
        if (!outcome.IsPlanned)
        {
            throw outcome.ToFailure();
        }

        foreach (var note in outcome.Notes)
        {
            context.Screen.Error.WriteLine(PlainText.Line(note));
        }

        return outcome.Plan;
    }
}
