using BelmAgent.Planning.FreeText;
using BelmAgent.Planning.Offline;
using BelmAgent.Planning.Requests;
using BelmAgent.Planning.Text;

namespace BelmAgent.Planning.Tests.Requests;

/// <summary>Changes said as commands by themselves.</summary>
public class ChangeCommandTests
{
    private static readonly Phrase Dog = Phrase.Parse("the dog");
    private static readonly Phrase It = Phrase.Parse("it");

    internal static TheoryData<Change, string> Changes => new()
    {
        { new Change.Become(Dog, Phrase.Parse("black")), "make the dog black" },
        { new Change.Become(It, Phrase.Parse("black")), "make the cat black" },
        { new Change.Become(Phrase.Parse("he"), Phrase.Parse("smile")), "make the cat smile" },
        { new Change.Become(Dog, Phrase.Parse("a cat"), Link: ResultLink.With), "replace the dog with a cat" },
        { new Change.Become(Dog, Phrase.Parse("a cat"), Link: ResultLink.Into), "turn the dog into a cat" },
        { new Change.Become(Dog, Phrase.Parse("a cat"), Link: ResultLink.To), "change the dog to a cat" },
        { new Change.Become(Dog, Phrase.Parse("red")) { Aspect = Aspect.Color }, "change the color of the dog to red" },
        { new Change.Become(Dog, Phrase.Parse("sitting"), Phrase.Parse("running")) { Aspect = Aspect.Pose }, "change the pose of the dog from running to sitting" },
        { new Change.Become(new Phrase(), Phrase.Parse("grey"), Phrase.Parse("blue")), "change blue to grey" },
        { new Change.Become(new Phrase(), Phrase.Parse("baroque")) { Aspect = Aspect.Style }, "change the style to baroque" },
        { new Change.Become(new Phrase(), Phrase.Parse("night")), "make it night" },
        { new Change.Add(Phrase.Parse("a hat"), null), "add a hat" },
        { new Change.Add(Phrase.Parse("a hat"), Phrase.Parse("to it")), "add a hat to the cat" },
        { new Change.Remove(It), "remove the cat" },
        { new Change.Move(Dog, Phrase.Parse("on a sofa")), "put the dog on a sofa" },
        { new Change.Count(Phrase.Parse("dogs"), 4), "change the number of dogs to four" },
        { new Change.Count(Phrase.Parse("dogs"), 2, IsDifference: true), "add two more dogs" },
        { new Change.Count(Phrase.Parse("the dogs"), -1, IsDifference: true), "remove one of the dogs" },
        { new Change.Count(Phrase.Parse("the dogs"), -2, IsDifference: true), "remove two of the dogs" },
        { new Change.Count(Phrase.Parse("the dogs"), 0, IsDifference: true), "double the number of dogs" },
        { new Change.OneOf(Phrase.Parse("the dogs"), new Change.Become(new Phrase(), Phrase.Parse("black"))), "make one of the dogs black" },
        { new Change.OneOf(Phrase.Parse("the dogs"), new Change.Add(Phrase.Parse("a hat"), null)), "give one of the dogs a hat" },
        { new Change.Only([Dog, Phrase.Parse("the sofa")]), "leave only the dog and the sofa" },
        { new Change.Write(Phrase.Parse("the sign"), Phrase.Parse("Closed Today")), "write \"Closed Today\" on the sign" },
        { new Change.Write(new Phrase(), Phrase.Parse("Closed")), "write \"Closed\"" },
    };

    [Fact]
    public void A_change_is_said_as_a_command() =>
        Assert.All(Changes, row => Assert.Equal(row.Data.Item2, ChangeCommand.Say(row.Data.Item1, Phrase.Parse("cat"))));

    [Theory]
    [InlineData("two dogs on a road", "dogs", 2, "change the number of dogs to four")]
    [InlineData("two dogs on a road", "dogs", 0, "change the number of dogs to four")]
    [InlineData("two dogs on a road", "dogs", -2, "remove dogs")]
    [InlineData("dogs on a beach", "dogs", 0, "double the number of dogs")]
    public void Numbers_are_reckoned_where_the_caption_counts(string caption, string what, int difference, string command) =>
        Assert.Equal(command, ChangeCommand.Say(new FreeCaption(CaptionText.Parse(caption)).Reckoned(new Change.Count(Phrase.Parse(what), difference, IsDifference: true)), null));

    [Fact]
    public void One_of_two_is_said_by_what_distinguishes_it() =>
        Assert.Equal("change the color of the crow on the wall to white", ChangeCommand.Say(new FreeCaption(CaptionText.Parse("a crow on a post and a crow on a wall")).Reckoned(new Change.Become(Phrase.Parse("the second crow"), Phrase.Parse("white"))), null));

    [Theory]
    [InlineData("otter in the water with pink hearts", "the raven", "pink", "green", "change the hearts from pink to green")]
    [InlineData("a man in a red shirt beside a car", "the pullover", "red", "blue", "change the shirt from red to blue")]
    [InlineData("a red car and a red bus", "the raven", "red", "green", "change the raven from red to green")]
    [InlineData("a boat with a blue sail on a lake", "the sky", "blue", "pink", "change the sky from blue to pink")]
    [InlineData("a man beside a red car", "his jacket", "red", "blue", "change his jacket from red to blue")]
    public void The_old_look_says_what_is_meant(string caption, string named, string from, string result, string command) =>
        Assert.Equal(command, ChangeCommand.Say(new FreeCaption(CaptionText.Parse(caption)).Reckoned(new Change.Become(Phrase.Parse(named), Phrase.Parse(result), Phrase.Parse(from))), null));

    [Fact]
    public async Task What_cannot_be_reckoned_is_planned_or_asked_about()
    {
        var outcome = await new OfflinePlanner(vocabulary: null).PlanAsync(new("double the dogs", "dogs on a beach"));

        Assert.NotEqual("dogs on a beach", outcome.Plan?.TargetPrompt);
    }

    [Fact]
    public async Task A_caption_that_is_too_long_is_named_as_such()
    {
        var outcome = await new OfflinePlanner(vocabulary: null).PlanAsync(new("make the dog black", "a dog " + string.Join(' ', Enumerable.Repeat("beside a tree", 30))));

        Assert.Contains("too long", outcome.Question, StringComparison.Ordinal);
    }
}
