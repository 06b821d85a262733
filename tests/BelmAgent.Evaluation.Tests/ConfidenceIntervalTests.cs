namespace BelmAgent.Evaluation.Tests;

/// <summary>Intervals against published and hand-computed figures.</summary>
public sealed class ConfidenceIntervalTests
{
    [Theory]
    [InlineData(0.5, 10, 0.2366, 0.7634)]
    [InlineData(81.0 / 263, 263, 0.2553, 0.3662)] // Newcombe 1998, table I
    [InlineData(15.0 / 148, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1.0 / 29, 29, 0.0061, 0.1718)]
    public void A_share_has_Wilsons_interval(double share, int count, double low, double high)
    {
        var interval = ConfidenceInterval.ForShare(share, count);

        Assert.Equal(low, interval.Low, 1e-4);
        Assert.Equal(high, interval.High, 1e-4);
    }

    [Theory]
    [InlineData(14)]
    [InlineData(20)]
    [InlineData(168)]
    public void At_the_ends_an_interval_stays_within_0_and_1(int count) =>
        Assert.Equal((0, 1), (ConfidenceInterval.ForShare(0, count).Low, ConfidenceInterval.ForShare(1, count).High));

    [Fact]
    public void A_mean_reaches_as_far_as_its_standard_error()
    {
        var interval = ConfidenceInterval.ForMean([1, 2, 3, 4, null, double.NaN])!.Value;

        // Standard deviation √(5/3), of four values.
        Assert.Equal(2.5 - (1.959964 * Math.Sqrt(5.0 / 3 / 4)), interval.Low, 1e-12);
        Assert.Equal(2.5 + (1.959964 * Math.Sqrt(5.0 / 3 / 4)), interval.High, 1e-12);
    }

    [Fact]
    public void One_value_alone_has_none() => Assert.Null(ConfidenceInterval.ForMean([3, null]));
}
