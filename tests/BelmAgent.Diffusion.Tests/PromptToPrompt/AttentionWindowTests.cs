using BelmAgent.Diffusion.PromptToPrompt;

namespace BelmAgent.Diffusion.Tests.PromptToPrompt;

public sealed class AttentionWindowTests
{
    [Theory]
    [InlineData(0, 0.4, 50, 20)]
    [InlineData(0, 0.6, 50, 30)]
    [InlineData(0, 1, 50, 50)]
    [InlineData(0, 0, 50, 0)]
    [InlineData(0.08, 1, 50, 46)]
    [InlineData(0, 0.29, 100, 29)]
    [InlineData(0.5, 0.4, 50, 0)]
    public void It_opens_for_its_share_of_the_steps(double start, double end, int steps, int open) =>
        Assert.Equal(open, Enumerable.Range(0, steps).Count(step => new AttentionWindow(start, end).Weight(step, steps) == 1));

    [Fact]
    public void It_opens_at_the_noisy_end()
    {
        var window = new AttentionWindow(0, 0.4);

        Assert.Equal((1, 1, 0), (window.Weight(0, 50), window.Weight(19, 50), window.Weight(20, 50)));
    }

    [Fact]
    public void A_ramp_never_jumps_and_keeps_the_area()
    {
        var window = new AttentionWindow(0, 0.4, 0.2);
        double[] weights = [.. Enumerable.Range(0, 50).Select(step => window.Weight(step, 50))];

        Assert.All(weights.Zip(weights.Skip(1)), pair => Assert.InRange(pair.First - pair.Second, -1e-12, 0.101));
        Assert.Equal(20, weights.Sum(), 1e-9);
        Assert.Equal((1, 0), (weights[0], weights[^1]));
    }

    [Fact]
    public void A_window_to_the_end_stays_open_there() => Assert.Equal(1, new AttentionWindow(0, 1, 0.2).Weight(49, 50));
}
