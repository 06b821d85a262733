using BelmAgent.Planning.Offline;

namespace BelmAgent.Planning.Tests.Offline;

public class RefusalTests
{
    [Theory]
    [InlineData("crop it to a square", "cannot crop it")]
    [InlineData("please rotate the photo", "cannot rotate it")]
    [InlineData("can you upscale this?", "cannot upscale it")]
    [InlineData("make it look better", "What should look better?")]
    [InlineData("what color is the dog?", "The caption says")]
    [InlineData("how many people are there?", "I only know what the caption says")]
    [InlineData("haz el perro negro por favor", "looks like Spanish")]
    [InlineData("mach den Hund schwarz bitte", "looks like German")]
    [InlineData("rends le chien noir s'il te plaît", "looks like French")]
    [InlineData("把狗变成黑色", "looks like Chinese")]
    [InlineData("сделай собаку чёрной", "looks like Russian")]
    public async Task Says_what_it_cannot_do_and_what_helps(string request, string part)
    {
        var outcome = await new OfflinePlanner(vocabulary: null).PlanAsync(new(request, "a photo of a brown dog on a beach"));

        Assert.False(outcome.IsPlanned, outcome.Plan?.TargetPrompt);
        Assert.Contains(part, outcome.Question, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a room with a mirror", "remove the mirror")]
    [InlineData("a girl in a crop top", "make the crop top red")]
    [InlineData("a dog on a beach", "what if the dog was black?")]
    [InlineData("a dog on a beach", "can you make the dog black?")]
    public async Task A_change_is_not_refused(string caption, string request) =>
        Assert.True((await new OfflinePlanner(vocabulary: null).PlanAsync(new(request, caption))).IsPlanned);
}
