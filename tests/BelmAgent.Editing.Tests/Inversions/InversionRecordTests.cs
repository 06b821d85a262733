using BelmAgent.Editing.Inversions;

namespace BelmAgent.Editing.Tests.Inversions;

/// <summary>An inversion is used only with the model and settings with which it was made.</summary>
public sealed class InversionRecordTests
{
    private static readonly InversionRecord Inversion = Samples.Floating();

    [Fact]
    public void The_same_model_grid_and_latent_match()
    {
        Inversion.EnsureMatches("00ff", Samples.Grid());
        Inversion.EnsureMatches("00FF", Samples.Grid(), [1, 2, 3, 4]);
        Samples.Read(Samples.Write(Inversion)).EnsureMatches("00ff", Samples.Grid(), [1, 2, 3, 4]);
    }

    [Fact]
    public void Another_model_is_told()
    {
        var error = Mismatch("00fe", Samples.Grid(), null);
        Assert.Equal((InversionAspect.Model, "00ff", "00fe", Samples.Id), (error.Aspect, error.Expected, error.Actual, error.InversionId));
    }

    [Fact]
    public void Another_latent_is_told()
    {
        var error = Mismatch("00ff", Samples.Grid(), [1, 2, 4, 3]);
        Assert.Equal((InversionAspect.LatentShape, "[1, 2, 3, 4]", "[1, 2, 4, 3]"), (error.Aspect, error.Expected, error.Actual));
    }

    [Theory]
    [InlineData(1, 333, double.NaN)]
    [InlineData(2, double.NaN, 0.33333333333333337)]
    public void A_grid_that_differs_in_one_number_is_told_with_its_node(int node, double timestep, double alpha)
    {
        var grid = Samples.Grid();
        var (timesteps, alphas) = (grid.Timesteps.ToArray(), grid.Alphas.ToArray());
        timesteps[node] = double.IsNaN(timestep) ? timesteps[node] : timestep;
        alphas[node] = double.IsNaN(alpha) ? alphas[node] : alpha;
        var error = Mismatch("00ff", new GridDescription { Timesteps = timesteps, Alphas = alphas }, null);
        Assert.Equal(InversionAspect.Grid, error.Aspect);
        Assert.Contains($"node {node} ", error.Expected, StringComparison.Ordinal);
        Assert.Contains($"node {node} ", error.Actual, StringComparison.Ordinal);
        Assert.NotEqual(error.Expected, error.Actual);
    }

    [Fact]
    public void A_grid_of_another_length_is_told()
    {
        var error = Mismatch("00ff", new GridDescription { Timesteps = [0, 333.25, 666], Alphas = [1, 0.9, 1 / 3.0] }, null);
        Assert.Contains("4 nodes", error.Expected, StringComparison.Ordinal);
        Assert.Contains("3 nodes", error.Actual, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_grids_have_equal_hashes()
    {
        Assert.Equal(Samples.Grid(), Samples.Grid());
        Assert.Equal(Samples.Grid().GetHashCode(), Samples.Grid().GetHashCode());
        Assert.NotEqual(Samples.Grid(), Samples.Grid() with { Timesteps = [0, 333.25, 666, 998] });
    }

    private static InversionMismatchException Mismatch(string model, GridDescription grid, IReadOnlyList<int>? latent) =>
        Assert.Throws<InversionMismatchException>(() => Inversion.EnsureMatches(model, grid, latent));
}
