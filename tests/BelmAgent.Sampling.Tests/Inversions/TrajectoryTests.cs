namespace BelmAgent.Sampling.Tests;

public sealed class TrajectoryTests
{
    private static readonly TimeGrid _grid = TimeGrid.Linspace(Cases.StableDiffusion, 20);
    private static readonly GaussianMixture _field = GaussianMixture.Random(8, 3, sharpest: 0.2, seed: 1);

    public static TheoryData<string> EverySampler => Cases.EverySampler;

    [Theory]
    [MemberData(nameof(EverySampler))]
    public void It_runs_from_the_picture_to_the_state(string name)
    {
        Sampler sampler = Cases.Make(name, _grid);
        double[] clean = _field.Draw(new(1));
        Inversion inversion = sampler.Invert(clean, _field, new() { LastNode = 15, RecordTrajectory = true });
        Trajectory path = inversion.Trajectory!;

        Assert.Equal((15, 8), (path.LastNode, path.Dimension));
        Assert.Equal(inversion.Clean.ToArray(), path.State(0).ToArray());
        Assert.Equal(inversion.State.Position.ToArray(), path.State(15).ToArray());
        for (int i = 1; i < 15; i++)
        {
            SamplerState stopped = sampler.Invert(clean, _field, new() { LastNode = i }).State;
            Assert.Equal(Cases.Bits(stopped.Position.Span), Cases.Bits(path.State(i)));
        }
    }

    [Theory]
    [MemberData(nameof(EverySampler))]
    public void Recording_changes_nothing_and_is_off_unless_asked_for(string name)
    {
        double[] clean = _field.Draw(new(1));
        Inversion plain = Cases.Make(name, _grid).Invert(clean, _field);
        Inversion recorded = Cases.Make(name, _grid).Invert(clean, _field, new() { RecordTrajectory = true });

        Assert.Null(plain.Trajectory);
        Assert.Equal(plain.State.Position.ToArray(), recorded.State.Position.ToArray());
    }

    [Theory]
    [InlineData("ddim source")]
    [InlineData("o-belm")]
    [InlineData("bdia")]
    [InlineData("κ=0.5 Q48")]
    public void Noise_is_what_the_network_says_at_the_state(string name)
    {
        Trajectory path = Cases.Make(name, _grid).Invert(
            _field.Draw(new(1)), _field, new() { RecordTrajectory = true, Start = StartRule.RungeKutta4 }).Trajectory!;
        double[] noise = new double[8];
        for (int i = 0; i < 20; i++)
        {
            _field.Predict(path.State(i), _grid[i], noise, default);
            Assert.True(path.HasNoise(i));
            Assert.Equal(Cases.Bits(noise), Cases.Bits(path.Noise(i)));
        }

        Assert.False(path.HasNoise(20));
        Assert.Throws<ArgumentOutOfRangeException>(() => path.Noise(20).Length);
    }

    [Theory]
    [InlineData("ddim destination")]
    [InlineData("edict")]
    public void Samplers_that_ask_elsewhere_leave_no_noise(string name)
    {
        Trajectory path = Cases.Make(name, _grid).Invert(_field.Draw(new(1)), _field, new() { RecordTrajectory = true }).Trajectory!;

        Assert.False(path.HasNoise(0));
        Assert.True(path.Noises.IsEmpty);
    }

    [Fact]
    public void It_is_made_again_from_its_numbers()
    {
        Trajectory path = Cases.Make("o-belm", _grid).Invert(_field.Draw(new(1)), _field, new() { RecordTrajectory = true }).Trajectory!;
        Trajectory again = new(8, path.States.ToArray(), path.Noises.ToArray());

        Assert.Equal(20, again.LastNode);
        Assert.Equal(path.State(7).ToArray(), again.State(7).ToArray());
        Assert.Equal(path.Noise(7).ToArray(), again.Noise(7).ToArray());
    }

    [Fact]
    public void Numbers_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trajectory(0, new double[4], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trajectory(3, new double[7], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trajectory(4, new double[4], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trajectory(2, new double[6], new double[6]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trajectory(2, new double[6], []).State(3).Length);
    }
}
