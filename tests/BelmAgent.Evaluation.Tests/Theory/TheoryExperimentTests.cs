using BelmAgent.Evaluation.Methods;
using BelmAgent.Evaluation.Theory;

namespace BelmAgent.Evaluation.Tests.Theory;

public class TheoryExperimentTests
{
    [Theory]
    [InlineData("ddim", 2, 2, 1, false)]
    [InlineData("edict", 2, 2, 1, true)]
    [InlineData("o-belm", 3, 3, 2, true)]
    [InlineData("belm", 3, 2, 2, true)]
    public void Orders_are_those_of_the_theory(string sampler, int equal, int unequal, int global, bool isExact)
    {
        var record = TheoryExperiment.Run([SamplingMethod.Parse(sampler)], [10], seeds: 1, seed: 1, TestContext.Current.CancellationToken)[0];

        Assert.Equal(equal, record.LocalEqual.Order, 0.1);
        Assert.Equal(unequal, record.LocalUnequal.Order, 0.1);
        Assert.Equal(global, record.Global.Order, 0.15);
        Assert.Equal(isExact, record.RoundTrip < 1e-9);
    }

    [Fact]
    public void An_error_of_the_first_step_grows_when_o_belm_inverts_and_not_when_it_samples()
    {
        var record = TheoryExperiment.Run([SamplingMethod.Parse("o-belm")], [10, 50], seeds: 1, seed: 1, TestContext.Current.CancellationToken)[0];

        Assert.Equal(1, record.SamplingGrowth[50]!.Value, 1e-9);
        Assert.InRange(record.InversionGrowth[10]!.Value, 1e4, 1e5);
        Assert.InRange(record.InversionGrowth[50]!.Value, 1e3, 1e4);
    }

    // Of all three-step relations the one with the least local error, and not zero-stable in either direction.
    [Fact]
    public void Three_steps_have_the_least_local_error_and_no_stability()
    {
        var record = TheoryExperiment.Run([SamplingMethod.Parse("belm:order=3")], [10, 400], seeds: 1, seed: 1, TestContext.Current.CancellationToken)[0];

        Assert.Equal(5, record.LocalEqual.Order, 0.3);
        Assert.True(record.SamplingGrowth[10] > 1e3);
        Assert.True(record.SamplingGrowth[400] is null or > 1e100);
    }

    [Fact]
    public void The_slope_of_the_mixture_is_that_of_its_density()
    {
        var mixture = new GaussianMixture(3, dimension: 1, modes: 1);
        var (slope, far) = (new double[1], new double[1]);
        mixture.Slope([2], 1, slope);
        mixture.Slope([3], 1, far);

        // One mode: (x − m)·σ̄/(s² + σ̄²), linear in x; s is 0.4 to 0.8.
        Assert.InRange(far[0] - slope[0], 1 / (1 + (0.8 * 0.8)), 1 / (1 + (0.4 * 0.4)));
        // x̄ − m grows as √(s² + σ̄²): there and back is where it was.
        Assert.Equal(2, mixture.Follow(mixture.Follow([2], 1, 3), 3, 1)[0], 1e-10);
    }
}
