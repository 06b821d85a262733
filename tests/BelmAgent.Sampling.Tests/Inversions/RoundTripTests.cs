namespace BelmAgent.Sampling.Tests;

public sealed class RoundTripTests
{
    private static readonly GaussianMixture _field = GaussianMixture.Random(32, 6, sharpest: 0.1, seed: 1);

    public static TheoryData<string, int> ExactSamplersAndSteps => Cases.ExactSamplersAndSteps;

    [Theory]
    [MemberData(nameof(ExactSamplersAndSteps))]
    public void An_exact_sampler_gives_the_picture_back_through_a_single_precision_network(string name, int steps)
    {
        Sampler sampler = Cases.Make(name, TimeGrid.Linspace(Cases.StableDiffusion, steps));

        Assert.True(sampler.IsExact);
        Assert.InRange(RoundTripError(sampler, new InSinglePrecision(_field)), 0, 1e-10);
    }

    [Theory]
    [InlineData("o-belm")]
    [InlineData("κ=0.5")]
    [InlineData("bdia")]
    [InlineData("edict")]
    public void An_exact_sampler_gives_the_picture_back_from_any_node_of_any_grid(string name)
    {
        TimeGrid[] grids =
        [
            TimeGrid.Trailing(Cases.StableDiffusion, 25),
            TimeGrid.Leading(Cases.StableDiffusion, 25, 1, CleanNode.FirstTrainingStep),
            TimeGrid.LogSnr(Cases.StableDiffusion, 25),
            TimeGrid.Fractional(Cases.StableDiffusion, 25),
            TimeGrid.Karras(Cases.StableDiffusion, 25),
        ];
        Assert.All(grids, grid => Assert.All([1, 2, 13, 25], last => Assert.InRange(RoundTripError(Cases.Make(name, grid), _field, last), 0, 1e-20)));
    }

    [Theory]
    [InlineData(StartRule.Heun)]
    [InlineData(StartRule.RungeKutta4)]
    public void The_start_rule_does_not_matter_to_the_way_back(StartRule start)
        => Assert.InRange(
            RoundTripError(TwoStepSampler.OBelm(TimeGrid.Linspace(Cases.StableDiffusion, 20)), _field, options: new() { Start = start }), 0, 1e-20);

    [Theory]
    [InlineData("ddim source", 10)]
    [InlineData("ddim source", 100)]
    [InlineData("ddim destination", 10)]
    [InlineData("ddim destination", 100)]
    public void Ddim_does_not(string name, int steps)
    {
        Sampler sampler = Cases.Make(name, TimeGrid.Linspace(Cases.StableDiffusion, steps));

        Assert.False(sampler.IsExact);
        Assert.InRange(RoundTripError(sampler, _field), 1e-4, 1);
    }

    [Theory]
    [InlineData("o-belm")]
    [InlineData("κ=0.5")]
    [InlineData("edict")]
    public void Half_a_state_does_not(string name)
    {
        Sampler sampler = Cases.Make(name, TimeGrid.Linspace(Cases.StableDiffusion, 20));
        double[] clean = _field.Draw(new(1)), back = new double[32];
        SamplerState state = sampler.Invert(clean, _field).State;

        sampler.Sample(SamplerState.FromPosition(state.Node, state.Position), _field, back);

        Assert.InRange(Cases.MeanSquare(clean, back), 1e-4, 10);
    }

    [Theory]
    [InlineData("o-belm", 20, 19)]
    [InlineData("κ=0.5 Q48", 20, 19)]
    [InlineData("bdia", 20, 19)]
    [InlineData("ddim source", 20, 20)]
    [InlineData("ddim destination", 20, 20)]
    [InlineData("edict", 40, 40)]
    public void No_network_call_is_wasted(string name, int inverting, int sampling)
    {
        FunctionPredictor field = FunctionPredictor.Golden;
        Sampler sampler = Cases.Make(name, TimeGrid.Linspace(Cases.StableDiffusion, 20));

        Inversion inversion = sampler.Invert([0.7], field);
        Assert.Equal((inverting, inverting), (inversion.Evaluations, field.Calls));
        Assert.Equal(sampler.EvaluationsPerStep * 20, inverting);
        Assert.Equal(sampling, sampler.Sample(inversion.State, field, new double[1]));
        Assert.Equal(inverting + sampling, field.Calls);
        Assert.Equal(inverting, sampler.Generate([0.3], field, new double[1]));
    }

    private static double RoundTripError(Sampler sampler, INoisePredictor field, int? last = null, InversionOptions? options = null)
    {
        Gauss gauss = new(9);
        return Enumerable.Range(0, 4).Max(_ =>
        {
            double[] clean = _field.Draw(gauss), back = new double[clean.Length];
            SamplerState state = sampler.Invert(clean, field, (options ?? new()) with { LastNode = last }).State;
            Assert.Equal(last ?? sampler.Grid.Steps, state.Node);
            sampler.Sample(state, field, back);
            return Cases.MeanSquare(clean, back);
        });
    }
}
