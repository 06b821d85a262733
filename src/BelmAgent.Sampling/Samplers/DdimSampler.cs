using System.Numerics.Tensors;

namespace BelmAgent.Sampling;

/// <summary>DDIM (Song et al. 2021): x̄_{i−1} = x̄_i − h_i·ε(x_i, t_i), Euler's rule. Its inversion is only approximate.</summary>
/// <remarks>From a state of another sampler, only the position is used. Immutable and safe to share between threads.</remarks>
public sealed class DdimSampler : Sampler
{
    private readonly DdimInversionTimestep _timestep;

    /// <summary>Creates a DDIM sampler on a grid.</summary>
    /// <param name="grid">The nodes.</param>
    /// <param name="timestep">The timestep passed to the network while inverting. Default: the source's.</param>
    public DdimSampler(TimeGrid grid, DdimInversionTimestep timestep = DdimInversionTimestep.Source)
        : base(Description, grid) => _timestep = timestep;

    /// <summary>Gets DDIM's entry in the catalogue.</summary>
    public static SamplerInfo Description { get; } = new()
    {
        Name = "ddim",
        Create = static (grid, settings) => new DdimSampler(grid, settings.InversionTimestep),
        IsExact = false,
    };

    private protected override bool RecordsNoise => _timestep == DdimInversionTimestep.Source;

    private protected override bool Accepts(StateKind kind) => true;

    private protected override SamplerState Climb(ReadOnlySpan<double> clean, SamplingRun run, int last, StartRule start)
    {
        var x = new double[clean.Length];
        TensorPrimitives.Divide(clean, Grid[0].Alpha, x);
        for (var i = 1; i <= last; i++)
        {
            TensorPrimitives.Multiply(x, Grid[i - 1].Alpha, run.State);
            if (_timestep == DdimInversionTimestep.Source)
            {
                run.Visit(i - 1);
            }
            else
            {
                run.RecordState(i - 1);
                run.Evaluate(Grid[i]);
                run.Report(i - 1);
            }

            Step(x, Grid.Step(i), run.Noise);
        }

        TensorPrimitives.Multiply(x, Grid[last].Alpha, x);
        return SamplerState.FromPosition(last, x);
    }

    private protected override void Descend(SamplerState from, SamplingRun run, Span<double> clean)
    {
        TensorPrimitives.Divide(from.Position.Span, Grid[from.Node].Alpha, clean);
        for (var i = from.Node; i > 0; i--)
        {
            TensorPrimitives.Multiply(clean, Grid[i].Alpha, run.State);
            run.Visit(i);
            Step(clean, -Grid.Step(i), run.Noise);
            run.Blend?.Apply(i - 1, Grid[i - 1].Alpha, clean);
        }

        TensorPrimitives.Multiply(clean, Grid[0].Alpha, clean);
    }

    /// <summary>Computes x̄ ← x̄ + h·ε, the step in either direction.</summary>
    private static void Step(Span<double> x, double h, ReadOnlySpan<double> noise) => TensorPrimitives.MultiplyAdd(noise, h, x, x);
}
