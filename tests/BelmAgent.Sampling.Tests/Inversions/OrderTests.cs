namespace BelmAgent.Sampling.Tests;

/// <summary>Halving every step divides an error of order p by 2^p, once the grid resolves the data: its log-SNR form does.</summary>
public sealed class OrderTests
{
    private static readonly GaussianMixture _field = GaussianMixture.Random(16, 4, sharpest: 0.2, seed: 5);

    [Theory]
    [InlineData("ddim source", 2)]
    [InlineData("edict", 2)]
    [InlineData("o-belm", 4)]
    [InlineData("κ=0.75", 4)]
    public void Generation_converges_at_its_order(string name, double ratio)
        => Assert.Equal(1, GenerationError(name, 80) / GenerationError(name, 160) / ratio, 0.1);

    [Theory]
    [InlineData("ddim source", 2)]
    [InlineData("o-belm", 4)]
    [InlineData("κ=0.5", 4)]
    public void Inversion_converges_at_its_order(string name, double ratio)
        => Assert.Equal(1, InversionError(name, 80) / InversionError(name, 160) / ratio, 0.1);

    private static double GenerationError(string name, int steps)
    {
        TimeGrid grid = TimeGrid.LogSnr(Cases.StableDiffusion, steps);
        double[] noise = new Gauss(3).Vector(16), clean = new double[16];
        Cases.Make(name, grid).Generate(noise, _field, clean);
        return Math.Sqrt(Cases.MeanSquare(clean, Exactly.Solve(_field, noise, grid[steps], grid[0])));
    }

    private static double InversionError(string name, int steps)
    {
        TimeGrid grid = TimeGrid.LogSnr(Cases.StableDiffusion, steps);
        double[] clean = _field.Draw(new(4));
        SamplerState state = Cases.Make(name, grid).Invert(clean, _field).State;
        return Math.Sqrt(Cases.MeanSquare(state.Position.Span, Exactly.Solve(_field, clean, grid[0], grid[steps])));
    }
}
