using BelmAgent.Plugins.Planning.Captions;
using BelmAgent.Plugins.Planning.FreeText;
using BelmAgent.Plugins.Planning.Requests;
using BelmAgent.Plugins.Planning.Text;

namespace BelmAgent.Plugins.Planning.FollowUps;

/// <summary>What "it" stands for after an earlier request.</summary>
internal static class Antecedent
{
    /// <summary>What the last request spoke of, as it is called now; null when it is not there.</summary>
    public static Phrase? Of(IReadOnlyList<PlanningTurn> history, ICaption caption) => history
        .Reverse()
        .Take(1)
        .SelectMany(earlier => new RequestParser(caption).Parse(earlier.Request).Reverse())
        .SelectMany(Mentions)
        .Select(caption.Resolve)
        .FirstOrDefault(resolved => resolved is not null);

    private static IEnumerable<Phrase> Mentions(Change change) => change switch
    {
        Change.Become { Link: not ResultLink.None } become when !WordSets.IsState(become.Result) => [become.Result, become.Subject],
        Change.Become become => [become.Subject],
        Change.Add add => [add.What],
        Change.Move move => [move.What],
        _ => [],
    };
}
