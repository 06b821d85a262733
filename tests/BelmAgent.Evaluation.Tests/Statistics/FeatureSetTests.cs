using BelmAgent.Evaluation.Statistics;
using BelmAgent.Editing.Tests.Doubles;

namespace BelmAgent.Evaluation.Tests.Statistics;

public sealed class FeatureSetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Mean_and_covariance_do_not_depend_on_blocks()
    {
        var rows = DistanceTests.Rows(4, 77, 5, 0);
        var statistics = DistanceTests.Set(rows).Statistics;

        for (var j = 0; j < 5; j++)
        {
            Assert.Equal(rows.Average(row => (double)row[j]), statistics.Mean[j], 1e-12);
            for (var k = 0; k < 5; k++)
            {
                var (a, b) = (rows.Average(row => (double)row[j]), rows.Average(row => (double)row[k]));
                Assert.Equal(rows.Sum(row => (row[j] - a) * (row[k] - b)) / 76, statistics.Covariance()[(j * 5) + k], 1e-12);
            }
        }
    }

    [Fact]
    public void A_saved_set_goes_on_where_it_was()
    {
        var (rows, path) = (DistanceTests.Rows(4, 90, 6, 0), Path.Combine(_folder.Path, "a.safetensors"));
        DistanceTests.Set([.. rows.Take(40)]).Save(path);

        var set = FeatureSet.Load(path);
        Assert.Equal((40, 40, "network", "test"), (set.Count, set.KeptCount, set.Network, set.Source));
        foreach (var row in rows.Skip(40))
        {
            set.Add(row);
        }

        var whole = DistanceTests.Set(rows);
        Assert.Equal(90, set.KeptCount);
        Assert.All(set.Statistics.Covariance().Zip(whole.Statistics.Covariance()), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
    }

    [Fact]
    public void Memory_keeps_a_bounded_number_of_pictures()
    {
        var set = new FeatureSet(2, "network", "test");
        for (var i = 0; i < FeatureSet.MaxKept + 500; i++)
        {
            set.Add([i % 7, i % 3]);
        }

        Assert.Equal((FeatureSet.MaxKept + 500, FeatureSet.MaxKept), (set.Count, set.KeptCount));
    }

    [Fact]
    public void What_is_no_set_of_this_network_is_refused()
    {
        var path = Path.Combine(_folder.Path, "a.safetensors");
        Assert.Equal("not_features", Assert.Throws<BelmException>(() => FeatureSet.Load(path)).Code);
        File.WriteAllText(path, "nothing");
        Assert.Equal("not_features", Assert.Throws<BelmException>(() => FeatureSet.Load(path)).Code);
        DistanceTests.Set(DistanceTests.Rows(1, 3, 4, 0)).Save(path);
        Assert.Equal("not_features", Assert.Throws<BelmException>(() => FeatureSet.Load(path).ThrowIfOther("other", path)).Code);
    }

    public void Dispose() => _folder.Dispose();
}
