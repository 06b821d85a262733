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
    public void A_part_that_is_left_out_is_as_if_it_had_never_been_there()
    {
        var (made, real) = (Set(Rows(2, 50, 8, 0)).Kept(), Set(Rows(1, 61, 8, 0)).Kept());
        var kernel = new KernelDistance(made, new KernelReference(real, parts: 7));
        var plain = new KernelReference([.. real.Where((_, i) => i % 7 != 3)]);

        Assert.Equal(kernel.Value(), kernel.Value(Enumerable.Repeat(1, 50).ToArray()), 1e-12);
        Assert.Equal(new KernelDistance([.. made.Where((_, i) => i % 4 != 1)], new KernelReference(real)).Value(), kernel.Value(Resampling.Without(1, 4, 50)), 1e-12);
        Assert.Equal(new KernelDistance(made, plain).Value(), kernel.WithoutReal(3), 1e-12);
    }

    // The interval of a mean's square is known: by the delta method its deviation is 2·|mean|·s/√n.
    [Fact]
    public void The_jackknife_has_the_deviation_that_is_known()
    {
        var values = Rows(5, 400, 1, 0).Select(row => (double)row[0]).ToList();
        var (mean, parts) = (values.Average(), 20);
        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / 399);

        var estimate = new DistanceEstimate(mean * mean, [.. Enumerable.Range(0, parts).Select(part => Math.Pow(values.Where((_, i) => i % parts != part).Average(), 2))]);

        // Twenty parts know a deviation to about a sixth.
        Assert.InRange(estimate.StandardError / (2 * mean * deviation / 20), 0.6, 1.4);
    }

    [Fact]
    public void Differences_are_taken_part_by_part()
    {
        var (one, two) = (new DistanceEstimate(5, [4, 5, 6]), new DistanceEstimate(3, [2.5, 3, 3.5]));

        var (difference, interval) = one.Minus(two);

        Assert.Equal(2, difference);
        // The squares of ½, 0 and ½, times ⅔, and Student's t of two degrees of freedom.
        Assert.Equal(2 - (4.302652729749464 * Math.Sqrt(0.5 * 2 / 3)), interval!.Value.Low, 1e-9);
        Assert.True((one with { RealResamples = [1, 2, 3] }).StandardError > one.StandardError);
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
