namespace BelmAgent.Sampling.Tests;

/// <summary>
/// End-to-end values of a scalar field, computed independently in double precision from the samplers' published formulas:
/// ε(x, t) = sin x + 0.1·cos(t/1000), BELM's linspace grid with N = 10, x₀ = 0.7, z = 0.3.
/// </summary>
public sealed class GoldenValueTests
{
    private static readonly TimeGrid _grid = TimeGrid.Linspace(NoiseSchedule.ScaledLinear(), 10);

    public static TheoryData<string, double> Inverted => new()
    {
        { "o-belm", 1.15836093917061 },
        { "κ=0.75", .961508877367275 },
        { "κ=0.5", .976327392027548 },
        { "κ=0", .990075237270106 },
        { "bdia", .892852075529609 },
        { "ddim source", .990247331684772 },
        { "ddim destination", .979490527398477 },
        { "edict", .970439945243467 },
    };

    public static TheoryData<string, double> Generated => new()
    {
        { "o-belm", -.0142239316330385 },
        { "κ=0.75", -.0204930726306182 },
        { "κ=0.5", -.0529684521399694 },
    };

    [Theory]
    [MemberData(nameof(Inverted))]
    public void Inversion_reaches_the_golden_noise(string sampler, double expected)
    {
        Inversion inversion = Make(sampler).Invert([0.7], FunctionPredictor.Golden);

        Assert.Equal(expected, inversion.State.Position.Span[0], 1e-12);
    }

    [Theory]
    [MemberData(nameof(Generated))]
    public void Generation_reaches_the_golden_picture(string sampler, double expected)
    {
        double[] clean = new double[1];

        Make(sampler).Generate([0.3], FunctionPredictor.Golden, clean);

        Assert.Equal(expected, clean[0], 1e-12);
    }

    [Theory]
    [InlineData("o-belm", .960292934289865)]
    [InlineData("κ=0.5", 1.05224929051044)]
    public void The_stored_pair_holds_the_golden_neighbour(string name, double expected)
    {
        TwoStepSampler sampler = Assert.IsType<TwoStepSampler>(Make(name));
        Inversion inversion = sampler.Invert([0.7], FunctionPredictor.Golden);
        double[] neighbour = new double[1];

        sampler.ReadNeighbour(inversion.State, neighbour);

        Assert.Equal(expected, neighbour[0], 1e-12);
    }

    [Fact]
    public void Edict_stores_the_golden_second_chain()
        => Assert.Equal(
            .986572266756291, Make("edict").Invert([0.7], FunctionPredictor.Golden).State.Companion.Span[0], 1e-12);

    [Theory]
    [InlineData("o-belm")]
    [InlineData("κ=0.5")]
    [InlineData("bdia")]
    public void Two_step_samplers_share_the_golden_first_step(string sampler)
    {
        Inversion inversion = Make(sampler).Invert([0.7], FunctionPredictor.Golden, new() { LastNode = 1 });

        Assert.Equal(.72139992296451, inversion.State.Position.Span[0], 1e-12);
    }

    private static Sampler Make(string name) => name switch
    {
        "o-belm" => TwoStepSampler.OBelm(_grid),
        "bdia" => TwoStepSampler.Bdia(_grid, 0.96),
        "ddim source" => new DdimSampler(_grid, DdimInversionTimestep.Source),
        "ddim destination" => new DdimSampler(_grid, DdimInversionTimestep.Destination),
        "edict" => new EdictSampler(_grid, 0.93),
        _ => TwoStepSampler.Kappa(_grid, double.Parse(name.AsSpan(2))),
    };
}
