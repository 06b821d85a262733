namespace BelmAgent.Sampling.Tests;

public sealed class NoiseDiagnosticsTests
{
    [Fact]
    public void Noise_looks_like_noise()
    {
        NoiseDiagnostics noise = NoiseDiagnostics.Measure(new Gauss(1).Vector(16384));

        Assert.InRange(noise.Mean, -0.03, 0.03);
        Assert.InRange(noise.Std, 0.98, 1.02);
        Assert.InRange(noise.Kurtosis, -0.15, 0.15);
        Assert.InRange(noise.MaxAbs, 3.3, 5.5);
        Assert.False(noise.SuggestsParasite);
    }

    [Fact]
    public void Known_vectors_have_their_known_moments()
    {
        Assert.Equal(new(0, 1, -2, 1), NoiseDiagnostics.Measure([-1, 1, -1, 1]));
        NoiseDiagnostics skewed = NoiseDiagnostics.Measure([0, 0, 0, -4]);
        Assert.Equal((-1, Math.Sqrt(3), 4), (skewed.Mean, skewed.Std, skewed.MaxAbs));
        Assert.Equal((((3 * 1) + 81) / 4.0 / 9) - 3, skewed.Kurtosis, 1e-14);
        Assert.True(double.IsNaN(NoiseDiagnostics.Measure([2, 2]).Kurtosis));
        Assert.Throws<ArgumentOutOfRangeException>(() => NoiseDiagnostics.Measure([]));
    }

    /// <summary>On data finer than the grid's first step O-BELM carries its start error up to node N; κ = ½ does not.</summary>
    [Fact]
    public void They_tell_a_parasitic_inversion_from_a_clean_one()
    {
        TimeGrid grid = TimeGrid.Linspace(Cases.StableDiffusion, 20);
        GaussianMixture field = GaussianMixture.Random(64, 4, sharpest: 0.03, seed: 1);
        InversionOptions recorded = new() { RecordTrajectory = true };
        double[] clean = field.Draw(new(2));

        Inversion parasitic = TwoStepSampler.OBelm(grid).Invert(clean, field, recorded);
        Inversion even = TwoStepSampler.Kappa(grid, 0.5).Invert(clean, field, recorded);

        Assert.True(NoiseDiagnostics.Measure(parasitic.State.Position.Span).SuggestsParasite);
        Assert.False(NoiseDiagnostics.Measure(even.State.Position.Span).SuggestsParasite);
        ParasiteDiagnostics strong = ParasiteDiagnostics.Measure(parasitic.Trajectory!, grid), weak = ParasiteDiagnostics.Measure(even.Trajectory!, grid);
        Assert.True(strong.Alternation > 2 * weak.Alternation, $"{strong} against {weak}");
        Assert.InRange(weak.Defect, 0, 1e-10);
        Assert.True(strong.Defect > 0.1, strong.ToString());
    }
}
