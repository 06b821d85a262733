using BelmAgent.Evaluation.Methods;
using BelmAgent.Sampling;

namespace BelmAgent.Evaluation.Tests.Methods;

public class SamplingMethodTests
{
    [Theory]
    [InlineData("ddim", "ddim")]
    [InlineData("o-belm:start=heun:grid=leading", "o-belm:grid=leading:start=heun")]
    [InlineData("ddim:clip=on:grid=linspace", "ddim:clip=on")]
    [InlineData("belm:kappa=0.25", "belm:kappa=0.25")]
    public void A_method_has_the_name_that_users_write(string text, string name)
    {
        Assert.Equal(name, SamplingMethod.Parse(text).Name);
        Assert.Equal(SamplingMethod.Parse(text), SamplingMethod.Parse(name));
    }

    [Theory]
    [InlineData("magic")]
    [InlineData("ddim:magic=1")]
    [InlineData("ddim:grid=magic")]
    [InlineData("ddim:clip")]
    [InlineData("o-belm:start=euler")]
    [InlineData("belm:kappa=2")]
    [InlineData("bdia:gamma=0")]
    [InlineData("o-belm:order=3")]
    [InlineData("edict:order=3")]
    [InlineData("ddim:kappa=0.5")]
    [InlineData("ddim:start=heun")]
    [InlineData("o-belm:gamma=0.5")]
    [InlineData("bdia:mixing=0.5")]
    public void What_is_no_method_is_refused(string text) => Assert.ThrowsAny<BelmException>(() => SamplingMethod.Parse(text));

    // ε of a predictor that sees a clean picture of 3 is moved to that of one of 1.
    [Fact]
    public void Clipping_moves_the_noise_to_that_of_a_clipped_picture()
    {
        var node = new TimeNode(1, 10, 0.8, 0.6);
        double[] sample = [(0.8 * 3) + (0.6 * 0.5), (0.8 * 0.25) + (0.6 * 0.5)], noise = new double[2];

        new ClippedPredictor(new Constant(0.5)).Predict(sample, node, noise, TestContext.Current.CancellationToken);

        Assert.Equal((sample[0] - 0.8) / 0.6, noise[0], 1e-12);
        Assert.Equal(0.5, noise[1], 1e-12);
    }

    private sealed class Constant(double value) : INoisePredictor
    {
        public void Predict(ReadOnlySpan<double> sample, in TimeNode node, Span<double> noise, CancellationToken cancellationToken) => noise.Fill(value);
    }
}
