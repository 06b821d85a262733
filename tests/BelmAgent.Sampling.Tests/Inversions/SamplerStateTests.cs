namespace BelmAgent.Sampling.Tests;

public sealed class SamplerStateTests
{
    private static readonly TimeGrid _grid = TimeGrid.Linspace(Cases.StableDiffusion, 10);
    private static readonly SamplerState _slope = SamplerState.WithSlope(10, new double[2], new double[2]);
    private static readonly SamplerState _coupled = SamplerState.Coupled(10, new double[2], new double[2]);

    [Fact]
    public void A_state_of_another_sampler_is_refused()
    {
        FunctionPredictor field = FunctionPredictor.Golden;

        Assert.Throws<ArgumentException>(() => TwoStepSampler.OBelm(_grid).Sample(_coupled, field, new double[2]));
        Assert.Throws<ArgumentException>(() => new EdictSampler(_grid).Sample(_slope, field, new double[2]));
        Assert.Throws<ArgumentException>(() => TwoStepSampler.OBelm(_grid).Kick(_coupled, new double[2], new double[2]));
        Assert.Throws<ArgumentException>(() => TwoStepSampler.OBelm(_grid).Kick(SamplerState.FromPosition(10, new double[2]), new double[2], new double[2]));
        Assert.Equal(0, field.Calls);
    }

    [Fact]
    public void Ddim_goes_on_from_the_position_of_any_state()
    {
        double[] fromSlope = new double[2], fromPosition = new double[2];
        double[] x = [0.3, -0.4];

        new DdimSampler(_grid).Sample(SamplerState.WithSlope(7, x, new double[2]), FunctionPredictor.Golden, fromSlope);
        new DdimSampler(_grid).Sample(SamplerState.FromPosition(7, x), FunctionPredictor.Golden, fromPosition);

        Assert.Equal(fromPosition, fromSlope);
    }

    [Fact]
    public void What_does_not_fit_the_grid_or_itself_is_refused()
    {
        FunctionPredictor field = FunctionPredictor.Golden;

        Assert.Throws<ArgumentOutOfRangeException>(() => SamplerState.WithSlope(1, new double[2], new double[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SamplerState.FromPosition(-1, new double[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SamplerState.FromPosition(1, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DdimSampler(_grid).Sample(SamplerState.FromPosition(11, new double[2]), field, new double[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DdimSampler(_grid).Sample(_slope, field, new double[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DdimSampler(_grid).Invert([], field));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DdimSampler(_grid).Invert([1], field, new() { LastNode = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DdimSampler(_grid).Invert([1], field, new() { LastNode = 11 }));
        Assert.Equal(0, field.Calls);
    }
}
