using BelmAgent.Editing.Plans;
using BelmAgent.Planning;
using BelmAgent.Planning.Offline;
using BelmAgent.Planning.Scenes;

namespace BelmAgent.Planning.Tests;

public class SceneRequestTests
{
    private const string One = "a red house on the left, on grass, under a blue sky, with a sun";
    private const string Two = "a red house on the left and a green tree on the right, on grass, under a sunset sky, with a sun";
    private const string Cars = "a red car on the left and a blue car on the right, on sand, under a night sky, with a moon";
    private const string Three = "a red ball on the left and a blue cat in the center and a white boat on the right, on water, under an overcast sky, with a cloud";

    [Theory]
    // Colour
    [InlineData(One, "make the house blue", "a blue house on the left, on grass, under a blue sky, with a sun", EditType.ChangeColor)]
    [InlineData(One, "Make the house blue.", "a blue house on the left, on grass, under a blue sky, with a sun", EditType.ChangeColor)]
    [InlineData(One, "turn the red house blue", "a blue house on the left, on grass, under a blue sky, with a sun", EditType.ChangeColor)]
    [InlineData(One, "please paint the house purple", "a purple house on the left, on grass, under a blue sky, with a sun", EditType.ChangeColor)]
    [InlineData(One, "can you recolor the house to white please", "a white house on the left, on grass, under a blue sky, with a sun", EditType.ChangeColor)]
    [InlineData(One, "change the color of the house to yellow", "a yellow house on the left, on grass, under a blue sky, with a sun", EditType.ChangeColor)]
    [InlineData(One, "change the house's colour from red to yellow", "a yellow house on the left, on grass, under a blue sky, with a sun", EditType.ChangeColor)]
    [InlineData(One, "make it green", "a green house on the left, on grass, under a blue sky, with a sun", EditType.ChangeColor)]
    [InlineData(One, "I want the house to be green", "a green house on the left, on grass, under a blue sky, with a sun", EditType.ChangeColor)]
    [InlineData(One, "the house should be green", "a green house on the left, on grass, under a blue sky, with a sun", EditType.ChangeColor)]
    [InlineData(One, "let the house be violet", "a purple house on the left, on grass, under a blue sky, with a sun", EditType.ChangeColor)]
    [InlineData(Cars, "make the red car green", "a green car on the left and a blue car on the right, on sand, under a night sky, with a moon", EditType.ChangeColor)]
    [InlineData(Cars, "make the car on the right green", "a red car on the left and a green car on the right, on sand, under a night sky, with a moon", EditType.ChangeColor)]
    [InlineData(Cars, "make the left car green", "a green car on the left and a blue car on the right, on sand, under a night sky, with a moon", EditType.ChangeColor)]
    [InlineData(Cars, "paint the one on the left white", "a white car on the left and a blue car on the right, on sand, under a night sky, with a moon", EditType.ChangeColor)]
    [InlineData(Cars, "make the red one white", "a white car on the left and a blue car on the right, on sand, under a night sky, with a moon", EditType.ChangeColor)]
    [InlineData(Cars, "make both cars white", "a white car on the left and a white car on the right, on sand, under a night sky, with a moon", EditType.ChangeColor)]
    [InlineData(Cars, "paint the cars yellow", "a yellow car on the left and a yellow car on the right, on sand, under a night sky, with a moon", EditType.ChangeColor)]
    [InlineData(Three, "make everything red", "a red ball on the left and a red cat in the center and a red boat on the right, on water, under an overcast sky, with a cloud", EditType.ChangeColor)]
    [InlineData(Three, "the kitten in the middle should become yellow", "a red ball on the left and a yellow cat in the center and a white boat on the right, on water, under an overcast sky, with a cloud", EditType.ChangeColor)]
    [InlineData(Two, "make the house blue and the tree red", "a blue house on the left and a red tree on the right, on grass, under a sunset sky, with a sun", EditType.ChangeColor)]
    [InlineData(Two, "make the house and the tree white", "a white house on the left and a white tree on the right, on grass, under a sunset sky, with a sun", EditType.ChangeColor)]
    // Objects
    [InlineData(One, "turn the house into a tree", "a red tree on the left, on grass, under a blue sky, with a sun", EditType.ChangeObject)]
    [InlineData(One, "replace the house with a blue boat", "a blue boat on the left, on grass, under a blue sky, with a sun", EditType.ChangeObject)]
    [InlineData(One, "swap the house for a cat", "a red cat on the left, on grass, under a blue sky, with a sun", EditType.ChangeObject)]
    [InlineData(One, "change house to car", "a red car on the left, on grass, under a blue sky, with a sun", EditType.ChangeObject)]
    [InlineData(One, "make it a ball", "a red ball on the left, on grass, under a blue sky, with a sun", EditType.ChangeObject)]
    [InlineData(One, "make the house a ball", "a red ball on the left, on grass, under a blue sky, with a sun", EditType.ChangeObject)]
    [InlineData(One, "change the building from a house to a tree", "a red tree on the left, on grass, under a blue sky, with a sun", EditType.ChangeObject)]
    [InlineData(Cars, "replace the blue car by a yellow house", "a red car on the left and a yellow house on the right, on sand, under a night sky, with a moon", EditType.ChangeObject)]
    [InlineData(Cars, "turn both cars into boats", "a red boat on the left and a blue boat on the right, on sand, under a night sky, with a moon", EditType.ChangeObject)]
    [InlineData(One, "move the house to the right", "a red house on the right, on grass, under a blue sky, with a sun", EditType.ChangePose)]
    [InlineData(Two, "put the house in the center", "a red house in the center and a green tree on the right, on grass, under a sunset sky, with a sun", EditType.ChangePose)]
    [InlineData(One, "move the house right", "a red house on the right, on grass, under a blue sky, with a sun", EditType.ChangePose)]
    [InlineData(Two, "move the house on the left to the middle", "a red house in the center and a green tree on the right, on grass, under a sunset sky, with a sun", EditType.ChangePose)]
    // Sky
    [InlineData(One, "make it night", "a red house on the left, on grass, under a night sky", EditType.ChangeBackground)]
    [InlineData(One, "night please", "a red house on the left, on grass, under a night sky", EditType.ChangeBackground)]
    [InlineData(One, "make it look like night", "a red house on the left, on grass, under a night sky", EditType.ChangeBackground)]
    [InlineData(One, "at night", "a red house on the left, on grass, under a night sky", EditType.ChangeBackground)]
    [InlineData(One, "turn day into night", "a red house on the left, on grass, under a night sky", EditType.ChangeBackground)]
    [InlineData(One, "change the sky to sunset", "a red house on the left, on grass, under a sunset sky, with a sun", EditType.ChangeBackground)]
    [InlineData(One, "make the sky a sunset", "a red house on the left, on grass, under a sunset sky, with a sun", EditType.ChangeBackground)]
    [InlineData(One, "set the sky to a starry night", "a red house on the left, on grass, under a night sky", EditType.ChangeBackground)]
    [InlineData(One, "let it be overcast", "a red house on the left, on grass, under an overcast sky", EditType.ChangeBackground)]
    [InlineData(One, "make it cloudy", "a red house on the left, on grass, under an overcast sky", EditType.ChangeBackground)]
    [InlineData(One, "I'd like a night sky", "a red house on the left, on grass, under a night sky", EditType.ChangeBackground)]
    [InlineData(Two, "replace the sunset sky with a blue sky", "a red house on the left and a green tree on the right, on grass, under a blue sky, with a sun", EditType.ChangeBackground)]
    [InlineData(Two, "make the sky blue", "a red house on the left and a green tree on the right, on grass, under a blue sky, with a sun", EditType.ChangeBackground)]
    [InlineData(Cars, "make it sunny", "a red car on the left and a blue car on the right, on sand, under a blue sky, with a sun", EditType.ChangeBackground)]
    [InlineData(Two, "change the picture to a moonlit scene", "a red house on the left and a green tree on the right, on grass, under a night sky, with a moon", EditType.ChangeBackground)]
    // Ground
    [InlineData(One, "put it on snow", "a red house on the left, on snow, under a blue sky, with a sun", EditType.ChangeBackground)]
    [InlineData(One, "put everything on sand", "a red house on the left, on sand, under a blue sky, with a sun", EditType.ChangeBackground)]
    [InlineData(One, "put the house on the beach", "a red house on the left, on sand, under a blue sky, with a sun", EditType.ChangeBackground)]
    [InlineData(One, "make it winter", "a red house on the left, on snow, under a blue sky, with a sun", EditType.ChangeBackground)]
    [InlineData(One, "change the ground to water", "a red house on the left, on water, under a blue sky, with a sun", EditType.ChangeBackground)]
    [InlineData(One, "turn the grass into sand", "a red house on the left, on sand, under a blue sky, with a sun", EditType.ChangeBackground)]
    [InlineData(One, "replace the grass with snow", "a red house on the left, on snow, under a blue sky, with a sun", EditType.ChangeBackground)]
    [InlineData(One, "make the ground snowy", "a red house on the left, on snow, under a blue sky, with a sun", EditType.ChangeBackground)]
    [InlineData(One, "add snow", "a red house on the left, on snow, under a blue sky, with a sun", EditType.ChangeBackground)]
    [InlineData(One, "make it a snowy night", "a red house on the left, on snow, under a night sky", EditType.ChangeBackground)]
    // What hangs in the sky
    [InlineData(One, "remove the sun", "a red house on the left, on grass, under a blue sky", EditType.DeleteObject)]
    [InlineData(One, "get rid of the sun", "a red house on the left, on grass, under a blue sky", EditType.DeleteObject)]
    [InlineData(One, "take the sun away", "a red house on the left, on grass, under a blue sky", EditType.DeleteObject)]
    [InlineData(One, "without the sun", "a red house on the left, on grass, under a blue sky", EditType.DeleteObject)]
    [InlineData(One, "remove the sun from the sky", "a red house on the left, on grass, under a blue sky", EditType.DeleteObject)]
    [InlineData(One, "replace the sun with a cloud", "a red house on the left, on grass, under a blue sky, with a cloud", EditType.ChangeObject)]
    [InlineData("a red house on the left, on grass, under a blue sky", "add a sun", "a red house on the left, on grass, under a blue sky, with a sun", EditType.AddObject)]
    [InlineData("a red house on the left, on grass, under a night sky", "put a moon in the sky", "a red house on the left, on grass, under a night sky, with a moon", EditType.AddObject)]
    [InlineData("a red house on the left, on grass, under an overcast sky", "there should be a cloud", "a red house on the left, on grass, under an overcast sky, with a cloud", EditType.AddObject)]
    // Adding
    [InlineData(One, "add a blue boat in the center", "a red house on the left and a blue boat in the center, on grass, under a blue sky, with a sun", EditType.AddObject)]
    [InlineData(One, "place a white cat on the right", "a red house on the left and a white cat on the right, on grass, under a blue sky, with a sun", EditType.AddObject)]
    [InlineData(One, "insert a tree on the right side", "a red house on the left and a tree on the right, on grass, under a blue sky, with a sun", EditType.AddObject)]
    [InlineData(Two, "add a blue boat", "a red house on the left and a blue boat in the center and a green tree on the right, on grass, under a sunset sky, with a sun", EditType.AddObject)]
    [InlineData(Two, "add a ball between the house and the tree", "a red house on the left and a ball in the center and a green tree on the right, on grass, under a sunset sky, with a sun", EditType.AddObject)]
    [InlineData(One, "put a red ball next to the house", "a red house on the left and a red ball in the center, on grass, under a blue sky, with a sun", EditType.AddObject)]
    [InlineData("a green tree on the right, on snow, under a blue sky", "add a red house to the left of the tree", "a red house in the center and a green tree on the right, on snow, under a blue sky", EditType.AddObject)]
    [InlineData("a green tree on the right, on snow, under a blue sky", "add a red house on the left", "a red house on the left and a green tree on the right, on snow, under a blue sky", EditType.AddObject)]
    // Removing
    [InlineData(Two, "remove the tree", "a red house on the left, on grass, under a sunset sky, with a sun", EditType.DeleteObject)]
    [InlineData(Two, "delete the house on the left", "a green tree on the right, on grass, under a sunset sky, with a sun", EditType.DeleteObject)]
    [InlineData(Three, "erase the cat", "a red ball on the left and a white boat on the right, on water, under an overcast sky, with a cloud", EditType.DeleteObject)]
    [InlineData(Three, "remove the ball and the boat", "a blue cat in the center, on water, under an overcast sky, with a cloud", EditType.DeleteObject)]
    [InlineData(Cars, "take away the blue car", "a red car on the left, on sand, under a night sky, with a moon", EditType.DeleteObject)]
    // Several at once
    [InlineData(Two, "make it night and add a moon", "a red house on the left and a green tree on the right, on grass, under a night sky, with a moon", EditType.Random)]
    [InlineData(Two, "add a moon and make it night", "a red house on the left and a green tree on the right, on grass, under a night sky, with a moon", EditType.Random)]
    [InlineData(Two, "remove the house, then make the tree red and put it on snow", "a red tree on the right, on snow, under a sunset sky, with a sun", EditType.Random)]
    [InlineData(One, "add a boat on the right and make it blue", "a red house on the left and a blue boat on the right, on grass, under a blue sky, with a sun", EditType.Random)]
    [InlineData(One, "change the sky to sunset and the ground to sand", "a red house on the left, on sand, under a sunset sky, with a sun", EditType.ChangeBackground)]
    [InlineData(One, "make the house blue but keep everything else the same", "a blue house on the left, on grass, under a blue sky, with a sun", EditType.ChangeColor)]
    [InlineData(Two, "take out the tree and put a cat there", "a red house on the left and a cat on the right, on grass, under a sunset sky, with a sun", EditType.Random)]
    [InlineData(Two, "make it night, snow and remove the sun", "a red house on the left and a green tree on the right, on snow, under a night sky", EditType.ChangeBackground)]
    [InlineData(Two, "make the house yellow, the tree purple and the sky night", "a yellow house on the left and a purple tree on the right, on grass, under a night sky", EditType.Random)]
    [InlineData(Two, "make the house and tree both yellow", "a yellow house on the left and a yellow tree on the right, on grass, under a sunset sky, with a sun", EditType.ChangeColor)]
    [InlineData(Cars, "make the red car blue and the blue car red", "a blue car on the left and a red car on the right, on sand, under a night sky, with a moon", EditType.ChangeColor)]
    [InlineData(Cars, "make the red car green, then move the green car to the center", "a green car in the center and a blue car on the right, on sand, under a night sky, with a moon", EditType.Random)]
    // Telegrams
    [InlineData(Two, "red house -> blue house", "a blue house on the left and a green tree on the right, on grass, under a sunset sky, with a sun", EditType.ChangeColor)]
    [InlineData(Two, "sunset to night", "a red house on the left and a green tree on the right, on grass, under a night sky", EditType.ChangeBackground)]
    [InlineData(Two, "sky: night", "a red house on the left and a green tree on the right, on grass, under a night sky", EditType.ChangeBackground)]
    [InlineData(Two, "tree red", "a red house on the left and a red tree on the right, on grass, under a sunset sky, with a sun", EditType.ChangeColor)]
    [InlineData(Two, "give me a night sky with a moon", "a red house on the left and a green tree on the right, on grass, under a night sky, with a moon", EditType.ChangeBackground)]
    [InlineData(Two, "change the background to snow", "a red house on the left and a green tree on the right, on snow, under a sunset sky, with a sun", EditType.ChangeBackground)]
    [InlineData(Two, "put a ball left of the tree", "a red house on the left and a ball in the center and a green tree on the right, on grass, under a sunset sky, with a sun", EditType.AddObject)]
    // Captions as people write them: only what changes is written anew
    [InlineData("A red car and a tree on grass under a starry sky", "make the car blue", "a blue car and a tree on grass under a starry sky", EditType.ChangeColor)]
    [InlineData("the red house on the left, a night sky, on the lawn", "replace the house with a boat", "a red boat on the left, a night sky, on the lawn", EditType.ChangeObject)]
    [InlineData("a house", "make it night", "a house, under a night sky", EditType.ChangeBackground)]
    public async Task Places_a_request(string caption, string request, string target, EditType type)
    {
        var outcome = await new OfflinePlanner(SceneVocabulary.ToyTown).PlanAsync(new(request, caption));

        Assert.True(outcome.IsPlanned, outcome.Question);
        Assert.Equal(caption, outcome.Plan.SourcePrompt);
        Assert.Equal(target, outcome.Plan.TargetPrompt);
        Assert.Equal(type, outcome.Plan.EditType);
    }

    [Theory]
    [InlineData(Cars, "make the car green", "Which car: the red one on the left or the blue one on the right?")]
    [InlineData(Two, "make it green", "")]
    [InlineData(One, "add a dragon", "outside what this model knows")]
    [InlineData(One, "make the house orange", "outside what this model knows")]
    [InlineData(One, "turn it into an oil painting", "outside what this model knows")]
    [InlineData(One, "make the boat blue", "There is no boat in the image")]
    [InlineData(One, "remove the moon", "There is no moon in the image")]
    [InlineData(One, "add a moon", "goes with a sky of night")]
    [InlineData(One, "add a cloud", "already a sun in the sky")]
    [InlineData(One, "add a blue boat on the left", "There is already a red house on the left")]
    [InlineData(Three, "add a blue boat", "The image is full")]
    [InlineData(One, "make the house red", "The image already has a red house on the left")]
    [InlineData(One, "make it nice", "What should look better?")]
    [InlineData(One, "make the house red and blue", "How is")]
    [InlineData(One, "make the house snowy", "How is")]
    [InlineData(One, "a blue car", "How is")]
    [InlineData(One, "add a tree on each side", "How is")]
    [InlineData(One, "add a tree there", "outside what this model knows")]
    [InlineData(Two, "swap the house and the tree", "How is")]
    [InlineData(One, "hello", "")]
    [InlineData(One, "", "What should change?")]
    [InlineData(One, "keep it", "What should change?")]
    [InlineData(One, "make it summer", "outside what this model knows")]
    [InlineData(One, "turn night into day", "There is no night in the image")]
    [InlineData(Cars, "make it green and the red car white", "Which car")]
    [InlineData(Cars, "move the red car to the right", "There is already a blue car on the right")]
    public async Task Asks_rather_than_guesses(string caption, string request, string part)
    {
        var outcome = await new OfflinePlanner(SceneVocabulary.ToyTown).PlanAsync(new(request, caption));

        Assert.False(outcome.IsPlanned, outcome.Plan?.TargetPrompt);
        Assert.Contains(part, outcome.Question, StringComparison.Ordinal);
        Assert.NotEmpty(outcome.Reason);
    }

    [Theory]
    [InlineData("make the car green", "make it red", "a red car on the right")]
    [InlineData("turn the boat into a car", "make it red", "a red car on the right")]
    [InlineData("add a cat on the left", "now paint it red", "a red cat on the left and a green car on the right")]
    public async Task Understands_it_from_the_last_request(string earlier, string request, string target)
    {
        var planner = new OfflinePlanner(SceneVocabulary.ToyTown);
        var caption = earlier.StartsWith("add", StringComparison.Ordinal) ? "a cat on the left and a green car on the right" : "a white cat on the left and a green car on the right";

        var outcome = await planner.PlanAsync(new(request, caption) { History = [new("make it night"), new(earlier)] });

        Assert.True(outcome.IsPlanned, outcome.Question);
        Assert.Equal(target.StartsWith("a red car", StringComparison.Ordinal) ? "a white cat on the left and " + target : target, outcome.Plan.TargetPrompt);
    }

    [Fact]
    public async Task Says_that_the_sun_goes_when_night_falls()
    {
        var outcome = await new OfflinePlanner(SceneVocabulary.ToyTown).PlanAsync(new("make it night", One));

        Assert.Equal(["The sun goes: a sky of night holds none."], outcome.Notes);
        Assert.Equal("sky: day → night", outcome.Reason);
    }
}
