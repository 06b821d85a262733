namespace BelmAgent.Sampling.Tests;

/// <summary>The samplers and schedules that theories run over, by a name that shows in the test's title.</summary>
internal static class Cases
{
    public static NoiseSchedule StableDiffusion { get; } = NoiseSchedule.ScaledLinear();

    public static string[] Exact { get; } =
        ["o-belm", "κ=0.75", "κ=0.5", "κ=0", "bdia", "general", "edict", "edict alternating", "o-belm Q48", "κ=0.5 Q48"];

    public static string[] All { get; } = ["ddim source", "ddim destination", .. Exact];

    public static TheoryData<string> EverySampler => [.. All];

    public static TheoryData<string, int> ExactSamplersAndSteps => new MatrixTheoryData<string, int>(Exact, [10, 20, 50, 100]);

    public static Sampler Make(string name, TimeGrid grid) => name switch
    {
        "ddim source" => new DdimSampler(grid),
        "ddim destination" => new DdimSampler(grid, DdimInversionTimestep.Destination),
        "edict" => new EdictSampler(grid),
        "edict alternating" => new EdictSampler(grid, alternate: true),
        _ => TwoStep(name, grid),
    };

    public static TwoStepSampler TwoStep(string name, TimeGrid grid) => name switch
    {
        _ when name.EndsWith(" Q48", StringComparison.Ordinal) => TwoStep(name[..^4], grid).InFixedPoint(),
        "o-belm" => TwoStepSampler.OBelm(grid),
        "bdia" => TwoStepSampler.Bdia(grid),
        "general" => TwoStepSampler.General(grid, [.. Enumerable.Range(1, grid.Steps - 1).Select(i => 1 - (0.3 / i))]),
        _ => TwoStepSampler.Kappa(grid, double.Parse(name.AsSpan(2))),
    };

    public static double MeanSquare(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int k = 0; k < a.Length; k++)
        {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }

        return sum / a.Length;
    }

    public static long[] Bits(ReadOnlySpan<double> values) => [.. values.ToArray().Select(BitConverter.DoubleToInt64Bits)];
}
