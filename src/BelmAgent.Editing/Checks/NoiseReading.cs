using System.Numerics.Tensors;
using BelmAgent.Diffusion.Guidance;
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

    /// <summary>The noise of a latent; about 1 is as much as the state is told to have.</summary>
    public double Of(ReadOnlySpan<double> latent, CancellationToken cancellationToken)
    {
        TensorPrimitives.Multiply(latent, _node.Alpha, _state);
        _predictor.Predict(_state, _node, _noise, cancellationToken);
        return TensorPrimitives.Norm<double>(_noise) / Math.Sqrt(_noise.Length);
    }

    public void Dispose() => _predictor.Dispose();
}
