using BelmAgent.Editing.Plans;
using BelmAgent.Planning;
using BelmAgent.Planning.Offline;
using BelmAgent.Planning.Scenes;

namespace BelmAgent.Planning.Tests;

public class FollowUpTests
{
    private const string Cars = "a red car on the left and a blue car on the right, on sand, under a night sky";
    private const string ThreeCars = "a red car on the left and a blue car in the center and a white car on the right, on sand, under a night sky";
    private const string Two = "a red house on the left and a green tree on the right, on grass, under a sunset sky, with a sun";
    private const string Full = "a red ball on the left and a blue cat in the center and a white boat on the right, on water, under an overcast sky, with a cloud";
    private const string Day = "a red house on the left, on grass, under a blue sky, with a sun";
    private const string Dogs = "a white dog and a brown dog on the grass";
    private const string Same = "a dog on a chair and a dog on a sofa";
    private const string Couple = "a man with a hat and a woman with an umbrella in a park";

    [Theory]
    // Which one: by colour, place, order, or all
    [InlineData(Cars, "make the car green", "the red one", "a green car on the left and a blue car on the right, on sand, under a night sky")]
    [InlineData(Cars, "make the car green", "the left one", "a green car on the left and a blue car on the right, on sand, under a night sky")]
    [InlineData(Cars, "make the car green", "left", "a green car on the left and a blue car on the right, on sand, under a night sky")]
    [InlineData(Cars, "make the car green", "The one on the right, please.", "a red car on the left and a green car on the right, on sand, under a night sky")]
    [InlineData(Cars, "make the car green", "the second one", "a red car on the left and a green car on the right, on sand, under a night sky")]
    [InlineData(Cars, "make the car green", "the last", "a red car on the left and a green car on the right, on sand, under a night sky")]
    [InlineData(Cars, "make the car green", "both", "a green car on the left and a green car on the right, on sand, under a night sky")]
    [InlineData(Cars, "make the car green", "both of them", "a green car on the left and a green car on the right, on sand, under a night sky")]
    [InlineData(Cars, "remove the car", "the blue one", "a red car on the left, on sand, under a night sky")]
    [InlineData(Cars, "turn the car into a boat and add a moon", "the first one", "a red boat on the left and a blue car on the right, on sand, under a night sky, with a moon")]
    [InlineData(ThreeCars, "turn the car into a boat", "the one in the middle", "a red car on the left and a blue boat in the center and a white car on the right, on sand, under a night sky")]
    [InlineData(Dogs, "make the dog black", "the brown one", "a white dog and a black dog on the grass")]
    [InlineData(Dogs, "make the dog black", "the first one", "a black dog and a brown dog on the grass")]
    [InlineData(Dogs, "make the dog black", "both", "a black dog and a black dog on the grass")]
    [InlineData(Dogs, "replace the dog with a cat", "the brown dog", "a white dog and a cat on the grass")]
    [InlineData(Same, "make the dog black", "the second one", "a dog on a chair and a black dog on a sofa")]
    [InlineData(Same, "make the dog black", "the one on the chair", "a black dog on a chair and a dog on a sofa")]
    // Something other than what was asked for
    [InlineData(Day, "turn the house into a dragon", "a boat instead", "a red boat on the left, on grass, under a blue sky, with a sun")]
    [InlineData(Day, "add a dragon on the right", "a cat", "a red house on the left and a cat on the right, on grass, under a blue sky, with a sun")]
    [InlineData(Two, "make the boat blue", "the house", "a blue house on the left and a green tree on the right, on grass, under a sunset sky, with a sun")]
    [InlineData("a dog on a beach", "make the cat black", "the dog", "a black dog on a beach")]
    [InlineData("a dog on a beach", "make the cat black", "I meant the dog", "a black dog on a beach")]
    // What was offered
    [InlineData(Day, "add a moon", "yes", "a red house on the left, on grass, under a night sky, with a moon")]
    [InlineData(Day, "add a moon", "yes please", "a red house on the left, on grass, under a night sky, with a moon")]
    [InlineData(Day, "add a cloud", "yes", "a red house on the left, on grass, under a blue sky, with a cloud")]
    [InlineData(Day, "add a blue boat on the left", "yes", "a blue boat on the left, on grass, under a blue sky, with a sun")]
    [InlineData(Day, "add a blue boat on the left", "replace it", "a blue boat on the left, on grass, under a blue sky, with a sun")]
    [InlineData(Day, "add a blue boat on the left", "on the right", "a red house on the left and a blue boat on the right, on grass, under a blue sky, with a sun")]
    [InlineData(Day, "add a blue boat on the left", "put it on the right", "a red house on the left and a blue boat on the right, on grass, under a blue sky, with a sun")]
    [InlineData(Cars, "move the red car to the right", "yes", "a red car on the right, on sand, under a night sky")]
    [InlineData(Cars, "move the red car to the right", "to the middle then", "a red car in the center and a blue car on the right, on sand, under a night sky")]
    [InlineData(Full, "add a blue tree", "the cat", "a red ball on the left and a blue tree in the center and a white boat on the right, on water, under an overcast sky, with a cloud")]
    // A request of its own
    [InlineData(Cars, "make the car green", "make the blue car white", "a red car on the left and a white car on the right, on sand, under a night sky")]
    [InlineData(Dogs, "make the dog black", "remove the white dog", "a brown dog on the grass")]
    public async Task An_answer_completes_the_request(string caption, string request, string answer, string target)
    {
        var asked = await PlanAsync(request, caption);
        Assert.False(asked.IsPlanned, asked.Plan?.TargetPrompt);

        var outcome = await PlanAsync(answer, caption, new PlanningTurn(request) { Caption = caption, Question = asked.Question });

        Assert.True(outcome.IsPlanned, outcome.Question);
        Assert.Contains(outcome.Plan.TargetPrompt, target.Split(" | "));
        Assert.Equal(caption, outcome.Plan.SourcePrompt);
        Assert.Equal(answer, outcome.Plan.Request);
        Assert.False(outcome.RevisesLast);
    }

    [Theory]
    [InlineData(Cars, "make the red car green", "no, the other one", "a red car on the left and a green car on the right, on sand, under a night sky")]
    [InlineData(Cars, "make the red car green", "No, the other one!", "a red car on the left and a green car on the right, on sand, under a night sky")]
    [InlineData(Cars, "make the red car green", "not that one, the other", "a red car on the left and a green car on the right, on sand, under a night sky")]
    [InlineData(Cars, "make the red car green", "not that one", "a red car on the left and a green car on the right, on sand, under a night sky")]
    [InlineData(Cars, "make the red car green", "the other one", "a red car on the left and a green car on the right, on sand, under a night sky")]
    [InlineData(Cars, "make the red car green", "I meant the right one", "a red car on the left and a green car on the right, on sand, under a night sky")]
    [InlineData(Cars, "make the red car green", "no I meant the blue one", "a red car on the left and a green car on the right, on sand, under a night sky")]
    [InlineData(Cars, "remove the red car", "no, the other car", "a red car on the left, on sand, under a night sky")]
    [InlineData(Cars, "make the red car green and add a moon", "no, the other one", "a red car on the left and a green car on the right, on sand, under a night sky, with a moon")]
    [InlineData(Two, "make the house yellow", "no, the tree", "a red house on the left and a yellow tree on the right, on grass, under a sunset sky, with a sun")]
    [InlineData(Two, "make the house yellow", "sorry, I meant the tree", "a red house on the left and a yellow tree on the right, on grass, under a sunset sky, with a sun")]
    [InlineData(Two, "make the house yellow", "no, the other one", "a red house on the left and a yellow tree on the right, on grass, under a sunset sky, with a sun")]
    [InlineData(Two, "make the house yellow", "no, not the house, the tree", "a red house on the left and a yellow tree on the right, on grass, under a sunset sky, with a sun")]
    [InlineData(Two, "make the house yellow", "no, make it blue", "a blue house on the left and a green tree on the right, on grass, under a sunset sky, with a sun")]
    [InlineData(ThreeCars, "make the red car green", "no, the blue one", "a red car on the left and a green car in the center and a white car on the right, on sand, under a night sky")]
    [InlineData(ThreeCars, "make the red car green", "no, the third one", "a red car on the left and a blue car in the center and a green car on the right, on sand, under a night sky")]
    [InlineData(Dogs, "make the white dog black", "no, the other one", "a white dog and a black dog on the grass")]
    [InlineData(Dogs, "make the white dog black", "I meant the brown one", "a white dog and a black dog on the grass")]
    [InlineData(Couple, "remove the hat", "no, the umbrella", "a man with a hat and a woman in a park")]
    [InlineData(Couple, "give the man a dog", "no, the woman", "a man with a hat and a woman with an umbrella and a dog in a park | a man with a hat and a woman with a dog with an umbrella in a park")]
    public async Task A_correction_plans_the_same_for_another_thing(string caption, string request, string correction, string target)
    {
        var outcome = await PlanAsync(correction, "a picture of something else by now", await EditedAsync(request, caption));

        Assert.True(outcome.IsPlanned, outcome.Question);
        Assert.Contains(outcome.Plan.TargetPrompt, target.Split(" | "));
        Assert.Equal(caption, outcome.Plan.SourcePrompt);
        Assert.Equal(correction, outcome.Plan.Request);
        Assert.True(outcome.RevisesLast);
    }

    [Theory]
    [InlineData(ThreeCars, "make the red car green", "no, the other one", "Which one: the blue car in the center or the white car on the right?")]
    [InlineData(Day, "make the house green", "no, the other one", "What is meant by")]
    [InlineData(Day, "make it night", "no, the other one", "What is meant by")]
    public async Task A_correction_that_fits_several_things_is_asked_about(string caption, string request, string correction, string question)
    {
        var outcome = await PlanAsync(correction, caption, await EditedAsync(request, caption));

        Assert.False(outcome.IsPlanned, outcome.Plan?.TargetPrompt);
        Assert.StartsWith(question, outcome.Question, StringComparison.Ordinal);
        Assert.False(outcome.RevisesLast);
    }

    [Fact]
    public async Task The_answer_to_a_question_about_a_correction_revises_too()
    {
        var edit = await EditedAsync("make the red car green", ThreeCars);
        var asked = await PlanAsync("no, the other one", edit.Plan!.TargetPrompt, edit);

        var outcome = await PlanAsync(
            "the white one", edit.Plan.TargetPrompt, edit, new PlanningTurn("no, the other one") { Caption = edit.Plan.TargetPrompt, Question = asked.Question });

        Assert.True(outcome.RevisesLast);
        Assert.Equal(ThreeCars, outcome.Plan!.SourcePrompt);
        Assert.Equal(ThreeCars.Replace("white", "green", StringComparison.Ordinal), outcome.Plan.TargetPrompt);
    }

    [Theory]
    [InlineData("more", 7.5, 11.25)]
    [InlineData("a bit more", 4, 6)]
    [InlineData("Stronger!", 4, 6)]
    [InlineData("more of it", 4, 6)]
    [InlineData("not enough", 4, 6)]
    [InlineData("make it stronger", 4, 6)]
    [InlineData("more blue", 4, 6)]
    [InlineData("not blue enough", 4, 6)]
    [InlineData("less", 6, 4)]
    [InlineData("a little less", 6, 4)]
    [InlineData("weaker please", 6, 4)]
    [InlineData("too much", 6, 4)]
    [InlineData("that's too blue", 6, 4)]
    [InlineData("less blue", 6, 4)]
    [InlineData("more", 25, 30)]
    [InlineData("less", 1.2, 1)]
    public async Task More_and_less_change_the_guidance(string words, double before, double after)
    {
        var edit = await EditedAsync("make the house blue", Day);
        edit = edit with { Plan = edit.Plan! with { Guidance = before, Steps = 20 } };

        var outcome = await PlanAsync(words, edit.Plan.TargetPrompt, edit);

        Assert.True(outcome.IsPlanned, outcome.Question);
        Assert.True(outcome.RevisesLast);
        Assert.Equal(edit.Plan with { Guidance = after, Request = words }, outcome.Plan);
        Assert.Contains("Guidance", Assert.Single(outcome.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("more", 30.0)]
    [InlineData("less", 1.0)]
    [InlineData("more", null)]
    public async Task At_the_edge_of_the_guidance_it_is_asked(string words, double? guidance)
    {
        var edit = await EditedAsync("make the house blue", Day);
        edit = edit with { Plan = edit.Plan! with { Guidance = guidance } };

        var outcome = await PlanAsync(words, edit.Plan.TargetPrompt, edit);

        Assert.False(outcome.IsPlanned);
    }

    [Theory]
    [InlineData(Two, "make the house yellow", "same for the tree", "a yellow house on the left and a yellow tree on the right, on grass, under a sunset sky, with a sun")]
    [InlineData(Two, "make the house yellow", "do the same to the tree", "a yellow house on the left and a yellow tree on the right, on grass, under a sunset sky, with a sun")]
    [InlineData(Two, "make the house yellow", "and the tree", "a yellow house on the left and a yellow tree on the right, on grass, under a sunset sky, with a sun")]
    [InlineData(Two, "make the house yellow", "the tree too", "a yellow house on the left and a yellow tree on the right, on grass, under a sunset sky, with a sun")]
    [InlineData(Two, "make the house yellow", "the other one too", "a yellow house on the left and a yellow tree on the right, on grass, under a sunset sky, with a sun")]
    [InlineData(Cars, "make the red car green", "again", "a green car on the left and a green car on the right, on sand, under a night sky")]
    [InlineData(Day, "add a tree", "again", "a red house on the left and a tree in the center and a tree on the right, on grass, under a blue sky, with a sun")]
    [InlineData(Dogs, "make the white dog black", "same for the brown dog", "a black dog and a black dog on the grass")]
    [InlineData(Couple, "give the man a dog", "the same for the woman", "a man with a hat and a dog and a woman with an umbrella and a dog in a park | a man with a hat and a dog and a woman with a dog and an umbrella in a park | a man with a hat and a dog and a woman with a dog with an umbrella in a park")]
    public async Task A_repetition_goes_on_from_the_picture_as_it_is(string caption, string request, string words, string target)
    {
        var edit = await EditedAsync(request, caption);

        var outcome = await PlanAsync(words, edit.Plan!.TargetPrompt, edit);

        Assert.True(outcome.IsPlanned, outcome.Question);
        Assert.Contains(outcome.Plan.TargetPrompt, target.Split(" | "));
        Assert.Equal(edit.Plan.TargetPrompt, outcome.Plan.SourcePrompt);
        Assert.False(outcome.RevisesLast);
    }

    [Fact]
    public async Task A_repetition_goes_on_from_an_answer()
    {
        var asked = new PlanningTurn("make the car green") { Caption = ThreeCars, Question = "Which car?" };
        var answered = await PlanAsync("the red one", ThreeCars, asked);
        var edit = new PlanningTurn("the red one") { Caption = ThreeCars, Plan = answered.Plan };

        var outcome = await PlanAsync("same for the white one", answered.Plan!.TargetPrompt, asked, edit);

        Assert.Equal("a green car on the left and a blue car in the center and a green car on the right, on sand, under a night sky", outcome.Plan?.TargetPrompt);
    }

    [Theory]
    [InlineData("more")]
    [InlineData("no, the other one")]
    [InlineData("again")]
    [InlineData("the red one")]
    public async Task Words_without_anything_to_go_on_from_are_asked_about(string words)
    {
        Assert.False((await PlanAsync(words, Cars)).IsPlanned);
        Assert.False((await PlanAsync(words, Cars, new PlanningTurn("make the red car green"))).IsPlanned);
        Assert.False((await PlanAsync(words, Dogs, new PlanningTurn("make the white dog black"))).IsPlanned);
    }

    [Fact]
    public async Task A_request_of_its_own_is_no_follow_up()
    {
        var outcome = await PlanAsync("no sun please", Two, await EditedAsync("make the house yellow", Two));

        Assert.Equal("a red house on the left and a green tree on the right, on grass, under a sunset sky", outcome.Plan?.TargetPrompt);
        Assert.Equal(EditType.DeleteObject, outcome.Plan!.EditType);
        Assert.False(outcome.RevisesLast);
    }

    private static async Task<PlanningTurn> EditedAsync(string request, string caption)
    {
        var outcome = await PlanAsync(request, caption);
        Assert.True(outcome.IsPlanned, outcome.Question);
        return new PlanningTurn(request) { Caption = caption, Plan = outcome.Plan };
    }

    private static Task<PlanningOutcome> PlanAsync(string request, string caption, params PlanningTurn[] history) =>
        new OfflinePlanner(SceneVocabulary.ToyTown).PlanAsync(new(request, caption) { History = history });
}
