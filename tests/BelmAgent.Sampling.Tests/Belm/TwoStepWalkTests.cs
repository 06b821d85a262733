namespace BelmAgent.Sampling.Tests;

public sealed class TwoStepWalkTests
{
    private static readonly TimeGrid _grid = TimeGrid.Linspace(Cases.StableDiffusion, 20);
    private static readonly GaussianMixture _field = GaussianMixture.Random(16, 4, sharpest: 0.2, seed: 1);

    public static TheoryData<string> Relations => ["o-belm", "κ=0.75", "κ=0.5", "κ=0", "bdia", "general"];

    [Theory]
    [MemberData(nameof(Relations))]
    public void Lifting_inverts_as_the_explicit_two_step_formula_does(string name)
    {
        TwoStepSampler sampler = Cases.TwoStep(name, _grid);
        Trajectory path = sampler.Invert(_field.Draw(new(2)), _field, new() { RecordTrajectory = true }).Trajectory!;
        for (int i = 1; i < 20; i++)
        {
            AssertStep(StateSpaceStep.Inverting(_grid, sampler.Coefficients, i), path.State(i - 1), path.State(i), path.Noise(i), path.State(i + 1));
        }
    }

    [Theory]
    [MemberData(nameof(Relations))]
    public void Lifting_samples_as_the_explicit_two_step_formula_does(string name)
    {
        TwoStepSampler sampler = Cases.TwoStep(name, _grid);
        double[] above = new Gauss(3).Vector(16), here = new double[16], below = new double[16], noise = new double[16];
        _field.Predict(above, _grid[20], noise, default);
        TwoStepWalk<double, Real> walk = sampler.Begin<double, Real>(SamplerState.WithSlope(20, above, noise));
        walk.Descend();
        walk.Read(here);
        while (walk.Node > 0)
        {
            int i = walk.Node;
            _field.Predict(here, _grid[i], noise, default);
            walk.Reflect(noise);
            walk.Descend();
            walk.Read(below);
            AssertStep(StateSpaceStep.Sampling(_grid, sampler.Coefficients, i), above, here, noise, below);
            (above, here, below) = (here, below, above);
        }
    }

    [Fact]
    public void Every_move_is_undone_by_its_mirror()
    {
        double[] clean = new Gauss(4).Vector(16), noise = new Gauss(5).Vector(16), other = new Gauss(6).Vector(16);
        TwoStepWalk<long, Q48> walk = TwoStepSampler.OBelm(_grid).InFixedPoint().Begin<long, Q48>(clean, noise);
        walk.Climb();
        walk.Reflect(noise);
        walk.Climb();
        FixedPointWords before = walk.ToState().Words!;

        walk.Reflect(other);
        walk.Climb();
        walk.Descend();
        walk.Reflect(other);

        Assert.Equal(2, walk.Node);
        Assert.Equal(before.Position.ToArray(), walk.ToState().Words!.Position.ToArray());
        Assert.Equal(before.Increment.ToArray(), walk.ToState().Words!.Increment.ToArray());
    }

    [Fact]
    public void Reanchoring_moves_the_older_state_by_the_change_of_the_field()
    {
        TwoStepSampler sampler = TwoStepSampler.OBelm(_grid);
        double[] clean = new Gauss(4).Vector(4), noise = new Gauss(5).Vector(4), changed = new Gauss(6).Vector(4);
        TwoStepWalk<double, Real> walk = sampler.Begin<double, Real>(clean, noise);
        walk.Climb();
        walk.Reflect(noise);
        double[] before = new double[4], after = new double[4];
        walk.Climb();
        walk.Read(before);
        walk.Descend();

        walk.Reanchor(noise, changed);
        walk.Climb();
        walk.Read(after);

        for (int k = 0; k < 4; k++)
        {
            Assert.Equal(before[k] + (_grid[2].Alpha * _grid.Step(2) * (changed[k] - noise[k])), after[k], 1e-13);
        }
    }

    [Fact]
    public void Moves_out_of_order_are_refused()
    {
        double[] some = new double[4];
        TwoStepWalk<double, Real> walk = TwoStepSampler.OBelm(_grid).Begin<double, Real>(some, some);

        Assert.Throws<InvalidOperationException>(walk.Descend);
        Assert.Throws<InvalidOperationException>(walk.ToState);
        Assert.Throws<InvalidOperationException>(() => walk.Reflect(some));
        walk.Climb();
        Assert.Throws<InvalidOperationException>(walk.Climb);
        Assert.Equal(1, walk.Node);
    }

    [Fact]
    public void Vectors_of_another_length_are_refused()
    {
        TwoStepWalk<double, Real> walk = TwoStepSampler.OBelm(_grid).Begin<double, Real>(new double[4], new double[4]);
        walk.Climb();

        Assert.Throws<ArgumentOutOfRangeException>(() => walk.Reflect(new double[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => walk.Read(new double[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => walk.Reanchor(new double[4], new double[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => TwoStepSampler.OBelm(_grid).Begin<double, Real>(new double[4], new double[5]));
    }

    private static void AssertStep(
        StateSpaceStep step, ReadOnlySpan<double> known, ReadOnlySpan<double> here, ReadOnlySpan<double> noise, ReadOnlySpan<double> expected)
    {
        for (int k = 0; k < here.Length; k++)
        {
            double terms = Math.Abs(step.Known * known[k]) + Math.Abs(step.Here * here[k]) + Math.Abs(step.Noise * noise[k]);
            double explicitly = (step.Known * known[k]) + (step.Here * here[k]) + (step.Noise * noise[k]);
            Assert.Equal(0, (expected[k] - explicitly) / Math.Max(1, terms), 1e-12);
        }
    }
}
