using BelmAgent.Planning.Offline;

namespace BelmAgent.Planning.Tests.Offline;

public class TypingErrorTests
{
    [Theory]
    [InlineData("a woman wearing a green scarf", "make the scerf red", "a woman wearing a red scarf", "scerf")]
    [InlineData("a red car in front of a house", "remove the cor", "a house", "cor")]
    [InlineData("a cowboy herding cattle", "turn the cattle into shepp", "a cowboy herding sheep", "shepp")]
    public async Task A_typing_error_with_one_reading_is_planned_with_a_note(string caption, string request, string target, string typed)
    {
        var outcome = await new OfflinePlanner(vocabulary: null).PlanAsync(new(request, caption));

        Assert.True(outcome.IsPlanned, outcome.Question);
        Assert.Contains(outcome.Plan.TargetPrompt, target.Split(" | "));
        Assert.Equal(request, outcome.Plan.Request);
        Assert.Contains(outcome.Notes, note => note.Contains($"\"{typed}\" was read as", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_word_like_one_of_the_caption_s_may_be_meant_as_that_without_a_note()
    {
        var outcome = await new OfflinePlanner(vocabulary: null).PlanAsync(new("change the beech to a forest", "a dog on the beach"));

        Assert.Contains(outcome.Plan?.TargetPrompt, new[] { "a dog in the forest", "a dog in a forest" });
    }

    [Theory]
    [InlineData("make the dog black")]
    [InlineData("replace the dog with a Vizsla")]
    [InlineData("make it a Rembrandt painting, pls")]
    public async Task What_is_spelled_correctly_or_is_a_name_is_left_alone(string request)
    {
        var outcome = await new OfflinePlanner(vocabulary: null).PlanAsync(new(request, "a photo of a dog on a beach"));

        Assert.True(outcome.IsPlanned, outcome.Question);
        Assert.DoesNotContain(outcome.Notes, note => note.Contains("was read as", StringComparison.Ordinal));
    }
}
