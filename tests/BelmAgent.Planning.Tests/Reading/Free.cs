using BelmAgent.Planning;
using BelmAgent.Planning.Offline;

namespace BelmAgent.Planning.Tests.Reading;

/// <summary>Plans a request on a caption of no closed world.</summary>
internal static class Free
{
    public static Task<PlanningOutcome> PlanAsync(string caption, string request) => new OfflinePlanner(vocabulary: null).PlanAsync(new(request, caption));

    public static async Task AssertAsync(string caption, string request, string target)
    {
        var outcome = await PlanAsync(caption, request);

        Assert.True(outcome.IsPlanned, outcome.Question);
        Assert.Contains(outcome.Plan.TargetPrompt, target.Split(" | "));
    }

    public static async Task AssertAskedAsync(string caption, string request)
    {
        var outcome = await PlanAsync(caption, request);

        Assert.False(outcome.IsPlanned, outcome.Plan?.TargetPrompt);
    }
}
