using BelmAgent.Evaluation.Statistics;

namespace BelmAgent.Evaluation.Tests.Statistics;

/// <summary>Distances against numpy and scipy; <c>golden.py</c> beside this file prints the numbers.</summary>
public class DistanceTests
{
    private const double Tolerance = 1e-6;

    [Theory]
    [InlineData(8, 0.008117685905662864, -0.001234493670474457)]
    [InlineData(64, 0.5806583000854708, 0.005195982568708679)]
    public void Distances_are_those_of_scipy(int length, double frechet, double kernel)
    {
        var (real, made) = (Set(Rows(1, 500, length, 0)), Set(Rows(2, 300, length, 0.01)));

        Near(frechet, new FrechetDistance(real.Statistics.Mean, real.Statistics.Covariance()).To(made.Statistics.Mean, made.Statistics.Covariance()));
        Near(kernel, new KernelDistance(made.Kept(), new KernelReference(real.Kept())).Value());
    }

    [Fact]
    public void Fewer_pictures_than_features_are_no_fault()
    {
        var (real, made) = (Set(Rows(1, 500, 64, 0)), Set(Rows(3, 40, 64, 0.01)));

        Near(3.4097566636127308, new FrechetDistance(real.Statistics.Mean, real.Statistics.Covariance()).To(made.Statistics.Mean, made.Statistics.Covariance()));
        Near(-0.0004438350296291915, new KernelDistance(made.Kept(), new KernelReference(real.Kept())).Value());
    }

    [Fact]
    public void A_distance_to_itself_is_zero()
    {
        var set = Set(Rows(1, 200, 16, 0));

        Assert.Equal(0, new FrechetDistance(set.Statistics.Mean, set.Statistics.Covariance()).To(set.Statistics.Mean, set.Statistics.Covariance()), 1e-9);
    }

    [Fact]
    public void Pictures_drawn_again_count_as_often_as_they_are_drawn()
    {
        var real = Set(Rows(1, 500, 64, 0));
        var distance = new FrechetDistance(real.Statistics.Mean, real.Statistics.Covariance());
        var made = Set(Rows(2, 300, 64, 0.01)).Kept();
        var flat = distance.Rotate([.. made.SelectMany(row => row)]);
        var times = new int[300];
        for (var i = 0; i < times.Length; i++)
        {
            times[i * i % 300]++;
        }

        Near(3.4262566580842524, Resampling.Frechet(distance, made, [.. made.Select((row, i) => flat.AsSpan(i * 64, 64).ToArray())], times));
    }

    [Fact]
    public void Each_picture_once_is_the_sample_itself()
    {
        var kernel = new KernelDistance(Set(Rows(2, 50, 8, 0)).Kept(), new KernelReference(Set(Rows(1, 60, 8, 0)).Kept()));

        Assert.Equal(kernel.Value(), kernel.Value(Enumerable.Repeat(1, 50).ToArray()), 1e-15);
        Assert.Equal(50, Resampling.Times(50, seed: 7).Sum());
        Assert.Equal(Resampling.Times(50, seed: 7), Resampling.Times(50, seed: 7));
        Assert.NotEqual(Resampling.Times(50, seed: 7), Resampling.Times(50, seed: 8));
    }

    [Fact]
    public void Differences_are_taken_resample_by_resample()
    {
        var (one, two) = (new DistanceEstimate(5, [4, 5, 6]), new DistanceEstimate(3, [2.5, 3, 3.5]));

        var (difference, interval) = one.Minus(two);

        Assert.Equal(2, difference);
        // Deviation of 1.5, 2, 2.5.
        Assert.Equal(2 - (1.959964 * 0.5), interval!.Value.Low, 1e-12);
        Assert.Null(one.Minus(new DistanceEstimate(3, [1, 2])).Interval);
        Assert.Null(new DistanceEstimate(3, []).Interval);
    }

    internal static FeatureSet Set(IReadOnlyList<float[]> rows)
    {
        var set = new FeatureSet(rows[0].Length, "network", "test");
        foreach (var row in rows)
        {
            set.Add(row);
        }

        return set;
    }

    internal static IReadOnlyList<float[]> Rows(ulong seed, int count, int length, double shift)
    {
        var rows = new List<float[]>();
        for (var i = 0; i < count; i++)
        {
            var (row, before) = (new float[length], 0.0);
            for (var j = 0; j < length; j++)
            {
                seed = (seed * 6364136223846793005) + 1442695040888963407;
                before = (0.5 * before) + Math.Pow((seed >> 11) / (double)(1UL << 53), 2) + shift;
                row[j] = (float)before;
            }

            rows.Add(row);
        }

        return rows;
    }

    private static void Near(double expected, double actual) => Assert.Equal(0, (actual - expected) / expected, Tolerance);
}
