namespace BelmAgent.Sampling.Tests;

public sealed class KickTests
{
    private static readonly TimeGrid _grid = TimeGrid.Trailing(Cases.StableDiffusion, 50);

    [Theory]
    [InlineData("o-belm")]
    [InlineData("κ=0.5")]
    [InlineData("bdia")]
    [InlineData("o-belm Q48")]
    public void A_kick_by_nothing_changes_no_bit(string name)
    {
        TwoStepSampler sampler = Cases.TwoStep(name, _grid);
        ToyWorld world = new();
        SamplerState state = sampler.Invert(world.A.Draw(new(1)), world.A).State;
        double[] noise = Noise(world.A, state);

        SamplerState kicked = sampler.Kick(state, noise, noise);

        Assert.Equal(Cases.Bits(state.Position.Span), Cases.Bits(kicked.Position.Span));
        Assert.Equal(Cases.Bits(state.Companion.Span), Cases.Bits(kicked.Companion.Span));
        Assert.Equal(state.Words?.Position.ToArray(), kicked.Words?.Position.ToArray());
        Assert.Equal(state.Words?.Increment.ToArray(), kicked.Words?.Increment.ToArray());
    }

    [Fact]
    public void Not_even_the_sign_of_a_zero_changes()
    {
        SamplerState state = SamplerState.WithSlope(10, new double[] { -0.0, 0.0 }, new double[] { -0.0, 0.0 });

        SamplerState kicked = TwoStepSampler.OBelm(_grid).Kick(state, [0.3, 0.3], [0.3, 0.3]);

        Assert.Equal(Cases.Bits([-0.0, 0.0]), Cases.Bits(kicked.Companion.Span));
    }

    [Theory]
    [InlineData("o-belm")]
    [InlineData("κ=0.5")]
    [InlineData("o-belm Q48")]
    public void A_kick_moves_the_older_state_alone(string name)
    {
        TwoStepSampler sampler = Cases.TwoStep(name, _grid);
        SamplerState state = SamplerState.WithSlope(30, new Gauss(1).Vector(8), new Gauss(2).Vector(8));
        double[] source = new Gauss(3).Vector(8), target = new Gauss(4).Vector(8);

        SamplerState kicked = sampler.Kick(state, source, target);

        double[] before = new double[8], after = new double[8];
        sampler.ReadNeighbour(state, before);
        sampler.ReadNeighbour(kicked, after);
        for (int k = 0; k < 8; k++)
        {
            Assert.Equal(before[k] + (_grid[29].Alpha * _grid.Step(30) * (source[k] - target[k])), after[k], 1e-11);
            Assert.Equal(state.Position.Span[k], kicked.Position.Span[k], 1e-14);
        }
    }

    /// <summary>The paper's two unexplained symptoms, unchanged edits and artefacts, are the two parities of one fault.</summary>
    [Fact]
    public void Without_a_kick_the_parity_of_the_first_node_decides_an_edit_and_with_it_nothing_does()
    {
        double pairAt37 = MedianProgress(37, kick: false), pairAt38 = MedianProgress(38, kick: false);

        Assert.True(Math.Abs(pairAt38 - pairAt37) > 0.5, $"The carried pair went {pairAt37} and {pairAt38}.");
        Assert.InRange(MedianProgress(37, kick: true), 0.9, 1.1);
        Assert.InRange(MedianProgress(38, kick: true), 0.9, 1.1);
    }

    /// <summary>Edits A → B at guidance 2 both ways, from node K of the trailing grid.</summary>
    private static double MedianProgress(int node, bool kick)
    {
        ToyWorld world = new();
        INoisePredictor source = world.PromptA(2), target = world.PromptB(2);
        TwoStepSampler sampler = TwoStepSampler.OBelm(_grid);
        Gauss gauss = new(5);
        return ToyWorld.Median(Enumerable.Range(0, 24).Select(_ =>
        {
            double[] before = world.A.Draw(gauss), after = new double[before.Length];
            SamplerState state = sampler.Invert(before, source, new() { LastNode = node }).State;
            state = kick ? sampler.Kick(state, Noise(source, state), Noise(target, state)) : state;
            sampler.Sample(state, target, after);
            return world.Progress(before, after);
        }));
    }

    private static double[] Noise(INoisePredictor field, SamplerState state)
    {
        double[] noise = new double[state.Position.Length];
        field.Predict(state.Position.Span, _grid[state.Node], noise, default);
        return noise;
    }
}
