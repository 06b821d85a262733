using System.Numerics.Tensors;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Unet;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Checks;

/// <summary>
/// How much noise the model itself sees in a finished latent: the root mean square of ε under the empty prompt, were the latent a state a
/// little way towards noise. A sound picture shows little; one with blotches, grids or smears shows what sampling left behind.
/// </summary>
/// <remarks>For one worker alone. It must not outlive the pipeline's UNet.</remarks>
internal sealed class NoiseReading : IDisposable
{
    // Near enough to the picture that its own noise is small, far enough that blotches count and not only grain.
    private const int Steps = 50;
    private const int Place = 4;

    /// <summary>UNet row evaluations of judging one picture by another.</summary>
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

    /// <summary>Returns the noise of a latent; about 1 is as much as the state is told to have.</summary>
    public double Of(ReadOnlySpan<double> latent, CancellationToken cancellationToken) => Of(latent, cells: null, cancellationToken);

    /// <summary>Returns the noise of a part of a latent.</summary>
    /// <param name="latent">The whole latent.</param>
    /// <param name="cells">One number a latent cell, above 0 where it counts; null for everywhere.</param>
    /// <param name="cancellationToken">Stops before the network is called.</param>
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
