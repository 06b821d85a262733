namespace BelmAgent.Sampling.Tests;

public sealed class ParasiteDiagnosticsTests
{
    private static readonly TimeGrid _grid = TimeGrid.Linspace(Cases.StableDiffusion, 10);

    [Fact]
    public void A_slope_that_flips_its_sign_each_step_has_its_amplitude()
        => Assert.Equal(0.3, ParasiteDiagnostics.Measure(FromSlopes(i => 2 + (i % 2 == 0 ? 0.3 : -0.3)), _grid).Alternation, 1e-12);

    [Fact]
    public void A_slope_that_changes_evenly_does_not_alternate()
        => Assert.Equal(0, ParasiteDiagnostics.Measure(FromSlopes(i => 2 - (0.1 * i)), _grid).Alternation, 1e-12);

    [Fact]
    public void The_defect_is_how_far_neighbouring_slopes_are_from_twice_the_noise()
    {
        Trajectory path = FromSlopes(_ => 2, noise: 1.75);

        Assert.Equal(0.5, ParasiteDiagnostics.Measure(path, _grid).Defect, 1e-12);
    }

    [Fact]
    public void What_cannot_be_known_is_not_a_number()
    {
        Assert.True(double.IsNaN(ParasiteDiagnostics.Measure(FromSlopes(_ => 2), _grid).Defect));
        ParasiteDiagnostics single = ParasiteDiagnostics.Measure(new Trajectory(1, [1, 2], [1]), _grid);
        Assert.True(double.IsNaN(single.Alternation) && double.IsNaN(single.Defect), single.ToString());
        ParasiteDiagnostics two = ParasiteDiagnostics.Measure(new Trajectory(1, [1, 2, 3], [1, 1]), _grid);
        Assert.True(double.IsNaN(two.Alternation) && !double.IsNaN(two.Defect), two.ToString());
    }

    private static Trajectory FromSlopes(Func<int, double> slope, double? noise = null)
    {
        double[] states = new double[11];
        double position = 0.5;
        states[0] = position;
        for (int i = 1; i <= 10; i++)
        {
            position += _grid.Step(i) * slope(i);
            states[i] = _grid[i].Alpha * position;
        }

        return new(1, states, noise is { } value ? [.. Enumerable.Repeat(value, 10)] : []);
    }
}
