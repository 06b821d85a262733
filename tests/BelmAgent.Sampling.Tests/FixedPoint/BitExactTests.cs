namespace BelmAgent.Sampling.Tests;

public sealed class BitExactTests
{
    private const double One = 1L << 48;

    private static readonly InSinglePrecision _field = new(GaussianMixture.Random(64, 6, sharpest: 0.1, seed: 1));

    public static TheoryData<string, string, int> Runs
        => new MatrixTheoryData<string, string, int>(["o-belm", "κ=0.75", "κ=0.5", "κ=0", "bdia"], ["linspace", "trailing", "log-SNR"], [10, 50, 100]);

    [Theory]
    [MemberData(nameof(Runs))]
    public void Sampling_returns_every_bit_of_the_picture(string name, string spacing, int steps)
    {
        TwoStepSampler sampler = Cases.TwoStep(name, Grid(spacing, steps)).InFixedPoint();
        double[] picture = new Gauss(2).Vector(64), back = new double[64];

        Inversion inversion = sampler.Invert(picture, _field);
        sampler.Sample(inversion.State, _field, back);

        Assert.True(sampler.IsBitExact);
        Assert.Equal(Cases.Bits(inversion.Clean.Span), Cases.Bits(back));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Walking_down_and_up_again_returns_every_bit_of_the_state(string name, string spacing, int steps)
    {
        TwoStepSampler sampler = Cases.TwoStep(name, Grid(spacing, steps)).InFixedPoint();
        SamplerState state = sampler.Invert(new Gauss(2).Vector(64), _field).State;
        TwoStepWalk<long, Q48> walk = sampler.Begin<long, Q48>(state);
        double[] x = new double[64], noise = new double[64];

        walk.Descend();
        while (walk.Node > 0)
        {
            Reflect();
            walk.Descend();
        }

        walk.Climb();
        while (walk.Node < steps)
        {
            Reflect();
            walk.Climb();
        }

        SamplerState again = walk.ToState();
        Assert.Equal(state.Words!.Position.ToArray(), again.Words!.Position.ToArray());
        Assert.Equal(state.Words.Increment.ToArray(), again.Words.Increment.ToArray());

        void Reflect()
        {
            walk.Read(x);
            _field.Predict(x, sampler.Grid[walk.Node], noise, default);
            walk.Reflect(noise);
        }
    }

    [Fact]
    public void Fixed_point_computes_what_double_precision_does()
    {
        TimeGrid grid = Grid("linspace", 50);
        double[] picture = new Gauss(2).Vector(64);
        GaussianMixture field = GaussianMixture.Random(64, 6, sharpest: 0.1, seed: 1);

        SamplerState rounded = TwoStepSampler.OBelm(grid).InFixedPoint().Invert(picture, field).State;
        SamplerState real = TwoStepSampler.OBelm(grid).Invert(picture, field).State;

        Assert.InRange(Cases.MeanSquare(real.Position.Span, rounded.Position.Span), 0, 1e-16);
        Assert.InRange(Cases.MeanSquare(real.Companion.Span, rounded.Companion.Span), 0, 1e-16);
        Assert.Null(real.Words);
    }

    [Fact]
    public void The_picture_is_first_rounded_to_the_grid_of_numbers_and_that_is_said()
    {
        double[] picture = [0.1, 1.0 / 3, 1e-3 * Math.PI, -2.5];

        Inversion inversion = TwoStepSampler.OBelm(Grid("linspace", 10)).InFixedPoint().Invert(picture, new InSinglePrecision(FunctionPredictor.Golden));

        double[] clean = inversion.Clean.ToArray();
        Assert.All(clean, value => Assert.True(double.IsInteger(value * One)));
        Assert.All(clean.Zip(picture), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 0.5 / One));
        Assert.NotEqual(picture[2], clean[2]);
        Assert.Equal(picture[3], clean[3]);
    }

    [Theory]
    [InlineData("o-belm")]
    [InlineData("κ=0")]
    public void Overflow_wraps_around_and_costs_no_bit(string name)
    {
        TwoStepSampler sampler = Cases.TwoStep(name, Grid("linspace", 20)).InFixedPoint();
        FunctionPredictor field = new((x, _) => 3e3 * Math.Cos(x));
        double[] back = new double[3];

        Inversion inversion = sampler.Invert([32767.5, -32767.25, 12.5], field);
        sampler.Sample(inversion.State, field, back);

        Trajectory unbounded = Cases.TwoStep(name, Grid("linspace", 20)).Invert([32767.5, -32767.25, 12.5], field, new() { RecordTrajectory = true }).Trajectory!;
        Assert.True(Enumerable.Range(0, 21).Max(i => Math.Abs(unbounded.State(i)[0] / sampler.Grid[i].Alpha)) > 1 << 15);
        Assert.Equal(Cases.Bits(inversion.Clean.Span), Cases.Bits(back));
    }

    [Fact]
    public void A_saved_state_is_restored_from_its_words()
    {
        TwoStepSampler sampler = TwoStepSampler.Kappa(Grid("linspace", 20), 0.5).InFixedPoint();
        Inversion inversion = sampler.Invert(new Gauss(2).Vector(64), _field, new() { LastNode = 15 });
        double[] back = new double[64];

        SamplerState restored = sampler.Restore(15, inversion.State.Words!);
        sampler.Sample(restored, _field, back);

        Assert.Equal(Cases.Bits(inversion.State.Position.Span), Cases.Bits(restored.Position.Span));
        Assert.Equal(Cases.Bits(inversion.State.Companion.Span), Cases.Bits(restored.Companion.Span));
        Assert.Equal(Cases.Bits(inversion.Clean.Span), Cases.Bits(back));
        Assert.Throws<ArgumentOutOfRangeException>(() => sampler.Restore(0, inversion.State.Words!));
        Assert.Throws<ArgumentOutOfRangeException>(() => sampler.Restore(15, new(new long[2], new long[3])));
    }

    [Fact]
    public void The_parts_of_a_state_are_its_words_in_double()
    {
        TwoStepSampler sampler = TwoStepSampler.OBelm(Grid("linspace", 20)).InFixedPoint();
        SamplerState state = sampler.Invert([0.7], new InSinglePrecision(FunctionPredictor.Golden)).State;

        double position = state.Words!.Position.Span[0] / One, increment = state.Words.Increment.Span[0] / One;
        Assert.Equal(sampler.Grid[20].Alpha * position, state.Position.Span[0], 1e-15);
        Assert.Equal(increment / sampler.Coefficients.C(20), state.Companion.Span[0], 1e-12);
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(1.5, 2)]
    [InlineData(-0.5, 0)]
    [InlineData(-2.5, -2)]
    [InlineData(-0.75, -1)]
    public void Halves_round_to_even(double value, long expected)
        => Assert.Equal(expected, Q48.FromReal(value / One));

    private static TimeGrid Grid(string spacing, int steps) => spacing switch
    {
        "linspace" => TimeGrid.Linspace(Cases.StableDiffusion, steps),
        "trailing" => TimeGrid.Trailing(Cases.StableDiffusion, steps),
        _ => TimeGrid.LogSnr(Cases.StableDiffusion, steps),
    };
}
