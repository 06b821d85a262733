namespace BelmAgent.Sampling.Tests;

public sealed class TrajectoryBlendTests
{
    private static readonly TimeGrid _grid = TimeGrid.Linspace(Cases.StableDiffusion, 50);
    private static readonly ToyWorld _world = new();
    private static readonly double[] _picture = _world.A.Draw(new(1));

    public static TheoryData<string> Blending => ["ddim source", "o-belm", "κ=0.5", "bdia", "κ=0.5 Q48"];

    [Theory]
    [MemberData(nameof(Blending))]
    public void A_closed_mask_gives_the_source_bit_for_bit(string name)
    {
        Inversion source = Invert(name);

        double[] clean = Edit(name, source, new Mask((_, _) => 0));

        Assert.Equal(Cases.Bits(source.Clean.Span), Cases.Bits(clean));
    }

    [Theory]
    [MemberData(nameof(Blending))]
    public void An_open_mask_changes_no_bit(string name)
    {
        Inversion source = Invert(name);

        Assert.Equal(Cases.Bits(Edit(name, source, null)), Cases.Bits(Edit(name, source, new Mask((_, _) => 1))));
    }

    [Theory]
    [MemberData(nameof(Blending))]
    public void Elements_behind_the_mask_stay_and_the_others_change(string name)
    {
        Inversion source = Invert(name);

        double[] clean = Edit(name, source, new Mask((_, k) => k < 32 ? 1 : 0));

        Assert.Equal(Cases.Bits(source.Clean.Span[32..]), Cases.Bits(clean.AsSpan(32)));
        Assert.True(Cases.MeanSquare(source.Clean.Span[..32], clean.AsSpan(0, 32)) > 0.01);
    }

    [Theory]
    [MemberData(nameof(Blending))]
    public void Half_a_mask_lies_between(string name)
    {
        // A field that ignores its state makes the blend linear: at the last node half of the departure remains.
        FunctionPredictor before = new((_, _) => 0.3), after = new((_, _) => 0.5);
        Inversion source = Cases.Make(name, _grid).Invert([0.7], before, new() { RecordTrajectory = true });
        double[] open = new double[1], half = new double[1];
        Cases.Make(name, _grid).Sample(source.State, after, open, blend: Blend(source, new Mask((_, _) => 1)));
        Cases.Make(name, _grid).Sample(source.State, after, half, blend: Blend(source, new Mask((node, _) => node == 0 ? 0.5 : 1)));

        Assert.NotEqual(0.7, open[0], 1e-3);
        Assert.Equal((0.7 + open[0]) / 2, half[0], 1e-9);
    }

    [Fact]
    public void A_mask_that_closes_leaves_a_two_step_target_no_memory_of_its_departure()
    {
        // Closed at one node in the middle and open elsewhere: from there on the target equals one that starts there from the source.
        Inversion source = Invert("o-belm");
        TwoStepSampler sampler = TwoStepSampler.OBelm(_grid);
        double[] reset = Edit("o-belm", source, new Mask((node, _) => node == 20 ? 0 : 1));

        double[] slope = new double[64];
        Trajectory path = source.Trajectory!;
        for (int k = 0; k < 64; k++)
        {
            slope[k] = ((path.State(21)[k] / _grid[21].Alpha) - (path.State(20)[k] / _grid[20].Alpha)) / _grid.Step(21);
        }

        double[] fresh = new double[64];
        sampler.Sample(SamplerState.WithSlope(21, path.State(21).ToArray(), slope), _world.B, fresh);
        Assert.True(Math.Sqrt(Cases.MeanSquare(fresh, reset)) < 1e-9);
    }

    [Fact]
    public void The_corrected_target_blends_too()
    {
        Inversion source = Invert("o-belm");
        double[] clean = new double[64];

        new TrajectoryCorrectedSampler(_grid).Sample(
            source.Trajectory!, _world.A, _world.B, clean, blend: Blend(source, new Mask((_, k) => k < 32 ? 1 : 0)));

        Assert.Equal(Cases.Bits(source.Clean.Span[32..]), Cases.Bits(clean.AsSpan(32)));
        Assert.True(Cases.MeanSquare(source.Clean.Span[..32], clean.AsSpan(0, 32)) > 0.01);
    }

    [Fact]
    public void A_mask_is_asked_once_a_node_with_both_states()
    {
        Inversion source = Invert("o-belm");
        List<int> nodes = [];
        Mask mask = new((_, _) => 1) { Asked = (node, s, _) => { nodes.Add(node); Assert.Equal(source.Trajectory!.State(node), s); } };

        Edit("o-belm", source, mask);

        Assert.Equal(Enumerable.Range(0, 50).Reverse(), nodes);
    }

    [Fact]
    public void What_cannot_blend_says_so()
    {
        Inversion source = Invert("edict");

        ArgumentException refused = Assert.Throws<ArgumentException>(() => Edit("edict", source, new Mask((_, _) => 1)));

        Assert.Contains("edict", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trajectory_that_is_too_short_is_refused()
    {
        Inversion source = Invert("o-belm"), shorter = TwoStepSampler.OBelm(_grid).Invert(_picture, _world.A, new() { LastNode = 30, RecordTrajectory = true });

        Assert.Throws<ArgumentException>(() => TwoStepSampler.OBelm(_grid).Sample(
            source.State, _world.B, new double[64], blend: Blend(shorter, new Mask((_, _) => 1))));
    }

    private static Inversion Invert(string name) => Cases.Make(name, _grid).Invert(_picture, _world.A, new() { RecordTrajectory = true });

    private static double[] Edit(string name, Inversion source, Mask? mask)
    {
        double[] clean = new double[64];
        Cases.Make(name, _grid).Sample(source.State, _world.B, clean, blend: mask is null ? null : Blend(source, mask));
        return clean;
    }

    private static TrajectoryBlend Blend(Inversion source, IBlendMask mask) => new(source.Trajectory!, mask);

    private delegate void Asked(int node, double[] source, double[] target);

    private sealed class Mask(Func<int, int, double> value) : IBlendMask
    {
        public Asked? Asked { get; init; }

        public bool TryRead(int node, ReadOnlySpan<double> source, ReadOnlySpan<double> target, Span<double> mask)
        {
            Asked?.Invoke(node, source.ToArray(), target.ToArray());
            for (int k = 0; k < mask.Length; k++)
            {
                mask[k] = value(node, k);
            }

            return true;
        }
    }
}
