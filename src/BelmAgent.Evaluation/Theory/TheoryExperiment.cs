using System.Numerics.Tensors;
using BelmAgent.Evaluation.Methods;
using BelmAgent.Sampling;

namespace BelmAgent.Evaluation.Theory;

/// <summary>
/// Measures what Table 1 of the paper states: whether inversion is exact, the order of the local and of the global error, and how far an
/// error of the first step grows. The network is a mixture of normal distributions whose noise is known in closed form, and the truth is that
/// mixture's own solution.
/// </summary>
/// <remarks>Stateless; safe to call from any thread.</remarks>
public static class TheoryExperiment
{
    // Where the local error is measured: the noise level at which the mixture's solution bends most.
    private const double LocalSigma = 1;
    private const double LargestStep = 0.1;
    private const int Halvings = 8;
    private const double UnequalRatio = 1.5;
    private const int RoundTripSteps = 50;
    private static readonly int[] GlobalSteps = [20, 40, 80, 160, 320];

    /// <summary>Gets the numbers of steps at which the growth of an error is measured by default.</summary>
    public static IReadOnlyList<int> GrowthSteps { get; } = [10, 20, 50, 100, 200, 400];

    /// <summary>Measures methods.</summary>
    /// <param name="methods">The methods; their grids are not used.</param>
    /// <param name="steps">The numbers of steps at which growth is measured, each at least 2.</param>
    /// <param name="seeds">Number of mixtures, at least 1; errors are means over them.</param>
    /// <param name="seed">The first one's seed.</param>
    /// <param name="cancellationToken">Stops between two methods.</param>
    public static IReadOnlyList<TheoryRecord> Run(
        IReadOnlyList<SamplingMethod> methods, IReadOnlyList<int> steps, int seeds, long seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(methods);
        var mixtures = Enumerable.Range(0, seeds).Select(i => new GaussianMixture((int)((seed + i) % int.MaxValue))).ToList();
        var local = Steps(1);
        return [.. methods.Select(method =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new TheoryRecord
            {
                Method = method.Name,
                IsExact = SamplerCatalog.Get(method.Sampler).IsExact,
                RoundTrip = Finite(mixtures.Max(mixture => RoundTrip(method, mixture))),
                LocalEqual = Convergence.From([.. local], mixtures.Select(mixture => LocalErrors(method, mixture, 1))),
                LocalUnequal = Convergence.From([.. local], mixtures.Select(mixture => LocalErrors(method, mixture, UnequalRatio))),
                Global = Convergence.From([.. GlobalSteps.Select(count => 1.0 / count)], mixtures.Select(mixture => GlobalErrors(method, mixture))),
                SamplingGrowth = steps.ToDictionary(count => count, count => Finite(Growth(method, count, isInversion: false))),
                InversionGrowth = steps.ToDictionary(count => count, count => Finite(Growth(method, count, isInversion: true))),
            };
        })];
    }

    private static IEnumerable<double> Steps(double scale) => Enumerable.Range(0, Halvings).Select(i => scale * LargestStep * Math.Pow(0.5, i));

    // One step from states that are exact: what Definition 1 of the paper calls the local truncation error, in x̄. The step that is measured has the
    // length h; those before it are longer by a ratio.
    private static List<double> LocalErrors(SamplingMethod method, GaussianMixture mixture, double ratio)
    {
        var (start, order) = (Draw(mixture, 3), Math.Max(method.Order ?? 2, 2));
        return [.. Steps(1).Select(h =>
        {
            var grid = GridFrom([.. Enumerable.Range(0, order).Select(i => LocalSigma + (h * Enumerable.Range(0, i + 1).Sum(step => Math.Pow(ratio, step))))]);
            var truth = Enumerable.Range(0, order + 1).Select(i => mixture.Follow(start, LocalSigma, grid.SigmaBar(i))).ToArray();
            var clean = new double[mixture.Dimension];
            method.Create(grid).Sample(Exact(method, grid, truth), mixture, clean);
            TensorPrimitives.Divide(clean, grid[0].Alpha, clean);
            return Rms(clean, truth[0]);
        })];
    }

    private static SamplerState Exact(SamplingMethod method, TimeGrid grid, double[][] truth)
    {
        double[] At(int node)
        {
            var x = new double[truth[node].Length];
            TensorPrimitives.Multiply(truth[node], grid[node].Alpha, x);
            return x;
        }

        var info = SamplerCatalog.Get(method.Sampler);
        if (method.Order is > 2 and var order)
        {
            return SamplerState.WithNeighbours(order, At(order), Enumerable.Range(1, order - 1).SelectMany(below => At(order - below)).ToArray());
        }

        if (!info.IsTwoStep)
        {
            return info.HasMixing ? SamplerState.Coupled(1, At(1), At(1)) : SamplerState.FromPosition(1, At(1));
        }

        var slope = new double[truth[2].Length];
        TensorPrimitives.Subtract(truth[2], truth[1], slope);
        TensorPrimitives.Divide(slope, grid.Step(2), slope);
        return SamplerState.WithSlope(2, At(2), slope);
    }

    private static List<double> GlobalErrors(SamplingMethod method, GaussianMixture mixture)
    {
        var noise = Draw(mixture, 1);
        return [.. GlobalSteps.Select(steps =>
        {
            var schedule = LocalSchedule();
            var last = schedule.TrainingSteps - 1;
            var grid = TimeGrid.FromTimesteps(schedule, [.. Enumerable.Range(1, steps).Select(i => (double)i * last / steps)], CleanNode.FirstTrainingStep);
            double[] clean = new double[noise.Length], start = new double[noise.Length];
            TensorPrimitives.Divide(noise, grid[steps].Alpha, start);
            try
            {
                method.Create(grid).Generate(noise, mixture, clean);
            }
            catch (Exception e) when (e is NonFiniteOutputException or DivergedStateException)
            {
                return double.PositiveInfinity;
            }

            TensorPrimitives.Divide(clean, grid[0].Alpha, clean);
            return Rms(clean, mixture.Follow(start, grid.SigmaBar(steps), grid.SigmaBar(0), substeps: 4000));
        })];
    }

    private static double RoundTrip(SamplingMethod method, GaussianMixture mixture)
    {
        var (clean, back) = (Draw(mixture, 2), new double[mixture.Dimension]);
        var sampler = method.Create(TimeGrid.Linspace(NoiseSchedule.ScaledLinear(), RoundTripSteps));
        try
        {
            sampler.Sample(sampler.Invert(clean, mixture).State, mixture, back);
        }
        catch (Exception e) when (e is NonFiniteOutputException or DivergedStateException)
        {
            return double.PositiveInfinity;
        }

        TensorPrimitives.Subtract(clean, back, back);
        return Math.Abs(TensorPrimitives.MaxMagnitude<double>(back));
    }

    // A field that is zero but for the first call: the recursion alone carries on an error of the first step, whose size in x̄ is 1. Definition 2 of
    // the paper asks that the largest that it becomes stays bounded as steps shrink.
    private static double Growth(SamplingMethod method, int steps, bool isInversion)
    {
        var grid = TimeGrid.Linspace(NoiseSchedule.ScaledLinear(), steps);
        var sampler = method.Create(grid);
        var watch = new GrowthWatch();
        var field = new FirstCall(1 / grid.Step(isInversion ? 1 : steps));
        double[] zero = [0], clean = [0];
        if (isInversion)
        {
            var inversion = sampler.Invert(zero, field, new InversionOptions { Start = method.StartRule }, watch);
            return Math.Max(watch.Largest, Math.Abs(inversion.State.Position.Span[0] / grid[steps].Alpha));
        }

        sampler.Generate(zero, field, clean, watch);
        return Math.Max(watch.Largest, Math.Abs(clean[0] / grid[0].Alpha));
    }

    // σ̄ = 1 at the first training step, so that node 0 is a point like any other.
    private static NoiseSchedule LocalSchedule() => new([0.5, .. Enumerable.Repeat(0.005, 999)]);

    private static TimeGrid GridFrom(double[] sigmas)
    {
        var schedule = LocalSchedule();
        return TimeGrid.FromTimesteps(schedule, [.. sigmas.Select(schedule.TimestepAt)], CleanNode.FirstTrainingStep);
    }

    private static double[] Draw(GaussianMixture mixture, int salt)
    {
        // Box–Muller over a small generator of its own: a sequence that every runtime repeats.
        var (values, state) = (new double[mixture.Dimension], (ulong)(salt + 1) * 0x9E3779B97F4A7C15);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(Math.Tau * Uniform());
        }

        return values;

        double Uniform()
        {
            state = (state * 6364136223846793005) + 1442695040888963407;
            return ((state >> 11) + 1) * (1.0 / (1UL << 53));
        }
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static double Rms(double[] one, double[] two) => TensorPrimitives.Distance<double>(one, two) / Math.Sqrt(one.Length);

    private sealed class FirstCall(double value) : INoisePredictor
    {
        private bool _called;

        public void Predict(ReadOnlySpan<double> sample, in TimeNode node, Span<double> noise, CancellationToken cancellationToken)
        {
            noise.Fill(_called ? 0 : value);
            _called = true;
        }
    }

    private sealed class GrowthWatch : IProgress<SamplingProgress>
    {
        public double Largest { get; private set; }

        // NaN, infinity minus infinity, stays.
        public void Report(SamplingProgress value) => Largest = Math.Max(Largest, Math.Abs(value.State.Span[0] / value.Node.Alpha));
    }
}

/// <summary>The measured properties of a sampler.</summary>
public sealed record TheoryRecord
{
    /// <summary>Gets the method's name.</summary>
    public required string Method { get; init; }

    /// <summary>Gets whether its inversion is exact by algebra.</summary>
    public required bool IsExact { get; init; }

    /// <summary>Gets the largest difference of a round trip with 50 steps, in x₀; null if its numbers overflowed.</summary>
    public required double? RoundTrip { get; init; }

    /// <summary>Gets the local error where a step is as long as the one before it.</summary>
    public required Convergence LocalEqual { get; init; }

    /// <summary>Gets the local error where each step before is longer by half.</summary>
    public required Convergence LocalUnequal { get; init; }

    /// <summary>Gets the error of a whole generation.</summary>
    public required Convergence Global { get; init; }

    /// <summary>Gets by number of steps how large an error of 1 in the first step of sampling becomes; null if it overflowed.</summary>
    public required IReadOnlyDictionary<int, double?> SamplingGrowth { get; init; }

    /// <summary>Gets the same of inversion.</summary>
    public required IReadOnlyDictionary<int, double?> InversionGrowth { get; init; }
}

/// <summary>Errors at step lengths that are halved each time.</summary>
/// <param name="Steps">The step lengths.</param>
/// <param name="Errors">The error at each, the geometric mean over mixtures.</param>
public sealed record Convergence(IReadOnlyList<double> Steps, IReadOnlyList<double> Errors)
{
    // Below it, an error is rounding.
    private const double Floor = 1e-13;

    /// <summary>Gets the order: the slope of log error over log step, between the two smallest steps whose error is not rounding.</summary>
    public double Order
    {
        get
        {
            var last = Errors.ToList().FindLastIndex(error => error > Floor && double.IsFinite(error));
            return last < 1 ? double.NaN : Math.Log(Errors[last - 1] / Errors[last]) / Math.Log(Steps[last - 1] / Steps[last]);
        }
    }

    internal static Convergence From(IReadOnlyList<double> steps, IEnumerable<List<double>> errors)
    {
        var all = errors.ToList();
        return new(steps, [.. steps.Select((_, i) => Math.Exp(all.Average(one => Math.Log(Math.Max(double.IsNaN(one[i]) ? double.PositiveInfinity : one[i], double.Epsilon)))))]);
    }
}
