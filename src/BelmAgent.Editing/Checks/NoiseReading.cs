using System.Numerics.Tensors;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Unet;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Checks;

/// <summary>
/// Measures the noise that the model itself sees in a finished latent: the root mean square of ε under the empty prompt, as if the
/// latent were a state slightly towards noise. A sound picture shows little; one with blotches, grids or smears shows remains of the
/// sampling.
/// </summary>
/// <remarks>For a single worker. It must not outlive the pipeline's UNet.</remarks>
internal sealed class NoiseReading : IDisposable
{
    // Close enough to the picture that its own noise is small, far enough that blotches count and not only grain.
    private const int Steps = 50;
    private const int Place = 4;

    /// <summary>Number of UNet row evaluations to judge one picture by another.</summary>
    public const int Evaluations = 2;

    private readonly GuidedNoisePredictor _predictor;
    private readonly TimeNode _node;
    private readonly double[] _state;
    private readonly double[] _noise;

    public NoiseReading(DiffusionPipeline pipeline, LatentShape shape)
    {
        _predictor = pipeline.CreatePredictor("", 1, shape);
        _node = TimeGrid.Linspace(pipeline.Schedule, Steps)[Place];
        (_state, _noise) = (new double[shape.Length], new double[shape.Length]);
    }

    /// <summary>Returns the noise of a latent; about 1 is as much as the state is declared to have.</summary>
    public double Of(ReadOnlySpan<double> latent, CancellationToken cancellationToken) => Of(latent, cells: null, cancellationToken);

    /// <summary>Returns the noise of part of a latent.</summary>
    /// <param name="latent">The entire latent.</param>
    /// <param name="cells">One number per latent cell, above 0 if the cell counts; null for all.</param>
    /// <param name="cancellationToken">Cancels before the network is called.</param>
    public double Of(ReadOnlySpan<double> latent, double[]? cells, CancellationToken cancellationToken)
    {
        TensorPrimitives.Multiply(latent, _node.Alpha, _state);
        _predictor.Predict(_state, _node, _noise, cancellationToken);
        if (cells is null)
        {
            return TensorPrimitives.Norm<double>(_noise) / Math.Sqrt(_noise.Length);
        }

        var (sum, count) = (0.0, 0);
        for (var i = 0; i < _noise.Length; i++)
        {
            if (cells[i % cells.Length] > 0)
            {
                sum += _noise[i] * _noise[i];
                count++;
            }
        }

        return Math.Sqrt(sum / count);
    }

    public void Dispose() => _predictor.Dispose();
}
