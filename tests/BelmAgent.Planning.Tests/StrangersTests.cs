using BelmAgent.Planning;
using BelmAgent.Planning.Offline;
using BelmAgent.Planning.Scenes;

namespace BelmAgent.Planning.Tests;

/// <summary>Requests as people write them who do not know the grammar.</summary>
public class StrangersTests
{
    private const string Bicycle = "a red bicycle against a wall";
    private const string Dogs = "a woman with two dogs on a beach";
    private const string Dress = "a woman in a blue dress near the sea";

    [Theory]
    // One of several, and numbers
    [InlineData(Dogs, "remove one dog", "a woman with a dog on a beach | a woman with one dog on a beach")]
    [InlineData(Dogs, "remove one of the dogs", "a woman with a dog on a beach | a woman with one dog on a beach")]
    [InlineData(Dogs, "make one of the dogs black", "a woman with a black dog and another dog on a beach | a woman with two dogs, one of them black, on a beach")]
    [InlineData("Children building a sandcastle near the shore", "just one child, we only have the one", "A child building a sandcastle near the shore | One child building a sandcastle near the shore")]
    [InlineData("a toy robot and a teddy bear sitting on a wooden shelf", "swap the teddy for a stuffed giraffe", "a toy robot and a stuffed giraffe sitting on a wooden shelf")]
    [InlineData("a chef in a white hat slicing carrots in a kitchen", "what if there were two more chefs working behind him", "a chef in a white hat slicing carrots in a kitchen with two more chefs working behind him")]
    [InlineData("An old black and white photograph of a man in uniform standing beside a car", "colorize it please, this is my great grandpa", "An old colorized photograph of a man in uniform standing beside a car | An old color photograph of a man in uniform standing beside a car")]
    [InlineData("A snow covered cabin in the woods with smoke rising from the chimney", "make the cabin a castle and nothing else", "A snow covered castle in the woods with smoke rising from the chimney")]
    [InlineData("a construction worker drinking coffee on a steel beam", "a sandwich instead of coffee", "a construction worker eating a sandwich on a steel beam")]
    [InlineData("A librarian reading to children sitting in a circle", "a pirate doing the reading", "A pirate reading to children sitting in a circle")]
    [InlineData(Dogs, "add two more dogs", "a woman with four dogs on a beach")]
    [InlineData(Dogs, "make it four dogs", "a woman with four dogs on a beach")]
    [InlineData("three cats on a wall", "make one of the cats white", "one white cat and two other cats on a wall | three cats, one of them white, on a wall")]
    [InlineData("two parrots sitting on a branch", "one parrot has to be flying away", "two parrots, one of them flying away, sitting on a branch | two parrots, one sitting and one flying away, on a branch | two parrots sitting on a branch, one of them flying away")]
    // One of several, by its side
    [InlineData("Two golden retrievers lying on a grey sofa in a bright living room.", "remove the left dog, we had to rehome him", "A golden retriever lying on a grey sofa in a bright living room.")]
    [InlineData("three acoustic guitars hanging on a yellow wall", "remove the guitar on the right", "two acoustic guitars hanging on a yellow wall")]
    [InlineData("A shop window displaying three mannequins in winter coats", "remove the left one", "A shop window displaying two mannequins in winter coats")]
    [InlineData("a cat on the left and a dog on the right", "remove the dog on the right", "a cat on the left")]
    // Politeness, reasons and assurances
    [InlineData(Dress, "make the dress green, thank you so much", "a woman in a green dress near the sea")]
    [InlineData(Dress, "make the dress green and nothing else", "a woman in a green dress near the sea")]
    [InlineData(Dress, "make the dress green so it matches the sea", "a woman in a green dress near the sea")]
    [InlineData(Dress, "hey, could you please make the dress green? thanks!!", "a woman in a green dress near the sea")]
    [InlineData(Dress, "Would you mind making the dress green, if possible", "a woman in a green dress near the sea")]
    // What if, can we, should be
    [InlineData(Dress, "what if her dress was green", "a woman in a green dress near the sea")]
    [InlineData(Dress, "can the dress be green", "a woman in a green dress near the sea")]
    [InlineData(Dress, "her dress has to be green", "a woman in a green dress near the sea")]
    [InlineData("a car in front of a house", "could we have a dog sitting beside the car?", "a car in front of a house with a dog sitting beside it | a dog sitting beside a car in front of a house | a car with a dog sitting beside it in front of a house")]
    // Heads that are pictures, groups and containers
    [InlineData("a portrait of a young woman in a garden", "make her smile", "a portrait of a young woman smiling in a garden | a portrait of a smiling young woman in a garden")]
    [InlineData("a bottle of water on a table", "put a sticker on the bottle", "a bottle of water with a sticker on a table")]
    [InlineData("a pair of brown leather boots on a floor", "change the pair of boots to a pair of sandals", "a pair of brown leather sandals on a floor")]
    [InlineData("a family of four in a park", "make it a family of six", "a family of six in a park")]
    // The old state leaves
    [InlineData("a man wearing a blue shirt and jeans", "have him wear a white suit", "a man wearing a white suit")]
    [InlineData("a boy eating an apple", "have him eat a pear", "a boy eating a pear")]
    [InlineData("a cat sitting on a table", "the cat should be on the floor", "a cat sitting on the floor | a cat on the floor")]
    [InlineData("a crowded train with passengers looking at their phones", "make the train empty", "an empty train")]
    // "it" for the whole picture
    [InlineData("a wooden bridge over a river", "make it a rainy evening", "a wooden bridge over a river on a rainy evening")]
    [InlineData("a wooden bridge over a river", "turn it into a sepia photo", "a sepia photo of a wooden bridge over a river")]
    [InlineData("a street in Tokyo at night", "what if this was in Paris?", "a street in Paris at night")]
    // Instead
    [InlineData("a girl in boots on a path", "let the girl wear sandals instead of boots", "a girl in sandals on a path")]
    [InlineData("two dogs on a sofa", "instead of dogs I want cats", "two cats on a sofa")]
    [InlineData("a cup of coffee on a table", "tea not coffee", "a cup of tea on a table")]
    [InlineData("a cowboy on a white horse", "i want a motorcycle where the horse is", "a cowboy on a white motorcycle")]
    [InlineData("a desk with a lamp and books", "remove the books and put a plant there", "a desk with a lamp and a plant")]
    // Only, and everything but
    [InlineData("a row of houses along a canal with bicycles", "take out everything but the houses", "a row of houses")]
    [InlineData("a white mug on a desk beside a laptop", "i only want the mug on the desk", "a white mug on a desk")]
    // Fragments, and text
    [InlineData("an airplane above fluffy white clouds", "pink clouds please!!", "an airplane above fluffy pink clouds")]
    [InlineData("a shop with a sign that says OPEN and a door", "make the sign say CLOSED", "a shop with a sign that says CLOSED and a door")]
    [InlineData("a white mug on a desk", "write BEST DAD on the mug", "a white mug that says BEST DAD on a desk | a white mug with BEST DAD written on it on a desk | a white mug saying BEST DAD on a desk")]
    // What only talks
    [InlineData("a black dog with a red ball", "love this pic but the ball is ugly, make it yellow pls", "a black dog with a yellow ball")]
    [InlineData("a sailor on a fishing boat", "excuse me, if you have time could you turn the fishing boat to a submarine", "a sailor on a submarine")]
    // The old state, said again
    [InlineData("a woman in a yellow raincoat on a street", "she's wearing a dress not a raincoat", "a woman in a yellow dress on a street")]
    [InlineData("a cat sitting in a flower pot", "cat on a sofa not in a pot", "a cat sitting on a sofa")]
    [InlineData("a city at sunset", "i need this at dawn not sunset", "a city at dawn")]
    [InlineData("a plate with two eggs", "three eggs instead of two", "a plate with three eggs")]
    // Colours and looks
    [InlineData("a red car in front of a house", "car in navy blue", "a navy blue car in front of a house")]
    [InlineData("a bench under a cherry tree", "make the tree a palm tree", "a bench under a palm tree")]
    // A new action takes the place of the old
    [InlineData("two friends eating pizza in a park", "have them drink wine", "two friends drinking wine in a park")]
    [InlineData("a group of students studying in a library", "they should be sleeping", "a group of students sleeping in a library")]
    // Things of one kind, and one of many by its place
    [InlineData("a barista pouring milk into a cup of coffee", "make it tea", "a barista pouring milk into a cup of tea")]
    [InlineData("two zebras next to a giraffe", "get rid of the zebra on the left", "a zebra next to a giraffe | one zebra next to a giraffe")]
    // What stays
    [InlineData("a desk with three monitors and empty cans", "nothing except the monitors should remain on the desk", "a desk with three monitors")]
    [InlineData("a teapot and two cups on a tray", "teapot stays, everything else goes", "a teapot | a teapot on a tray")]
    // Compound nouns
    [InlineData("a teddy bear on a bed", "make the bear white", "a white teddy bear on a bed")]
    public async Task Plans_a_form_that_people_use(string caption, string request, string target)
    {
        var outcome = await new OfflinePlanner(vocabulary: null).PlanAsync(new(request, caption));

        Assert.True(outcome.IsPlanned, outcome.Question);
        Assert.Contains(outcome.Plan.TargetPrompt, target.Split(" | "));
        Assert.Equal(request, outcome.Plan.Request);
    }

    [Theory]
    [InlineData(Bicycle, "remove the person")]
    [InlineData(Bicycle, "make the animal blue")]
    [InlineData("a man with a light bulb", "replace the light with a candle")]
    [InlineData("two men in white shirts at a bar", "remove the lady on the right")]
    [InlineData("a barista with a cup of coffee", "put something cute")]
    [InlineData(Dogs, "make the dogs")]
    public async Task Asks_about_what_is_not_there_or_not_said(string caption, string request)
    {
        var outcome = await new OfflinePlanner(vocabulary: null).PlanAsync(new(request, caption));

        Assert.False(outcome.IsPlanned, outcome.Plan?.TargetPrompt);
    }

    [Fact]
    public async Task A_question_quotes_the_caption_as_it_is()
    {
        var outcome = await new OfflinePlanner(vocabulary: null).PlanAsync(new("replace the lighthouse with a windmill and paint the wheelbarrow green", "a lighthouse on a cliff with waves crashing below"));

        Assert.False(outcome.IsPlanned, outcome.Plan?.TargetPrompt);
        Assert.Contains("\"a lighthouse on a cliff with waves crashing below\"", outcome.Question, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_says_what_was_read_as_talk()
    {
        var outcome = await new OfflinePlanner(vocabulary: null).PlanAsync(new("our team plays in orange so the jersey must be orange", "a player in a blue jersey"));

        Assert.Equal("a player in an orange jersey", outcome.Plan?.TargetPrompt);
        Assert.Contains(outcome.Notes, note => note.Contains("our team plays in orange", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("it needs a tree", "a red house on the left and a tree in the center, on grass, under a blue sky")]
    [InlineData("I want a blue house", "a blue house on the left, on grass, under a blue sky")]
    public async Task A_closed_world_understands_the_same_wishes(string request, string target)
    {
        var outcome = await new OfflinePlanner(SceneVocabulary.ToyTown).PlanAsync(new(request, "a red house on the left, on grass, under a blue sky"));

        Assert.Equal(target, outcome.Plan?.TargetPrompt);
    }
}
