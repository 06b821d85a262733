namespace BelmAgent.Sampling.Tests;

public sealed class TrajectoryCorrectedSamplerTests
{
    private static readonly TimeGrid _grid = TimeGrid.Linspace(Cases.StableDiffusion, 50);
    private static readonly TrajectoryCorrectedSampler _corrected = new(_grid);
    private static readonly ToyWorld _world = new();

    [Theory]
    [InlineData("o-belm", 50)]
    [InlineData("o-belm", 37)]
    [InlineData("κ=0.5 Q48", 50)]
    [InlineData("edict", 50)]
    [InlineData("ddim source", 50)]
    public void An_edit_of_nothing_returns_every_bit_of_the_source(string inverter, int last)
    {
        Trajectory source = Invert(inverter, _world.A.Draw(new(1)), _world.A, last);
        double[] clean = new double[64];

        _corrected.Sample(source, _world.A, _world.A, clean);

        Assert.Equal(Cases.Bits(source.State(0)), Cases.Bits(clean));
    }

    [Fact]
    public void Not_even_the_sign_of_a_zero_changes()
    {
        Trajectory source = new(2, [-0.0, 0.0, 0.4, 0.5], []);
        double[] target = [0.4, 0.5];

        _corrected.Step(1, source, [0.1, 0.2], [0.1, 0.2], target);

        Assert.Equal(Cases.Bits([-0.0, 0.0]), Cases.Bits(target));
    }

    [Fact]
    public void A_step_is_ddim_plus_what_ddim_missed_on_the_source()
    {
        Trajectory source = Invert("o-belm", _world.A.Draw(new(1)), _world.A, 50);
        double[] target = new Gauss(2).Vector(64), sourceNoise = new Gauss(3).Vector(64), targetNoise = new Gauss(4).Vector(64);
        double[] expected = [.. Enumerable.Range(0, 64).Select(k =>
            Ddim(30, target[k], targetNoise[k]) + (source.State(29)[k] - Ddim(30, source.State(30)[k], sourceNoise[k])))];

        _corrected.Step(30, source, sourceNoise, targetNoise, target);

        Assert.All(expected.Zip(target), pair => Assert.Equal(pair.First, pair.Second, 1e-13));

        static double Ddim(int i, double x, double noise)
        {
            double ratio = _grid[i - 1].Alpha / _grid[i].Alpha;
            return (ratio * x) + ((_grid[i - 1].Sigma - (ratio * _grid[i].Sigma)) * noise);
        }
    }

    [Theory]
    [InlineData(37, 1)]
    [InlineData(38, 1)]
    [InlineData(50, 1)]
    [InlineData(50, 3)]
    public void An_edit_reaches_the_target(int last, double guidance)
    {
        INoisePredictor target = _world.PromptB(guidance);
        Gauss gauss = new(5);
        double[] progress = [.. Enumerable.Range(0, 16).Select(_ =>
        {
            double[] before = _world.A.Draw(gauss), after = new double[64];
            _corrected.Sample(Invert("o-belm", before, _world.A, last), _world.A, target, after);
            return _world.Progress(before, after);
        })];

        Assert.InRange(ToyWorld.Median(progress), 0.9, 1.1);
    }

    [Theory]
    [InlineData("o-belm", 1)]
    [InlineData("ddim source", 1)]
    [InlineData("edict", 50)]
    [InlineData("ddim destination", 50)]
    public void The_source_is_asked_only_where_the_trajectory_has_no_noise(string inverter, int sourceCalls)
    {
        FunctionPredictor source = FunctionPredictor.Golden, target = FunctionPredictor.Golden;
        Trajectory path = Invert(inverter, [0.7], FunctionPredictor.Golden, 50);

        int calls = _corrected.Sample(path, source, target, new double[1]);

        Assert.Equal((sourceCalls, 50, sourceCalls + 50), (source.Calls, target.Calls, calls));
    }

    [Fact]
    public void Progress_and_cancelling_work_as_in_a_sampler()
    {
        using CancellationTokenSource stop = new();
        Trajectory path = Invert("o-belm", [0.7], FunctionPredictor.Golden, 50);
        FunctionPredictor target = FunctionPredictor.Golden;
        StopAt listener = new(stop, step: 7);

        Assert.Throws<OperationCanceledException>(
            () => _corrected.Sample(path, FunctionPredictor.Golden, target, new double[1], listener, blend: null, stop.Token));

        Assert.Equal(7, target.Calls);
        Assert.Equal((7, 50, 44), (listener.Last.Step, listener.Last.Steps, listener.Last.Node.Index));
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        double[] clean = new double[1];
        FunctionPredictor field = FunctionPredictor.Golden;
        Trajectory few = Invert("o-belm", [0.7], field, 10), many = Invert("o-belm", [0.7], field, 50);
        Allocated(few);

        Assert.Equal(Allocated(few), Allocated(many));

        long Allocated(Trajectory path)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            _corrected.Sample(path, field, field, clean);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Trajectory path = Invert("o-belm", [0.7], FunctionPredictor.Golden, 50);
        TrajectoryCorrectedSampler shorter = new(TimeGrid.Linspace(Cases.StableDiffusion, 20));
        FunctionPredictor field = FunctionPredictor.Golden;

        Assert.Throws<ArgumentOutOfRangeException>(() => shorter.Sample(path, field, field, new double[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => _corrected.Sample(path, field, field, new double[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => _corrected.Step(0, path, [0], [0], new double[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => _corrected.Step(1, path, [0], [0, 0], new double[1]));
    }

    private static Trajectory Invert(string name, double[] clean, INoisePredictor field, int last)
        => Cases.Make(name, _grid).Invert(clean, field, new() { LastNode = last, RecordTrajectory = true }).Trajectory!;

    private sealed class StopAt(CancellationTokenSource stop, int step) : IProgress<SamplingProgress>
    {
        public SamplingProgress Last { get; private set; }

        public void Report(SamplingProgress value)
        {
            Last = value;
            if (value.Step == step)
            {
                stop.Cancel();
            }
        }
    }
}
