using BelmAgent.Diffusion.Vision;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Tests.Checks;

/// <summary>Checks in a world with traits, riders, flyers, places, times, weathers and styles.</summary>
public class StickerCheckTests
{
    private const string Face = "a happy face on the left and a cat on the right, in a desert";
    private static readonly SceneGrammar Grammar = SceneGrammar.Load(Path.Combine(AppContext.BaseDirectory, "stickertown", "labels.json"));

    [Theory]
    [InlineData(Face, "a sad face on the left and a cat on the right, in a desert")]
    [InlineData(Face, "a happy golden face on the left and a cat on the right, in a desert")]
    [InlineData(Face, "a happy face on the left, in a desert")]
    [InlineData(Face, "a happy face on the left and a big cat on the right, in a desert")]
    [InlineData(Face, "a happy face on the left, a cat on the right and a red balloon in the sky, in a desert")]
    [InlineData(Face, "a happy face on the left and a cat on the right, in a desert, at night, in the rain")]
    [InlineData(Face, "a pixel art of a happy face on the left and a cat on the right, in a desert")]
    [InlineData(Face, "a happy face on the left and a cat on the right, on the moon")]
    [InlineData("a red car on the left, in a desert", "a cat on top of a red car on the left, in a desert")]
    [InlineData("a blue car on the left, in a desert", "a red car on the left, in a desert")]
    public void What_was_asked_for_and_no_more_passes(string source, string target)
    {
        var check = Check(source, target, target);

        Assert.Equal((EditOutcome.Passed, "describer"), (check.Result, check.By));
        Assert.Empty(check.Changes!);
    }

    [Theory]
    [InlineData("an angry golden face on the left and a cat on the right, in a desert", "the face on the left became angry")]
    [InlineData("a happy golden face on the left and a black cat on the right, in a desert", "the cat on the right turned black")]
    [InlineData("a happy golden face on the left and a wooden cat on the right, in a desert", "the cat on the right turned wooden")]
    [InlineData("a happy golden face on the left and a small cat on the right, in a desert", "the cat on the right became small")]
    [InlineData("a happy golden face on the left and a dog on the right, in a desert", "the cat on the right became a dog")]
    [InlineData("a happy golden face on the left, a cat on the right and a blue rocket in the sky, in a desert", "a blue rocket in the sky was added")]
    [InlineData("a happy golden face on the left and a cat on the right, in a desert, at night", "the time changed from day to night")]
    [InlineData("a happy golden face on the left and a cat on the right, in the snow", "the place changed from desert to snow")]
    [InlineData("a flat cartoon of a happy golden face on the left and a cat on the right, in a desert", "the style changed from 3d to flat")]
    public void What_else_changed_is_named_in_words(string seen, string change)
    {
        var check = Check(Face, "a happy golden face on the left and a cat on the right, in a desert", seen);

        Assert.Equal(EditOutcome.PassedWithChanges, check.Result);
        Assert.Equal([change], check.Changes!);
    }

    [Fact]
    public void What_was_not_done_fails() => Assert.Equal(EditOutcome.Failed, Check(Face, "a sad face on the left and a cat on the right, in a desert", Face).Result);

    [Fact]
    public void An_expression_that_was_left_open_is_kept_in_the_caption() => Assert.Equal(
        "a cool face on the left, in a desert",
        EditChecker.Complete(Grammar, new EditPlan { SourcePrompt = "a cat on the left, in a desert", TargetPrompt = "a face on the left, in a desert" }, Describe("a cool face on the left, in a desert")));

    [Theory]
    [InlineData("a cat, in a desert", 26, .3, true)]
    [InlineData("a cat, in a desert", 24, .9, false)]
    [InlineData("a line drawing of a cat, in a desert", 21, .9, true)]
    [InlineData("a line drawing of a cat, in a desert", 21, .5, false)]
    [InlineData("a line drawing of a cat, in a desert", 19, .9, false)]
    public void A_picture_is_known_where_the_autoencoder_gives_it_back(string caption, double psnr, double confidence, bool isKnown)
    {
        var seen = Describe(caption);

        Assert.Equal(isKnown, EditChecker.Knows(Grammar, seen with { Confidences = seen.Labels.ToDictionary(label => label.Key, _ => confidence) }, psnr));
    }

    private static EditCheck Check(string source, string target, string seen) =>
        EditChecker.Check(Grammar, new EditPlan { SourcePrompt = source, TargetPrompt = target }, Describe(source), Describe(seen));

    private static SceneDescription Describe(string caption)
    {
        var labels = Grammar.TryParse(caption)!;
        return new SceneDescription(labels, labels.ToDictionary(label => label.Key, _ => 0.99), Grammar.Caption(labels));
    }
}
