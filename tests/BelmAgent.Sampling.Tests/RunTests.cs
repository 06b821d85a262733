namespace BelmAgent.Sampling.Tests;

/// <summary>Properties of every run: progress, quick cancellation, no garbage, no nonsense.</summary>
public sealed class RunTests
{
    private static readonly NoiseSchedule _schedule = Cases.StableDiffusion;
    private static readonly GaussianMixture _field = GaussianMixture.Random(8, 3, sharpest: 0.2, seed: 1);

    public static TheoryData<string> EverySampler => Cases.EverySampler;

    [Theory]
    [MemberData(nameof(EverySampler))]
    public void Progress_counts_every_step_to_the_last(string name)
    {
        Sampler sampler = Cases.Make(name, TimeGrid.Linspace(_schedule, 12));
        Listener inverting = new(), sampling = new();

        Inversion inversion = sampler.Invert(_field.Draw(new(1)), _field, progress: inverting);
        sampler.Sample(inversion.State, _field, new double[8], sampling);

        int visits = sampler is TwoStepSampler ? 11 : 12;
        Assert.Equal(Enumerable.Range(1, 12).Select(step => (step, 12)), inverting.Seen.Select(p => (p.Step, p.Steps)));
        Assert.Equal(Enumerable.Range(1, visits).Select(step => (step, visits)), sampling.Seen.Select(p => (p.Step, p.Steps)));
        Assert.Equal(sampling.Seen.Select(p => p.Node.Index).OrderDescending(), sampling.Seen.Select(p => p.Node.Index));
        Assert.Equal(inverting.Seen.Select(p => p.Node.Index).Order(), inverting.Seen.Select(p => p.Node.Index));
    }

    [Fact]
    public void A_listener_can_preview_the_clean_picture()
    {
        TimeGrid grid = TimeGrid.Linspace(_schedule, 30);
        Listener listener = new();
        double[] clean = new double[8];

        TwoStepSampler.OBelm(grid).Generate(new Gauss(1).Vector(8), _field, clean, listener);

        double[] errors = [.. listener.Previews.Select(preview => Cases.MeanSquare(clean, preview))];
        Assert.InRange(errors[^1], 0, 1e-3);
        Assert.True(errors[0] > 100 * errors[^1], string.Join(" ", errors));
        SamplingProgress known = new(1, 1, new(1, 0, Alpha: 0.8, Sigma: 0.6), new double[] { 1.0 }, new double[] { 0.5 });
        known.PredictClean(clean.AsSpan(0, 1));
        Assert.Equal((1 - (0.6 * 0.5)) / 0.8, clean[0], 1e-15);
    }

    [Theory]
    [MemberData(nameof(EverySampler))]
    public void Cancelling_stops_before_the_next_network_call(string name)
    {
        Sampler sampler = Cases.Make(name, TimeGrid.Linspace(_schedule, 12));
        SamplerState state = sampler.Invert([0.7], FunctionPredictor.Golden).State;

        AssertStops((field, token) => sampler.Invert([0.7], field, cancellationToken: token));
        AssertStops((field, token) => sampler.Sample(state, field, new double[1], cancellationToken: token));
        AssertStops((field, token) => sampler.Generate([0.3], field, new double[1], cancellationToken: token));

        static void AssertStops(Action<INoisePredictor, CancellationToken> run)
        {
            using CancellationTokenSource source = new();
            int calls = 0;
            FunctionPredictor field = new((x, _) =>
            {
                if (++calls == 5)
                {
                    source.Cancel();
                }

                return x;
            });

            OperationCanceledException stop = Assert.Throws<OperationCanceledException>(() => run(field, source.Token));
            Assert.Equal(source.Token, stop.CancellationToken);
            Assert.Equal(5, calls);
        }
    }

    [Fact]
    public void A_cancelled_token_never_reaches_the_network()
    {
        FunctionPredictor field = FunctionPredictor.Golden;

        Assert.Throws<OperationCanceledException>(
            () => TwoStepSampler.OBelm(TimeGrid.Linspace(_schedule, 12)).Invert([0.7], field, cancellationToken: new(canceled: true)));
        Assert.Equal(0, field.Calls);
    }

    [Theory]
    [MemberData(nameof(EverySampler))]
    public void Steps_allocate_nothing(string name)
    {
        Sampler few = Cases.Make(name, TimeGrid.Linspace(_schedule, 10)), many = Cases.Make(name, TimeGrid.Linspace(_schedule, 100));
        double[] picture = _field.Draw(new(1)), result = new double[8];
        SilentListener listener = new();
        Allocated(few);
        Allocated(many);

        Assert.Equal(Allocated(few), Allocated(many));

        long Allocated(Sampler sampler)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            SamplerState state = sampler.Invert(picture, _field, progress: listener).State;
            sampler.Sample(state, _field, result, listener);
            sampler.Generate(picture, _field, result, listener);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void A_trajectory_allocates_its_own_numbers_and_no_more()
    {
        long few = Allocated(10), many = Allocated(100);

        Assert.InRange(many - few, 0, 90 * 2 * 8 * sizeof(double));

        long Allocated(int steps)
        {
            TwoStepSampler sampler = TwoStepSampler.OBelm(TimeGrid.Linspace(_schedule, steps));
            double[] picture = _field.Draw(new(1));
            InversionOptions options = new() { RecordTrajectory = true };
            sampler.Invert(picture, _field, options);
            long before = GC.GetAllocatedBytesForCurrentThread();
            sampler.Invert(picture, _field, options);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Theory]
    [MemberData(nameof(EverySampler))]
    public void Noise_that_is_no_number_stops_the_run_and_names_the_node(string name)
    {
        TimeGrid grid = TimeGrid.Linspace(_schedule, 12);
        FunctionPredictor field = new((x, node) => node.Index == 7 ? double.NaN : x);

        Assert.Equal(grid[7], Assert.Throws<NonFiniteOutputException>(() => Cases.Make(name, grid).Invert([0.7], field)).Node);
    }

    private sealed class Listener : IProgress<SamplingProgress>
    {
        public List<SamplingProgress> Seen { get; } = [];

        public List<double[]> Previews { get; } = [];

        public void Report(SamplingProgress value)
        {
            double[] preview = new double[value.State.Length];
            value.PredictClean(preview);
            Seen.Add(value);
            Previews.Add(preview);
        }
    }

    private sealed class SilentListener : IProgress<SamplingProgress>
    {
        private readonly double[] _preview = new double[8];

        public void Report(SamplingProgress value) => value.PredictClean(_preview);
    }
}
