namespace BelmAgent.Sampling.Tests;

public sealed class TwoStepCoefficientsTests
{
    private static readonly TimeGrid _grid = TimeGrid.Linspace(Cases.StableDiffusion, 50);

    [Theory]
    [InlineData("o-belm", 1, .0725167396628865, .928558687290668, -.0369846113577748)]
    [InlineData("o-belm", 25, .856882825548486, .232532626917336, -.1062588128767)]
    [InlineData("o-belm", 49, 1.03829397942225, .207089083846057, -.246122329147124)]
    [InlineData("κ=0.5", 1, .270562184210639, .73228883827834, -.0583343163034407)]
    [InlineData("κ=0.5", 25, .971524655473181, .12355625460792, -.112921280012857)]
    [InlineData("κ=0.5", 49, 1.14902355697172, .108786324697555, -.258581892552299)]
    [InlineData("bdia", 1, .96, .0490322437256703, -.132657126298387)]
    [InlineData("bdia", 25, .96, .13451137584428, -.112251518910858)]
    [InlineData("bdia", 49, .96, .276596385980257, -.237312498725625)]
    public void Sampling_coefficients_are_golden(string sampler, int i, double known, double here, double noise)
    {
        StateSpaceStep step = StateSpaceStep.Sampling(_grid, Cases.TwoStep(sampler, _grid).Coefficients, i);

        Assert.Equal(known, step.Known, 1e-12);
        Assert.Equal(here, step.Here, 1e-12);
        Assert.Equal(noise, step.Noise, 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Kappa_1_is_equation_18_and_19_on_any_grid(int seed)
    {
        TimeGrid grid = RandomGrid(seed);
        TwoStepCoefficients coefficients = TwoStepCoefficients.Kappa(grid, 1);
        for (int i = 1; i < grid.Steps; i++)
        {
            double h = grid.Step(i), next = grid.Step(i + 1);
            double below = grid[i - 1].Alpha, here = grid[i].Alpha, above = grid[i + 1].Alpha;
            AssertClose(
                new(h * h / (next * next) * below / above, (next * next - (h * h)) / (next * next) * below / here, -h * (h + next) / next * below),
                StateSpaceStep.Sampling(grid, coefficients, i));
            AssertClose(
                new(next * next / (h * h) * above / below, (h * h - (next * next)) / (h * h) * above / here, next * (h + next) / h * above),
                StateSpaceStep.Inverting(grid, coefficients, i));
        }
    }

    [Fact]
    public void Bdia_is_its_own_papers_formula()
    {
        const double Gamma = 0.8;
        TimeGrid grid = RandomGrid(4);
        TwoStepCoefficients coefficients = TwoStepCoefficients.Bdia(grid, Gamma);
        for (int i = 1; i < grid.Steps; i++)
        {
            TimeNode below = grid[i - 1], here = grid[i], above = grid[i + 1];
            double down = below.Sigma - (below.Alpha / here.Alpha * here.Sigma), up = above.Sigma - (above.Alpha / here.Alpha * here.Sigma);
            AssertClose(
                new(Gamma, (below.Alpha / here.Alpha) - (Gamma * above.Alpha / here.Alpha), down - (Gamma * up)), StateSpaceStep.Sampling(grid, coefficients, i));
            AssertClose(
                new(1 / Gamma, (above.Alpha / here.Alpha) - (below.Alpha / (Gamma * here.Alpha)), up - (down / Gamma)), StateSpaceStep.Inverting(grid, coefficients, i));
        }
    }

    [Fact]
    public void The_general_relation_keeps_the_coefficients_it_was_given()
    {
        double[] a = [.. Enumerable.Range(1, 49).Select(i => 0.5 + (0.01 * i))];
        TwoStepCoefficients coefficients = TwoStepCoefficients.General(_grid, a);

        Assert.All(Enumerable.Range(1, 49), i => Assert.Equal(a[i - 1], coefficients.A(i), 1e-14));
        Assert.All(Enumerable.Range(1, 50), i => Assert.Equal(_grid.Step(i), coefficients.C(i) * coefficients.G(i), 1e-14));
    }

    [Theory]
    [InlineData(1, 2, -1)]
    [InlineData(0.75, 1.5, -0.5)]
    [InlineData(0.5, 1, 0)]
    [InlineData(0, 0, 1)]
    public void Kappa_sets_the_powers_of_the_step(double kappa, double ofG, double ofC)
    {
        TwoStepCoefficients coefficients = TwoStepCoefficients.Kappa(_grid, kappa);

        Assert.Equal(Math.Pow(_grid.Step(7), ofG), coefficients.G(7), 1e-14);
        Assert.Equal(Math.Pow(_grid.Step(7), ofC), coefficients.C(7), 1e-13);
    }

    [Fact]
    public void Parameters_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TwoStepCoefficients.Kappa(_grid, -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TwoStepCoefficients.Kappa(_grid, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TwoStepCoefficients.Kappa(_grid, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => TwoStepCoefficients.Bdia(_grid, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TwoStepCoefficients.Bdia(_grid, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TwoStepCoefficients.Bdia(_grid, 1e-20));
        Assert.Throws<ArgumentOutOfRangeException>(() => TwoStepCoefficients.General(_grid, new double[48]));
        Assert.Throws<ArgumentOutOfRangeException>(() => TwoStepCoefficients.General(_grid, new double[49]));
        Assert.Throws<ArgumentOutOfRangeException>(() => TwoStepCoefficients.Kappa(_grid, 1).G(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TwoStepCoefficients.Kappa(_grid, 1).A(50));
    }

    private static TimeGrid RandomGrid(int seed)
    {
        Gauss gauss = new(seed);
        return TimeGrid.FromTimesteps(
            Cases.StableDiffusion, [.. Enumerable.Range(0, 12).Select(_ => 999 * gauss.Uniform()).Order()]);
    }

    private static void AssertClose(StateSpaceStep expected, StateSpaceStep actual)
    {
        Assert.Equal(0, (actual.Known - expected.Known) / expected.Known, 1e-11);
        Assert.Equal(0, (actual.Here - expected.Here) / (Math.Abs(expected.Here) + Math.Abs(expected.Known)), 1e-11);
        Assert.Equal(0, (actual.Noise - expected.Noise) / expected.Noise, 1e-11);
    }
}
