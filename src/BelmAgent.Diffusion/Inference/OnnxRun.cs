using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Sampling;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace BelmAgent.Diffusion.Inference;

/// <summary>A model with its inputs and outputs bound to memory, which can run any number of times without allocating.</summary>
/// <remarks>Not safe to share between threads.</remarks>
internal sealed class OnnxRun : IDisposable
{
    private readonly OnnxModel _model;
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _runOptions = new();
    private readonly Dictionary<string, TensorBuffer> _inputs = [];
    private readonly Dictionary<string, TensorBuffer> _outputs = [];
    private readonly bool _rebind;

    public OnnxRun(OnnxModel model)
    {
        _model = model;
        _session = model.Rent();
        try
        {
            _binding = _session.CreateIoBinding();
        }
        catch
        {
            model.Return();
            throw;
        }

        // A bound CPU value is copied to another device once, when it is bound.
        _rebind = model.Provider != ExecutionProviders.Cpu;
    }

    public TensorBuffer BindInput(string name, params long[] shape)
    {
        var buffer = Allocate(name, _model.Input(name), shape);
        _inputs.Add(name, buffer);
        Bind(name, buffer);
        return buffer;
    }

    public TensorBuffer BindOutput(string name, params long[] shape)
    {
        var buffer = Allocate(name, _model.Outputs[name], shape);
        _outputs.Add(name, buffer);
        _binding.BindOutput(name, buffer.Value);
        return buffer;
    }

    /// <summary>Notifies the device that an input was written again.</summary>
    public void Refresh(string input)
    {
        if (_rebind)
        {
            Bind(input, _inputs[input]);
        }
    }

    /// <summary>Runs the network once and checks that all outputs are finite.</summary>
    public void Run(CancellationToken cancellationToken, double? timestep = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _runOptions.Terminate = false;
        using (cancellationToken.UnsafeRegister(static options => ((RunOptions)options!).Terminate = true, _runOptions))
        {
            try
            {
                _session.RunWithBinding(_runOptions, _binding);
            }
            catch (OnnxRuntimeException e)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw _model.Explain(e);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        foreach (var (name, output) in _outputs)
        {
            if (!output.IsFinite())
            {
                throw new NonFiniteOutputException(_model.Path, name, timestep);
            }
        }
    }

    public void Dispose()
    {
        _binding.Dispose();
        _runOptions.Dispose();
        foreach (var buffer in _inputs.Values.Concat(_outputs.Values))
        {
            buffer.Dispose();
        }

        _model.Return();
    }

    private TensorBuffer Allocate(string name, NodeMetadata port, long[] shape)
    {
        const double MaxElements = int.MaxValue;
        if (!port.IsTensor || !TensorBuffer.Supports(port.ElementDataType))
        {
            throw ModelException.DoesNotFit(_model.Path, $"{name} as a tensor of float, float16, double, int64 or int32", $"{(port.IsTensor ? port.ElementDataType : port.OnnxValueType)}");
        }

        if (shape.Aggregate(1.0, (product, size) => product * size) is not (>= 0 and <= MaxElements))
        {
            throw ModelException.DoesNotFit(_model.Path, $"{name} of less than 2^31 elements", $"[{string.Join(", ", shape)}]");
        }

        try
        {
            return new TensorBuffer(port.ElementDataType, shape);
        }
        catch (OutOfMemoryException e)
        {
            throw _model.Explain(e);
        }
    }

    // On another device it is copied, and the device may run out of memory.
    private void Bind(string input, TensorBuffer buffer)
    {
        try
        {
            _binding.BindInput(input, buffer.Value);
        }
        catch (OnnxRuntimeException e)
        {
            throw _model.Explain(e);
        }
    }
}
