using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace BelmAgent.Bench.Torch;

/// <summary>A TorchScript file of the UNet, run by LibTorch.</summary>
internal sealed class TorchContender : Contender
{
    private readonly jit.ScriptModule _module;
    private readonly Tensor _sample;
    private readonly Tensor _timestep;
    private readonly Tensor _hidden;
    private Tensor? _output;

    public TorchContender(string name, string path, LatentShape shape, TextEncoder text, UnetInputs inputs)
        : base(name)
    {
        _module = jit.load(path);
        _module.eval();
        _sample = tensor(inputs.Sample, ScalarType.Float32).reshape(inputs.Rows, shape.Channels, shape.Height, shape.Width);
        _timestep = tensor((float)UnetInputs.Timestep);
        _hidden = tensor(inputs.Hidden, ScalarType.Float32).reshape(inputs.Rows, text.Length, text.Width);
    }

    public override void Run()
    {
        using var mode = inference_mode();
        _output?.Dispose();
        _output = (Tensor)_module.call(_sample, _timestep, _hidden);
    }

    public override double[] Output()
    {
        using var output = _output!.to(ScalarType.Float64);
        return output.data<double>().ToArray();
    }

    public override void Dispose()
    {
        _output?.Dispose();
        _sample.Dispose();
        _timestep.Dispose();
        _hidden.Dispose();
        _module.Dispose();
    }
}
