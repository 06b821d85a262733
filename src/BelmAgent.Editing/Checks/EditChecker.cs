using BelmAgent.Diffusion.Vision;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Checks;

/// <summary>Compares the request with what the describer sees.</summary>
internal static class EditChecker
{
    private const string Thing = "object_";
    private const string Color = "color_";
    private const string None = "none";

    /// <summary>Checks an edit.</summary>
    /// <param name="grammar">The grammar of captions; null if the model has no describer.</param>
    /// <param name="plan">The request.</param>
    /// <param name="before">The description of the picture before.</param>
    /// <param name="after">The description of the picture now.</param>
    public static EditCheck Check(SceneGrammar? grammar, EditPlan plan, SceneDescription? before, SceneDescription? after)
    {
        var target = grammar?.TryParse(plan.TargetPrompt);
        if (target is null || before is null || after is null)
        {
            return new EditCheck { Expected = plan.TargetPrompt, Seen = after?.Caption };
        }

        var source = grammar!.TryParse(plan.SourcePrompt) ?? before.Labels;
        var asked = target.Keys.Where(head => source.TryGetValue(head, out var label) && label != target[head]).ToHashSet();
        // If the prompts do not differ, the entire target is requested.
        var required = asked.Count > 0 ? asked : [.. target.Keys];
        return new EditCheck
        {
            Expected = plan.TargetPrompt,
            Seen = after.Caption,
            By = "describer",
            Passed = required.All(head => after.Labels[head] == target[head])
                && asked.Where(IsThing).SelectMany(head => new[] { source[head], target[head] }).All(kind => Count(after.Labels, kind) == Count(target, kind)),
            Collateral = [.. after.Labels.Keys.Where(head => !asked.Contains(head) && !FollowsFrom(head, asked) && after.Labels[head] != before.Labels[head])],
        };
    }

    /// <summary>
    /// Returns the target prompt with colours that the picture received where the prompt leaves them open, so that the next edit keeps
    /// them.
    /// </summary>
    /// <param name="grammar">The grammar of captions; null if the model has no describer.</param>
    /// <param name="plan">The request.</param>
    /// <param name="after">The description of the picture; null if there is none.</param>
    public static string Complete(SceneGrammar? grammar, EditPlan plan, SceneDescription? after)
    {
        if (grammar?.TryParse(plan.TargetPrompt) is not { } target || after is null)
        {
            return plan.TargetPrompt;
        }

        var whole = grammar.Heads.ToDictionary(head => head.Name, head => target.GetValueOrDefault(head.Name, head.Labels[0]));
        // A prompt that does not follow the caption's grammar, or without a sky, is left unchanged.
        if (grammar.Caption(whole) != plan.TargetPrompt)
        {
            return plan.TargetPrompt;
        }

        foreach (var color in whole.Keys.Where(head => IsColor(head) && !target.ContainsKey(head)).ToList())
        {
            var thing = ThingOf(color);
            whole[color] = whole[thing] != None && after.Labels[thing] == whole[thing] ? after.Labels[color] : None;
        }

        return grammar.Caption(whole);
    }

    private static bool IsThing(string head) => head.StartsWith(Thing, StringComparison.Ordinal);

    private static bool IsColor(string head) => head.StartsWith(Color, StringComparison.Ordinal);

    private static string ThingOf(string color) => Thing + color[Color.Length..];

    // A removed object must not appear elsewhere, and an added one must not appear twice.
    private static int Count(IReadOnlyDictionary<string, string> labels, string kind) =>
        kind == None ? 0 : labels.Count(label => IsThing(label.Key) && label.Value == kind);

    // The number of suns changes with whether there is one; an object added without a named colour may have any.
    private static bool FollowsFrom(string head, HashSet<string> asked) =>
        (head == "extra_count" && asked.Contains("extra"))
        || (IsColor(head) && asked.Contains(ThingOf(head)));
}
