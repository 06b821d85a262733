using BelmAgent.Diffusion.Vision;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Tests.Checks;

public class EditCheckerTests
{
    private const string House = "a red house on the left, on grass, under a blue sky";
    private const string Sun = $"{House}, with a sun";

    private static readonly SceneGrammar Grammar = SceneGrammar.Load(Path.Combine(AppContext.BaseDirectory, "models", "toytown", "describer", "labels.json"));

    [Theory]
    [InlineData(House, "a blue house on the left, on grass, under a blue sky")]
    [InlineData(House, "a red boat on the left, on grass, under a blue sky")]
    [InlineData(House, "a red house on the left and a white cat on the right, on grass, under a blue sky")]
    [InlineData(Sun, "a red house on the left, on grass, under a night sky")]
    [InlineData(House, "a red house on the left, on snow, under a blue sky")]
    [InlineData(House, Sun)]
    [InlineData(Sun, House)]
    [InlineData("a red house on the left and a cat on the right, on grass", "a red house on the left, on grass")]
    public void What_was_asked_for_and_no_more_passes(string source, string target)
    {
        var check = Check(source, target, source, target);

        Assert.Equal((EditOutcome.Passed, "describer"), (check.Result, check.By));
        Assert.Empty(check.Changes!);
        Assert.Equal(Describe(target).Caption, check.Seen);
    }

    [Theory]
    [InlineData(House, "a blue house on the left and a white cat on the right, on grass, under a blue sky", "a white cat on the right was added")]
    [InlineData("a red house on the left and a green tree on the right, on grass, under a blue sky", "a blue house on the left, on grass, under a blue sky", "the tree on the right vanished")]
    [InlineData("a red house on the left and a green tree on the right, on grass, under a blue sky", "a blue house on the left and a green boat on the right, on grass, under a blue sky", "the tree on the right became a boat")]
    [InlineData("a red house on the left and a green tree on the right, on grass, under a blue sky", "a blue house on the left and a red cat on the right, on grass, under a blue sky", "the tree on the right became a red cat")]
    [InlineData("a red house on the left and a green tree on the right, on grass, under a blue sky", "a blue house on the left and a red tree on the right, on grass, under a blue sky", "the tree on the right turned red")]
    [InlineData(House, "a blue house on the left, on sand, under a blue sky", "the ground changed from grass to sand")]
    [InlineData(House, "a blue house on the left, on grass, under an overcast sky", "the sky changed from day to overcast")]
    [InlineData(House, "a blue house on the left, on grass, under a blue sky, with a moon", "a moon was added")]
    [InlineData(Sun, "a blue house on the left, on grass, under a blue sky", "the sun vanished")]
    [InlineData(Sun, "a blue house on the left, on grass, under a blue sky, with a cloud", "the sun became a cloud")]
    [InlineData(House, "a blue boat on the left, on grass, under a blue sky", "the house on the left became a boat")]
    public void What_else_changed_is_named_in_words(string source, string seen, string change)
    {
        var check = Check(source, source.Replace("red house", "blue house", StringComparison.Ordinal), source, seen);

        Assert.Equal(EditOutcome.PassedWithChanges, check.Result);
        Assert.Equal([change], check.Changes!);
    }

    [Fact]
    public void Several_changes_are_several_clauses()
    {
        var check = Check(House, "a blue house on the left, on grass, under a blue sky", House, "a blue house on the left and a red ball in the center, on water, under a blue sky, with a cloud");

        Assert.Equal(["a red ball in the center was added", "the ground changed from grass to water", "a cloud was added"], check.Changes!);
    }

    [Theory]
    [InlineData("a green cat on the right", true)]
    [InlineData("a white cat on the right", true)]
    [InlineData("a white ball on the right", false)]
    public void Something_added_without_a_colour_may_have_any(string added, bool shows)
    {
        var check = Check(House, "a red house on the left and a cat on the right, on grass, under a blue sky", House, $"a red house on the left and {added}, on grass, under a blue sky");

        Assert.Equal(shows, check.ShowsRequest);
        Assert.Empty(check.Changes!);
    }

    [Fact]
    public void Something_of_another_kind_keeps_the_colour_that_both_prompts_name()
    {
        var check = Check(House, "a red boat on the left, on grass, under a blue sky", House, "a blue boat on the left, on grass, under a blue sky");

        Assert.Equal((true, EditOutcome.PassedWithChanges), (check.ShowsRequest, check.Result));
        Assert.Equal(["the boat on the left turned blue"], check.Changes!);
    }

    [Fact]
    public void Something_removed_has_no_colour()
    {
        var after = Describe("on grass, under a blue sky", ("color_left", "red"));
        var check = EditChecker.Check(Grammar, Plan(House, "on grass, under a blue sky"), Describe(House), after);

        Assert.Equal(EditOutcome.Passed, check.Result);
    }

    [Fact]
    public void Something_removed_that_stands_elsewhere_is_not_removed()
    {
        var check = Check(House, "on grass, under a blue sky", House, "a red house on the right, on grass, under a blue sky");

        Assert.Equal(EditOutcome.Failed, check.Result);
        Assert.Equal(["a red house on the right was added"], check.Changes!);
    }

    [Theory]
    [InlineData($"{House}, with a cloud", "a red house on the left, on grass, under a night sky", "a red house on the left, on grass, under a night sky, with a moon", "a moon was added")]
    [InlineData(House, "on grass, under a blue sky", "a white cat on the left, on grass, under a blue sky", "a white cat on the left was added")]
    public void Something_else_in_place_of_what_was_removed_is_a_change(string source, string target, string seen, string change)
    {
        var check = Check(source, target, source, seen);

        Assert.Equal(EditOutcome.PassedWithChanges, check.Result);
        Assert.Equal([change], check.Changes!);
    }

    [Fact]
    public void Something_added_twice_is_one_too_many()
    {
        var check = Check(House, "a red house on the left and a cat on the right, on grass", House, "a red house on the left and a white cat in the center and a white cat on the right, on grass, under a blue sky");

        Assert.Equal(EditOutcome.PassedWithChanges, check.Result);
        Assert.Equal(["a white cat in the center was added"], check.Changes!);
    }

    [Theory]
    [InlineData(House, Sun, "0", "2", "another sun was added")]
    [InlineData(Sun, $"{House}, with a moon", "1", "2", "another moon was added")]
    [InlineData(House, Sun, "0", "1", null)]
    [InlineData(Sun, House, "1", "0", null)]
    public void Only_one_of_an_extra_is_meant(string source, string target, string before, string after, string? change)
    {
        var check = EditChecker.Check(Grammar, Plan(source, target), Describe(source, ("extra_count", before)), Describe(target, ("extra_count", after)));

        Assert.True(check.ShowsRequest);
        Assert.Equal(change is null ? [] : [change], check.Changes!);
    }

    [Theory]
    [InlineData("2", "1", "one sun vanished")]
    [InlineData("1", "2", "another sun was added")]
    public void More_or_fewer_of_an_extra_is_a_change(string before, string after, string change)
    {
        var blue = Sun.Replace("red", "blue", StringComparison.Ordinal);
        var check = EditChecker.Check(Grammar, Plan(Sun, blue), Describe(Sun, ("extra_count", before)), Describe(blue, ("extra_count", after)));

        Assert.Equal([change], check.Changes!);
    }

    [Theory]
    [InlineData(0.55, 0.55, false)]
    [InlineData(0.99, 0.55, true)]
    [InlineData(0.55, 0.99, true)]
    public void A_label_that_was_never_sure_is_no_evidence(double before, double after, bool isChange)
    {
        var (source, seen) = (Describe(House), Describe("a blue house on the left and a white cat on the right, on grass, under a blue sky"));
        var check = EditChecker.Check(
            Grammar, Plan(House, "a blue house on the left, on grass, under a blue sky"), Unsure(source, "object_right", before), Unsure(seen, "object_right", after));

        Assert.Equal(isChange ? EditOutcome.PassedWithChanges : EditOutcome.Passed, check.Result);
    }

    [Fact]
    public void What_the_prompts_do_not_mention_must_stay_too()
    {
        const string Told = "a red house on the left, on grass";
        var check = Check(Told, "a blue house on the left, on grass", "a red house on the left and a green tree on the right, on grass, under a blue sky", "a blue house on the left and a red tree on the right, on grass, under a blue sky");

        Assert.Equal(["the tree on the right turned red"], check.Changes!);
    }

    [Fact]
    public void Prompts_that_do_not_differ_ask_for_the_whole_target()
    {
        Assert.Equal(EditOutcome.Passed, Check(House, House, House, House).Result);
        Assert.Equal(EditOutcome.Failed, Check(House, House, House, "a blue house on the left, on grass, under a blue sky").Result);
    }

    [Fact]
    public void Words_that_the_describer_does_not_know_cannot_be_checked()
    {
        var check = Check(House, "a red house on the left, as a watercolour", House, House);

        Assert.Equal((EditOutcome.NotChecked, null, null), (check.Result, check.By, check.Changes));
    }

    private static EditCheck Check(string source, string target, string before, string after) =>
        EditChecker.Check(Grammar, Plan(source, target), Describe(before), Describe(after));

    private static EditPlan Plan(string source, string target) => new() { SourcePrompt = source, TargetPrompt = target };

    private static SceneDescription Describe(string caption, params (string Head, string Label)[] others)
    {
        var said = Grammar.TryParse(caption)!;
        var labels = Grammar.Heads.ToDictionary(head => head.Name, head => said.GetValueOrDefault(head.Name, head.Labels[0]));
        labels["extra_count"] = labels["extra"] == "none" ? "0" : "1";
        foreach (var (head, label) in others)
        {
            labels[head] = label;
        }

        // A describer always names a colour for what is there.
        foreach (var slot in SceneSlot.Of(Grammar).Where(slot => labels[slot.Thing] != "none" && labels[slot.Color] == "none"))
        {
            labels[slot.Color] = "yellow";
        }

        return new SceneDescription(labels, labels.ToDictionary(label => label.Key, _ => 0.99), Grammar.Caption(labels));
    }

    private static SceneDescription Unsure(SceneDescription seen, string head, double confidence) =>
        seen with { Confidences = seen.Confidences.ToDictionary(known => known.Key, known => known.Key == head ? confidence : known.Value) };
}
