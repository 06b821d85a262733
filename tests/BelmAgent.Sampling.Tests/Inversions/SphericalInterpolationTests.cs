namespace BelmAgent.Sampling.Tests.Inversions;

public class SphericalInterpolationTests
{
    private static readonly SamplerState One = SamplerState.WithSlope(3, new double[] { 2, 0 }, new double[] { 1, 5 });
    private static readonly SamplerState Other = SamplerState.WithSlope(3, new double[] { 0, 2 }, new double[] { -3, 1 });

    [Fact]
    public void The_ends_are_the_states_themselves()
    {
        foreach (var (state, fraction) in ((SamplerState, double)[])[(One, 0), (Other, 1)])
        {
            var end = SphericalInterpolation.Between(One, Other, fraction);

            Assert.Equal(state.Position.ToArray(), end.Position.ToArray());
            Assert.Equal(state.Companion.ToArray(), end.Companion.ToArray());
            Assert.Equal((3, StateKind.Slope), (end.Node, end.Kind));
        }
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Positions_of_one_length_keep_it_and_the_angle_grows_evenly(double fraction)
    {
        var position = SphericalInterpolation.Between(One, Other, fraction).Position.ToArray();

        Assert.Equal(2, double.Hypot(position[0], position[1]), 1e-12);
        Assert.Equal(fraction * Math.PI / 2, Math.Atan2(position[1], position[0]), 1e-12);
    }

    [Fact]
    public void The_companion_is_mixed_with_the_positions_weights()
    {
        var weight = Math.Sqrt(0.5);

        var companion = SphericalInterpolation.Between(One, Other, 0.5).Companion.ToArray();

        Assert.Equal(weight * (1 - 3), companion[0], 1e-12);
        Assert.Equal(weight * (5 + 1), companion[1], 1e-12);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(-1.0)]
    [InlineData(0.0)]
    public void States_in_one_direction_opposite_or_null_are_mixed_along_a_line(double scale)
    {
        var other = SamplerState.FromPosition(3, new double[] { 2 * scale, 0 });

        var position = SphericalInterpolation.Between(SamplerState.FromPosition(3, new double[] { 2, 0 }), other, 0.25).Position.ToArray();

        Assert.Equal([1.5 + (0.5 * scale), 0], position);
    }

    [Fact]
    public void Fractions_outside_and_states_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SphericalInterpolation.Between(One, Other, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SphericalInterpolation.Between(One, Other, double.NaN));
        Assert.Throws<ArgumentException>(() => SphericalInterpolation.Between(One, SamplerState.FromPosition(3, new double[] { 1, 1 }), 0.5));
        Assert.Throws<ArgumentException>(() => SphericalInterpolation.Between(One, SamplerState.WithSlope(2, One.Position, One.Companion), 0.5));
    }
}
