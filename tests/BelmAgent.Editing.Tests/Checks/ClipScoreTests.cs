using BelmAgent.Editing.Checks;

namespace BelmAgent.Editing.Tests.Checks;

public class ClipScoreTests
{
    [Theory]
    [InlineData(0.3, -0.05, 0.05, 0.3, true)]
    [InlineData(0.3, -0.05, -0.01, 0.3, false)] // of distinct prompts, the source still fits better
    [InlineData(0.3, -0.05, 0.002, 0.3, false)] // neither fits better
    [InlineData(0.03, -0.05, -0.01, 0.3, true)] // of near ones that is no matter
    [InlineData(0.3, 0.045, 0.05, 0.3, false)] // moved too little
    [InlineData(0.3, 0.05, 0.04, -0.3, false)] // moved away
    [InlineData(0.3, -0.05, 0.05, 0.05, false)] // moved mostly elsewhere
    [InlineData(0.004, -0.05, 0.05, 0.3, null)] // the prompts are one
    public void Follows_the_rule(double distance, double before, double after, double direction, bool? passed) =>
        Assert.Equal(passed, new ClipScore(distance, before, after, direction).Passed);

    [Fact]
    public void Is_made_of_cosines()
    {
        var score = ClipScore.Create(source: [1, 0, 0], target: [0, 1, 0], before: [0.8f, 0, 0.6f], after: [0, 0.8f, 0.6f]);

        Assert.Equal(1, score.PromptDistance, 1e-6);
        Assert.Equal(-0.8, score.LeanBefore, 1e-6);
        Assert.Equal(0.8, score.LeanAfter, 1e-6);
        Assert.Equal(1, score.Direction, 1e-6);
    }

    [Fact]
    public void A_picture_that_stays_has_no_direction() =>
        Assert.Equal(0, ClipScore.Create([1, 0], [0, 1], [0.6f, 0.8f], [0.6f, 0.8f]).Direction);
}
