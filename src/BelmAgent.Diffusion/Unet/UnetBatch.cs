using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Inference;
using BelmAgent.Diffusion.Models;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.Unet;

/// <summary>The UNet with a fixed number of rows, bound to reusable memory: write rows, run, read rows.</summary>
/// <remarks>Allocates nothing after construction. Not safe to share between threads.</remarks>
public sealed class UnetBatch : IDisposable
{
    private readonly OnnxModel _model;
    private readonly OnnxRun _run;
    private readonly TensorBuffer _sample;
    private readonly TensorBuffer _timestep;
    private readonly TensorBuffer? _conditions;
    private readonly TensorBuffer _output;

    internal UnetBatch(OnnxModel model, AttentionLayout? attention, int rows, LatentShape shape, int length, int width)
    {
        (_model, Rows, Shape) = (model, rows, shape);
        _run = new OnnxRun(model);
        try
        {
            _sample = _run.BindInput("sample", rows, shape.Channels, shape.Height, shape.Width);
            _timestep = _run.BindInput("timestep", TimestepShape(model.Input("timestep").Dimensions, rows));
            _conditions = length == 0 ? null : _run.BindInput("encoder_hidden_states", rows, length, width);
            _output = _run.BindOutput(
                model.Output(UnetModel.OutputNames), rows, shape.Channels, shape.Height, shape.Width);
            Control = attention is null ? null : new AttentionInputs(_run, attention, shape, length, rows);
        }
        catch
        {
            _run.Dispose();
            throw;
        }
    }

    /// <summary>Gets the number of rows in the batch.</summary>
    public int Rows { get; }

    /// <summary>Gets the size of each row's latent.</summary>
    public LatentShape Shape { get; }

    /// <summary>Gets the attention control of the last two rows, initially off; null if the UNet was loaded without control.</summary>
    public AttentionInputs? Control { get; }

    /// <summary>Gets the number of row evaluations so far.</summary>
    public int Evaluations { get; private set; }

    /// <summary>Sets a row's prompt until it is set again.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="embedding">An embedding of the text encoder.</param>
    /// <exception cref="InvalidOperationException">The network is unconditional.</exception>
    public void SetCondition(int row, ReadOnlySpan<float> embedding)
    {
        (_conditions ?? throw new InvalidOperationException("The network takes no text.")).Write(embedding, row * embedding.Length);
        _run.Refresh("encoder_hidden_states");
    }

    /// <summary>Writes a row's latent.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="latent">The latent x, channel by channel.</param>
    public void SetSample(int row, ReadOnlySpan<double> latent) => _sample.Write(latent, row * Shape.Length);

    /// <summary>Runs the network on all rows.</summary>
    /// <param name="timestep">The timestep, in training steps.</param>
    /// <param name="cancellationToken">Cancels during the call.</param>
    /// <exception cref="NonFiniteOutputException">The network returned NaN or infinity.</exception>
    /// <exception cref="ModelException">The network takes integer timesteps, and this one is fractional.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public void Run(double timestep, CancellationToken cancellationToken)
    {
        if (_timestep.IsWhole && timestep != Math.Round(timestep))
        {
            throw ModelException.DoesNotFit(_model.Path, "a timestep input that accepts fractions, or a grid of whole timesteps", "whole numbers");
        }

        for (var i = 0; i < _timestep.Length; i++)
        {
            _timestep.Write([timestep], i);
        }

        _run.Refresh("sample");
        _run.Refresh("timestep");
        _run.Run(cancellationToken, timestep);
        Evaluations += Rows;
    }

    /// <summary>Reads a row of the network's output.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="output">Receives it.</param>
    public void GetOutput(int row, Span<double> output) => _output.Read(output, row * Shape.Length);

    /// <inheritdoc/>
    public void Dispose() => _run.Dispose();

    // Exports declare the timestep as a scalar, as [1] or as [batch].
    private static long[] TimestepShape(int[] declared, int rows) => declared switch
    {
        [] => [],
        [1] => [1],
        _ => [rows],
    };
}
