using BelmAgent.Editing.Plans;

namespace BelmAgent.Planning.FollowUps;

/// <summary>Makes the last edit stronger or weaker: the same plan with another guidance.</summary>
internal static class Strength
{
    private const double Factor = 1.5;
    private const double Lowest = 1;
    private const double Highest = 30;

    /// <summary>Returns the outcome of a request that only asks for more or less; null for any other.</summary>
    public static PlanningOutcome? Plan(PlanningRequest request) =>
        request.History is [.., { Plan: { } plan } last] && FollowUp.Read(request.Request, last.Request) is { Kind: FollowUpKind.More or FollowUpKind.Less } amount
            ? Apply(plan, amount.Kind, request.Request)
            : null;

    /// <summary>Returns the plan with another guidance, or a question if its guidance is unknown or at its limit.</summary>
    private static PlanningOutcome Apply(EditPlan last, FollowUpKind kind, string request)
    {
        if (last.Guidance is not { } guidance || !double.IsFinite(guidance))
        {
            return PlanningOutcome.Ask("How strong should it be? Give a guidance from 1 to 30.", "The last edit's guidance is not known.");
        }

        var isMore = kind == FollowUpKind.More;
        var changed = Math.Round(Math.Clamp(isMore ? guidance * Factor : guidance / Factor, Lowest, Highest), 2);
        var note = FormattableString.Invariant($"Guidance: {guidance:0.##} → {changed:0.##}.");
        return isMore ? changed <= guidance ? Edge("stronger", "highest") : Planned() : changed >= guidance ? Edge("weaker", "lowest") : Planned();

        PlanningOutcome Planned() => PlanningOutcome.Planned(
            last with { Guidance = changed, Request = request }, $"the last edit again, {(isMore ? "stronger" : "weaker")}", [note]) with { RevisesLast = true };

        PlanningOutcome Edge(string wish, string edge) => PlanningOutcome.Ask(
            FormattableString.Invariant($"It cannot get {wish}: guidance {guidance:0.##} is the {edge} there is. What should change instead?"), $"The last edit's guidance is the {edge}.");
    }
}
