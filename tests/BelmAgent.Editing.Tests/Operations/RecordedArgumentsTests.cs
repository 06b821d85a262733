using BelmAgent.Editing.Operations;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Tests.Operations;

public class RecordedArgumentsTests
{
    private static readonly EditPlan Wordy = new()
    {
        Request = "a secret wish",
        Answers = new AnsweredQuestion("a secret question's wish", "Which secret?"),
        Revises = "no id but a secret",
        SourcePrompt = "a secret house",
        TargetPrompt = "a secret boat",
        Sampler = "a secret sampler",
        DirectInversion = new DirectInversionSetting
        {
            BlendWords = ["secret"],
            WordSteps = new Dictionary<string, double> { ["secret"] = 0.5 },
            WordWeights = new Dictionary<string, double> { ["secret"] = 2 },
            MaskId = "a secret mask",
        },
    };

    [Fact]
    public void No_word_of_a_plan_is_written_down_unless_asked_for()
    {
        Assert.DoesNotContain("secret", RecordedArguments.Create([new("plan", Wordy)], includeWords: false).ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("a secret question", RecordedArguments.Create([new("plan", Wordy)], includeWords: true).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_planner_chose_is_written_down() => Assert.Equal(
        """["cross_steps","strength"]""",
        RecordedArguments.Create([new("plan", Wordy with { ChosenByPlanner = [PlannerSetting.CrossSteps, PlannerSetting.Strength] })], includeWords: false)["plan"]!["chosen_by_planner"]!.ToJsonString());

    [Fact]
    public void Every_text_of_a_plan_is_among_those_that_are_tested()
    {
        var texts = typeof(EditPlan).GetProperties().Where(property => property.PropertyType == typeof(string) || property.PropertyType == typeof(AnsweredQuestion))
            .Concat(typeof(DirectInversionSetting).GetProperties().Where(property => property.PropertyType == typeof(string)));

        Assert.All(texts, property => Assert.NotNull(property.GetValue(property.DeclaringType == typeof(EditPlan) ? Wordy : Wordy.DirectInversion)));
    }
}
