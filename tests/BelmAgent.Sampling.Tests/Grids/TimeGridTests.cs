namespace BelmAgent.Sampling.Tests;

public sealed class TimeGridTests
{
    private static readonly NoiseSchedule _schedule = Cases.StableDiffusion;

    [Fact]
    public void Linspace_has_the_golden_nodes_and_steps_of_belm()
    {
        TimeGrid grid = TimeGrid.Linspace(_schedule, 50);

        Assert.Equal([1, 0, 20, 41, 61, 82], Timesteps(grid)[..6]);
        Assert.Equal([958, 979, 999], Timesteps(grid)[^3..]);
        Assert.Equal(.0291671581517204, grid.Step(1), 1e-14);
        Assert.Equal(.108823563406636, grid.Step(2), 1e-14);
        Assert.Equal(.0999214707288401, grid.Step(25), 1e-14);
        Assert.Equal(1.64832039648131, grid.Step(50), 1e-13);
    }

    [Fact]
    public void Ties_go_to_the_even_timestep_as_in_numpy()
    {
        Assert.Equal([0, 166, 333, 500, 666, 832, 999], Timesteps(TimeGrid.Linspace(_schedule, 7))[1..]);
        Assert.Equal([61, 124, 187, 249, 311], Timesteps(TimeGrid.Trailing(_schedule, 16))[1..6]);
    }

    [Fact]
    public void Leading_and_trailing_step_as_diffusers_do()
    {
        Assert.Equal([1, 1, 21, 41], Timesteps(TimeGrid.Leading(_schedule, 50, offset: 1))[..4]);
        Assert.Equal(981, TimeGrid.Leading(_schedule, 50, offset: 1)[50].Timestep);
        Assert.Equal([1, 19, 39, 59], Timesteps(TimeGrid.Trailing(_schedule, 50))[..4]);
        Assert.Equal(999, TimeGrid.Trailing(_schedule, 50)[50].Timestep);
    }

    [Theory]
    [InlineData("linspace", 10, .029, 6.78)]
    [InlineData("linspace", 20, .029, 3.89)]
    [InlineData("linspace", 100, .029, .855)]
    [InlineData("leading", 10, .041, 3.26)]
    [InlineData("leading", 50, .041, 1.44)]
    [InlineData("leading ᾱ₀", 50, .012, 1.44)]
    [InlineData("trailing", 10, .342, 6.31)]
    [InlineData("trailing", 100, .094, .855)]
    [InlineData("karras", 10, .029, 5.5)]
    [InlineData("karras", 50, .029, 1.19)]
    [InlineData("ρ=2", 50, .029, .564)]
    [InlineData("log-SNR", 10, .025, 6.77)]
    [InlineData("log-SNR", 50, .004, 1.71)]
    public void First_and_last_step_are_as_measured(string name, int steps, double first, double last)
    {
        TimeGrid grid = name switch
        {
            "linspace" => TimeGrid.Linspace(_schedule, steps),
            "leading" => TimeGrid.Leading(_schedule, steps, offset: 1),
            "leading ᾱ₀" => TimeGrid.Leading(_schedule, steps, offset: 1, CleanNode.FirstTrainingStep),
            "trailing" => TimeGrid.Trailing(_schedule, steps),
            "karras" => TimeGrid.Karras(_schedule, steps),
            "ρ=2" => TimeGrid.Karras(_schedule, steps, rho: 2),
            _ => TimeGrid.LogSnr(_schedule, steps),
        };

        Assert.Equal(steps, grid.Steps);
        Assert.Equal(first, grid.Step(1), 5e-4);
        Assert.Equal(1, grid.Step(steps) / last, 7e-3);
    }

    [Fact]
    public void The_clean_node_is_noiseless_or_the_first_training_step()
    {
        Assert.Equal(new(0, 1, 1, 0), TimeGrid.Linspace(_schedule, 10)[0]);
        TimeNode first = TimeGrid.Leading(_schedule, 10, 1, CleanNode.FirstTrainingStep)[0];
        Assert.Equal(0, first.Timestep);
        Assert.Equal(.99915, first.Alpha * first.Alpha, 1e-15);
    }

    [Fact]
    public void Fractional_nodes_lie_between_training_steps()
    {
        TimeGrid grid = TimeGrid.Fractional(_schedule, 50);

        Assert.Equal(999.0 / 49, grid[2].Timestep, 1e-12);
        Assert.InRange(grid.SigmaBar(2), _schedule.SigmaBar(20), _schedule.SigmaBar(21));
        Assert.Equal(1, (grid[2].Alpha * grid[2].Alpha) + (grid[2].Sigma * grid[2].Sigma), 1e-15);
        Assert.Equal(999, grid[50].Timestep);
    }

    [Fact]
    public void Log_snr_steps_by_one_ratio_and_names_its_timesteps()
    {
        TimeGrid grid = TimeGrid.LogSnr(_schedule, 20);
        double ratio = grid.SigmaBar(1) / grid.SigmaBar(0);

        Assert.All(Enumerable.Range(1, 20), i => Assert.Equal(ratio, grid.SigmaBar(i) / grid.SigmaBar(i - 1), 1e-12));
        Assert.All(Enumerable.Range(0, 21), i => Assert.Equal(1, _schedule.SigmaBar(grid[i].Timestep) / grid.SigmaBar(i), 1e-12));
    }

    [Fact]
    public void Config_decides_spacing_offset_and_clean_node()
    {
        TimeGrid leading = TimeGrid.FromConfig(new() { StepsOffset = 1, SetAlphaToOne = false, BetaEnd = 0.01 }, 50);
        Assert.Equal(TimestepsOf(TimeGrid.Leading(_schedule, 50, 1)), TimestepsOf(leading));
        Assert.Equal(Math.Sqrt(0.9999), leading[0].Alpha, 1e-15);
        Assert.Equal(NoiseSchedule.Linear(betaEnd: 0.01).AlphaBar(999), leading.Schedule.AlphaBar(999));

        TimeGrid linspace = TimeGrid.FromConfig(new() { TimestepSpacing = TimestepSpacing.Linspace }, 50);
        Assert.Equal(Timesteps(TimeGrid.Linspace(_schedule, 50)), Timesteps(linspace));
        TimeGrid trailing = TimeGrid.FromConfig(new() { TimestepSpacing = TimestepSpacing.Trailing }, 50);
        Assert.Equal(Timesteps(TimeGrid.Trailing(_schedule, 50)), Timesteps(trailing));

        static double[] TimestepsOf(TimeGrid grid) => Timesteps(grid)[1..];
    }

    [Theory]
    [InlineData(TimestepSpacing.Leading)]
    [InlineData(TimestepSpacing.Linspace)]
    public void Where_diffusers_last_step_stands_still_the_grid_of_its_config_has_one_less(TimestepSpacing spacing)
    {
        TimeGrid grid = TimeGrid.FromConfig(StableDiffusion(offset: 0, spacing), 50);
        TimeGrid noiseless = spacing == TimestepSpacing.Leading ? TimeGrid.Leading(_schedule, 50, 0) : TimeGrid.Linspace(_schedule, 50);

        Assert.Equal(49, grid.Steps);
        Assert.Equal(Timesteps(noiseless)[1..], Timesteps(grid));
        Assert.Equal(0.99915, grid[0].Alpha * grid[0].Alpha, 1e-12);
        Assert.Equal(0.99915, 1 - (grid[0].Sigma * grid[0].Sigma), 1e-12);
    }

    [Fact]
    public void The_grid_of_stable_diffusions_config_begins_at_the_first_training_step()
    {
        TimeGrid grid = TimeGrid.FromConfig(StableDiffusion(offset: 1), 50);

        Assert.Equal([0, .. Enumerable.Range(0, 50).Select(j => (20.0 * j) + 1)], Timesteps(grid));
        // σ̄₁ − σ̄₀ from the published ᾱ.
        Assert.Equal(Math.Sqrt((1 / 0.9982960278384514) - 1) - Math.Sqrt((1 / 0.99915) - 1), grid.Step(1), 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void On_the_grid_of_a_config_DDIM_is_diffusers_DDIM(int offset)
    {
        double[] timesteps = [.. Enumerable.Range(0, 50).Select(j => (20.0 * j) + offset)];
        double AlphaBar(double t) => _schedule.AlphaBar((int)Math.Max(t, 0)); // final_alpha_cumprod is ᾱ₀
        double x = 0.3;
        foreach (double t in timesteps.Reverse())
        {
            (double now, double before) = (AlphaBar(t), AlphaBar(t - 20));
            double noise = Epsilon(x, t), clean = (x - (Math.Sqrt(1 - now) * noise)) / Math.Sqrt(now);
            x = (Math.Sqrt(before) * clean) + (Math.Sqrt(1 - before) * noise);
        }

        double z = 0.7;
        foreach (double t in timesteps)
        {
            (double now, double next) = (AlphaBar(t - 20), AlphaBar(t));
            double noise = Epsilon(z, t), clean = (z - (Math.Sqrt(1 - now) * noise)) / Math.Sqrt(now);
            z = (Math.Sqrt(next) * clean) + (Math.Sqrt(1 - next) * noise);
        }

        DdimSampler ddim = new(TimeGrid.FromConfig(StableDiffusion(offset), 50), DdimInversionTimestep.Destination);
        double[] sampled = new double[1];
        ddim.Generate([0.3], FunctionPredictor.Golden, sampled);

        Assert.Equal(x, sampled[0], 1e-12);
        Assert.Equal(z, ddim.Invert([0.7], FunctionPredictor.Golden).State.Position.Span[0], 1e-12);

        static double Epsilon(double at, double t) => Math.Sin(at) + (0.1 * Math.Cos(t / 1000));
    }

    private static SchedulerConfig StableDiffusion(int offset, TimestepSpacing spacing = TimestepSpacing.Leading) => new()
    {
        BetaSchedule = BetaSchedule.ScaledLinear, BetaStart = 0.00085, BetaEnd = 0.012, StepsOffset = offset, SetAlphaToOne = false, TimestepSpacing = spacing,
    };

    public static TheoryData<string, int, Func<TimeGrid>> Invalid => new()
    {
        { "leading, no offset, ᾱ₀: the last step is no step", 1, () => TimeGrid.Leading(_schedule, 50, 0, CleanNode.FirstTrainingStep) },
        { "linspace, ᾱ₀: t = 0 twice", 1, () => TimeGrid.Linspace(_schedule, 50, CleanNode.FirstTrainingStep) },
        { "more steps than training had", 2, () => TimeGrid.Leading(_schedule, 1001, 1) },
        { "linspace rounds two together", 2, () => TimeGrid.Linspace(_schedule, 2001) },
        { "repeated timestep", 3, () => TimeGrid.FromTimesteps(_schedule, [10, 20, 20, 30]) },
        { "falling timestep", 2, () => TimeGrid.FromTimesteps(_schedule, [10, 5]) },
        { "beyond the schedule", 1000, () => TimeGrid.Leading(_schedule, 1000, 1) },
        { "not a number", 2, () => TimeGrid.FromTimesteps(_schedule, [10, double.NaN]) },
    };

    [Theory]
    [MemberData(nameof(Invalid), DisableDiscoveryEnumeration = true)]
    public void A_grid_with_a_step_of_zero_is_refused_and_the_node_named(string why, int node, Func<TimeGrid> make)
    {
        BelmException refusal = Assert.Throws<BelmException>(make);

        Assert.True(refusal.Code == "invalid_time_grid", $"{why}: {refusal.Message}");
        Assert.Contains($"Node {node} ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_grid_needs_a_step()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeGrid.Linspace(_schedule, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeGrid.Leading(_schedule, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeGrid.Trailing(_schedule, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeGrid.Fractional(_schedule, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeGrid.LogSnr(_schedule, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeGrid.Karras(_schedule, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeGrid.Karras(_schedule, 10, rho: 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeGrid.FromTimesteps(_schedule, []));
    }

    [Fact]
    public void Nodes_and_steps_outside_the_grid_are_refused()
    {
        TimeGrid grid = TimeGrid.Linspace(_schedule, 10);

        Assert.Throws<ArgumentOutOfRangeException>(() => grid[11]);
        Assert.Throws<ArgumentOutOfRangeException>(() => grid[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => grid.Step(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => grid.SigmaBar(11));
    }

    [Theory]
    [InlineData(50, 1, 50)]
    [InlineData(50, .75, 38)]
    [InlineData(50, .25, 12)]
    [InlineData(50, .001, 2)]
    [InlineData(1, .3, 1)]
    public void Strength_chooses_a_node_that_leaves_something_to_edit(int steps, double strength, int node)
        => Assert.Equal(node, TimeGrid.Linspace(_schedule, steps).NodeForStrength(strength));

    [Theory]
    [InlineData(0)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void Strength_outside_its_range_is_refused(double strength)
        => Assert.Throws<ArgumentOutOfRangeException>(() => TimeGrid.Linspace(_schedule, 10).NodeForStrength(strength));

    private static double[] Timesteps(TimeGrid grid) => [.. Enumerable.Range(0, grid.Steps + 1).Select(i => grid[i].Timestep)];
}
