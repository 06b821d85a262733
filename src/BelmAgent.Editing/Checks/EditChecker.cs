using BelmAgent.Diffusion.Describing;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Checks;

/// <summary>Compares what was asked with what the describer sees.</summary>
internal static class EditChecker
{
    /// <summary>Checks an edit.</summary>
    /// <param name="grammar">How captions are read; null when the model has no describer.</param>
    /// <param name="plan">What was asked.</param>
    /// <param name="before">What the picture showed.</param>
    /// <param name="after">What it shows now.</param>
    public static EditCheck Check(SceneGrammar? grammar, EditPlan plan, SceneDescription? before, SceneDescription? after)
    {
        var target = grammar?.TryParse(plan.TargetPrompt);
        if (target is null || before is null || after is null)
        {
            return new EditCheck { Expected = plan.TargetPrompt, Seen = after?.Caption };
        }

        var source = grammar!.TryParse(plan.SourcePrompt) ?? before.Labels;
        var asked = target.Keys.Where(head => source.TryGetValue(head, out var label) && label != target[head]).ToHashSet();
        // A prompt that changes nothing asks for the target as a whole.
        var required = asked.Count > 0 ? asked : [.. target.Keys];
        return new EditCheck
        {
            Expected = plan.TargetPrompt,
            Seen = after.Caption,
            By = "describer",
            Passed = required.All(head => after.Labels[head] == target[head]),
            Collateral = [.. after.Labels.Keys.Where(head => !asked.Contains(head) && !FollowsFrom(head, asked) && after.Labels[head] != before.Labels[head])],
        };
    }

    // How many suns there are changes with whether there is one; what appears without a named colour has any.
    private static bool FollowsFrom(string head, HashSet<string> asked) =>
        (head == "extra_count" && asked.Contains("extra"))
        || (head.StartsWith("color_", StringComparison.Ordinal) && asked.Contains("object_" + head["color_".Length..]));
}
