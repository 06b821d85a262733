namespace BelmAgent.Sampling.Tests;

public sealed class EdictSamplerTests
{
    private const double P = 0.9;

    private static readonly TimeGrid _grid = TimeGrid.Leading(Cases.StableDiffusion, 10, offset: 1);
    private static readonly FunctionPredictor _field = FunctionPredictor.Golden;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sampling_is_the_papers_recursion_in_state_space(bool alternate)
    {
        double x = 0.3, y = 0.5;
        for (int i = 10; i > 0; i--)
        {
            double a = _grid[i - 1].Alpha / _grid[i].Alpha, b = _grid[i - 1].Sigma - (a * _grid[i].Sigma);
            if (alternate && (10 - i) % 2 == 1)
            {
                y = (a * y) + (b * Epsilon(x, i));
                x = (a * x) + (b * Epsilon(y, i));
            }
            else
            {
                x = (a * x) + (b * Epsilon(y, i));
                y = (a * y) + (b * Epsilon(x, i));
            }

            x = (P * x) + ((1 - P) * y);
            y = (P * y) + ((1 - P) * x);
        }

        double[] clean = new double[1];
        new EdictSampler(_grid, P, alternate).Sample(SamplerState.Coupled(10, new[] { 0.3 }, new[] { 0.5 }), _field, clean);

        Assert.Equal(x, clean[0], 1e-13);

        double Epsilon(double at, int i) => Math.Sin(at) + (0.1 * Math.Cos(_grid[i].Timestep / 1000));
    }

    [Fact]
    public void Alternation_is_another_sampler()
    {
        double[] plain = new double[1], alternating = new double[1];

        new EdictSampler(_grid, P).Generate([0.3], _field, plain);
        new EdictSampler(_grid, P, alternate: true).Generate([0.3], _field, alternating);

        Assert.NotInRange(alternating[0] - plain[0], -1e-6, 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void A_mixing_weight_out_of_range_is_refused(double mixing)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new EdictSampler(_grid, mixing));
}
