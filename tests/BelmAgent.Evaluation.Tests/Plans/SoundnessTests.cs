using BelmAgent.Editing.Plans;
using BelmAgent.Evaluation.Plans;
using BelmAgent.Planning;

namespace BelmAgent.Evaluation.Tests.Plans;

public class SoundnessTests
{
    [Theory]
    [InlineData("a woman in a red dress", "make the dress green", "a woman in a green dress", true)]
    [InlineData("a woman in a red dress", "make the dress green instead", "a woman in a green instead dress", false)]
    [InlineData("a woman in a red dress", "make the dress green", "a woman in a a green dress", false)]
    [InlineData("a woman in a red dress", "make the dress green", "a woman in a green red dress", false)]
    [InlineData("a woman in a red dress", "make the dress green", "a woman with in a green dress", false)]
    [InlineData("a man in a black coat", "have him wear a jacket", "a man wearing a jacket in a black coat", false)]
    [InlineData("a man standing on a bridge", "have him sit", "a man sitting standing on a bridge", false)]
    [InlineData("a street at night", "make it morning", "a street at night in the morning", false)]
    [InlineData("a wooden table", "make the table glass", "a glass wooden table", false)]
    [InlineData("a black and white cat and a wooden chair", "add a hat", "a black and white cat with a hat and a wooden chair", true)]
    [InlineData("a camel in a desert", "whip up a sandstorm", "a camel in a desert with whip up a sandstorm", false)]
    [InlineData("an astronaut planting a flag", "plant a palm tree", "an astronaut planting a plant a palm tree", false)]
    [InlineData("a girl with long hair", "dye it green, that hair", "a green and that hair girl", false)]
    [InlineData("a man in a boat", "an oil painting of this", "a man in a boat with an oil painting of this", false)]
    [InlineData("a ramp", "graffiti all over the ramp", "a ramp with all over it", false)]
    [InlineData("a crowd of commuters on a platform", "no crowd", "of commuters on a platform", false)]
    [InlineData("a watch with a leather strap", "how would steel look", "a watch with a how strap", false)]
    [InlineData("a boy lifting his foot", "put down his foot", "a boy putting down his foot", true)]
    [InlineData("a hut", "stairs up a hill", "a hut with stairs up a hill", true)]
    [InlineData("a shop", "a sign that says OPEN", "a shop with a sign that says OPEN", true)]
    [InlineData("a shop", "add a light above the door", "a shop with a light above the door", true)]
    public void A_target_prompt_is_a_sentence_without_contradictions(string caption, string request, string target, bool isSound)
    {
        var instruction = new PlanInstruction { Id = "1", OriginalPrompt = caption, EditingPrompt = "a", Instruction = request, TypeId = "0" };

        var score = PlanScore.Create(instruction, PlanningOutcome.Planned(new EditPlan { SourcePrompt = caption, TargetPrompt = target }, ""));

        Assert.True(score.IsSound == isSound, string.Join(", ", score.Faults));
    }

    [Fact]
    public void Where_a_question_is_right_a_plan_is_wrong()
    {
        var instruction = new PlanInstruction { Id = "1", OriginalPrompt = "a dog", EditingPrompt = "", Instruction = "remove the cat", TypeId = "0", IsQuestionRight = true };
        var plan = new EditPlan { SourcePrompt = "a dog", TargetPrompt = "a cat" };

        var summary = PlanSummary.Create([PlanScore.Create(instruction, PlanningOutcome.Ask("Which?", "")), PlanScore.Create(instruction, PlanningOutcome.Planned(plan, ""))])[^1];

        Assert.Equal((1, 1, 0), (summary.Right, summary.Asked, summary.AskedNeedlessly));
    }
}
