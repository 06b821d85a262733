namespace BelmAgent.Sampling.Tests;

public sealed class NoiseScheduleTests
{
    private static readonly NoiseSchedule _schedule = Cases.StableDiffusion;

    [Theory]
    [InlineData(0, 0.99915)]
    [InlineData(1, 0.9982960278384514)]
    [InlineData(20, 0.981314362200552)]
    [InlineData(500, 0.2763326838229746)]
    [InlineData(980, 0.005843783318683291)]
    [InlineData(999, 0.004660098513077236)]
    public void Stable_diffusions_signal_power_is_golden(int timestep, double expected)
        => Assert.Equal(expected, _schedule.AlphaBar(timestep), 1e-15);

    [Theory]
    [InlineData(0, 0.02917)]
    [InlineData(1, 0.04131)]
    [InlineData(20, 0.1380)]
    [InlineData(980, 13.04)]
    [InlineData(999, 14.615)]
    public void Noise_to_signal_ratio_has_its_known_anchors(int timestep, double expected)
        => Assert.Equal(1, _schedule.SigmaBar(timestep) / expected, 4e-4);

    [Fact]
    public void Ddpm_ends_at_its_known_signal_power()
        => Assert.Equal(4.035829765375676e-05, NoiseSchedule.Linear().AlphaBar(999), 1e-15);

    [Fact]
    public void Between_training_steps_the_logarithm_is_interpolated()
        => Assert.Equal(Math.Pow(_schedule.SigmaBar(40), .75) * Math.Pow(_schedule.SigmaBar(41), .25), _schedule.SigmaBar(40.25), 1e-14);

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(500)]
    [InlineData(998.9)]
    [InlineData(999)]
    public void Time_is_found_again_from_its_ratio(double timestep)
        => Assert.Equal(timestep, _schedule.TimestepAt(_schedule.SigmaBar(timestep)), 1e-9);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.01, 0)]
    [InlineData(20, 999)]
    public void Ratios_beyond_the_schedule_take_its_nearest_end(double sigmaBar, double expected)
        => Assert.Equal(expected, _schedule.TimestepAt(sigmaBar));

    [Theory]
    [InlineData(-1)]
    [InlineData(1000)]
    public void There_is_nothing_outside_training(int timestep)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _schedule.AlphaBar(timestep));
        Assert.Throws<ArgumentOutOfRangeException>(() => _schedule.SigmaBar(timestep));
        Assert.Throws<ArgumentOutOfRangeException>(() => _schedule.SigmaBar(double.NaN));
    }

    [Fact]
    public void Trained_betas_multiply_up()
    {
        NoiseSchedule schedule = NoiseSchedule.FromConfig(new() { TrainedBetas = [0.1, 0.2, 0.5] });

        Assert.Equal(3, schedule.TrainingSteps);
        Assert.Equal(0.9 * 0.8 * 0.5, schedule.AlphaBar(2), 1e-15);
    }

    [Fact]
    public void Betas_must_be_at_least_two_and_leave_some_signal_and_some_noise()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new NoiseSchedule([0.1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NoiseSchedule([0.1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NoiseSchedule([0, 0.1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => NoiseSchedule.ScaledLinear(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NoiseSchedule.Linear(trainingSteps: 1));
    }
}
