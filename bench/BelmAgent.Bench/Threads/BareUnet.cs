using Microsoft.ML.OnnxRuntime;

namespace BelmAgent.Bench.Threads;

/// <summary>ToyTown's UNet in a session of its own, with zeros as input.</summary>
internal sealed class BareUnet : IDisposable
{
    private const int Latent = 16;
    private const int Words = 48;
    private const int Width = 128;
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _options = new();
    private readonly List<OrtValue> _values = [];

    public BareUnet(ThreadSettings settings, string model, int rows)
    {
        Name = settings.Name;
        _session = settings.Open(Path.Combine(model, "unet", "model.onnx"));
        _binding = _session.CreateIoBinding();
        _binding.BindInput("sample", Zeros(rows, 4, Latent, Latent));
        _binding.BindInput("timestep", Zeros());
        _binding.BindInput("encoder_hidden_states", Zeros(rows, Words, Width));
        _binding.BindOutput("out_sample", Zeros(rows, 4, Latent, Latent));
    }

    public string Name { get; }

    public void Run() => _session.RunWithBinding(_options, _binding);

    public void Dispose()
    {
        _binding.Dispose();
        _options.Dispose();
        _session.Dispose();
        _values.ForEach(value => value.Dispose());
    }

    private OrtValue Zeros(params long[] shape)
    {
        var value = OrtValue.CreateTensorValueFromMemory(new float[shape.Aggregate(1L, (product, size) => product * size)], shape);
        _values.Add(value);
        return value;
    }
}
