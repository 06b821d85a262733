using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace BelmAgent.Diffusion.Models;

/// <summary>A model with its inputs and outputs bound to memory, run as often as wanted without allocating.</summary>
/// <remarks>Not safe to share between threads.</remarks>
internal sealed class OnnxRun : IDisposable
{
    private readonly OnnxModel _model;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _runOptions = new();
    private readonly Dictionary<string, TensorBuffer> _inputs = [];
    private readonly Dictionary<string, TensorBuffer> _outputs = [];
    private readonly bool _rebind;

    public OnnxRun(OnnxModel model)
    {
        _model = model;
        _binding = model.Session.CreateIoBinding();
        // A bound CPU value is copied to another device once, when it is bound.
        _rebind = model.Provider != ExecutionProviders.Cpu;
    }

    public TensorBuffer BindInput(string name, params long[] shape)
    {
        var buffer = Allocate(name, _model.Input(name), shape);
        _inputs.Add(name, buffer);
        _binding.BindInput(name, buffer.Value);
        return buffer;
    }

    public TensorBuffer BindOutput(string name, params long[] shape)
    {
        var buffer = Allocate(name, _model.Outputs[name], shape);
        _outputs.Add(name, buffer);
        _binding.BindOutput(name, buffer.Value);
        return buffer;
    }

    /// <summary>Tells the device that an input was written again.</summary>
    public void Refresh(string input)
    {
        if (_rebind)
        {
            _binding.BindInput(input, _inputs[input].Value);
        }
    }

    /// <summary>Runs the network once and checks that all it gave is finite.</summary>
    public void Run(CancellationToken cancellationToken, double? timestep = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _runOptions.Terminate = false;
        using (cancellationToken.UnsafeRegister(static options => ((RunOptions)options!).Terminate = true, _runOptions))
        {
            try
            {
                _model.Session.RunWithBinding(_runOptions, _binding);
            }
            catch (OnnxRuntimeException e)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new ModelFileBrokenException(_model.Path, "a run failed on " + _model.Provider, e);
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

    private TensorBuffer Allocate(string name, NodeMetadata port, long[] shape)
    {
        const double Most = int.MaxValue;
        if (!port.IsTensor || !TensorBuffer.Supports(port.ElementDataType))
        {
            throw new ModelContractException(_model.Path, $"{name} as a tensor of float, float16, double, int64 or int32", $"{(port.IsTensor ? port.ElementDataType : port.OnnxValueType)}");
        }

        return shape.Aggregate(1.0, (product, size) => product * size) is >= 0 and <= Most
            ? new TensorBuffer(port.ElementDataType, shape)
            : throw new ModelContractException(_model.Path, $"{name} of less than 2^31 elements", $"[{string.Join(", ", shape)}]");
    }

    public void Dispose()
    {
        _binding.Dispose();
        _runOptions.Dispose();
        foreach (var buffer in _inputs.Values.Concat(_outputs.Values))
        {
            buffer.Dispose();
        }
    }
}
