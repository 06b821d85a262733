using Microsoft.ML.OnnxRuntime;

namespace BelmAgent.Bench.Whole;

/// <summary>ToyTown's networks as ONNX Runtime runs them, bound to memory of their own, without any of our code.</summary>
internal sealed class BareNetworks : IDisposable
{
    private const int Factor = 8;
    private const int Words = 48;
    private const int Width = 128;
    private readonly List<IDisposable> _owned = [];

    private readonly int _latent;

    /// <summary>Opens the networks.</summary>
    /// <param name="model">The model's folder.</param>
    /// <param name="size">Width and height of the picture in pixels, a multiple of 16.</param>
    public BareNetworks(string model, int size = 128)
    {
        _latent = size / Factor;
        string Part(string name) => Path.Combine(model, name, "model.onnx");
        Text = Bind(Part("text_encoder"), Ids("input_ids", 1, Words), Floats("last_hidden_state", 1, Words, Width));
        Encoder = Bind(Part("vae_encoder"), Floats("sample", 1, 3, size, size), Floats("latent_parameters", 1, 8, _latent, _latent));
        Decoder = Bind(Part("vae_decoder"), Floats("latent_sample", 1, 4, _latent, _latent), Floats("sample", 1, 3, size, size));
        OneRow = Unet(Part("unet"), 1);
        TwoRows = Unet(Part("unet"), 2);
    }

    public Action Text { get; }

    public Action Encoder { get; }

    public Action Decoder { get; }

    public Action OneRow { get; }

    public Action TwoRows { get; }

    /// <summary>Runs a network a number of times.</summary>
    public static void Repeat(int times, Action network)
    {
        for (var i = 0; i < times; i++)
        {
            network();
        }
    }

    public void Dispose()
    {
        _owned.Reverse();
        _owned.ForEach(owned => owned.Dispose());
    }

    private Action Unet(string path, int rows) => Bind(
        path,
        Floats("sample", rows, 4, _latent, _latent),
        Floats("timestep"),
        Floats("encoder_hidden_states", rows, Words, Width),
        Floats("out_sample", rows, 4, _latent, _latent));

    // The last value is the output.
    private Action Bind(string path, params ReadOnlySpan<(string Name, OrtValue Value)> values)
    {
        var session = Own(new InferenceSession(path));
        var options = Own(new RunOptions());
        var binding = Own(session.CreateIoBinding());
        foreach (var (name, value) in values[..^1])
        {
            binding.BindInput(name, value);
        }

        binding.BindOutput(values[^1].Name, values[^1].Value);
        return () => session.RunWithBinding(options, binding);
    }

    private (string Name, OrtValue Value) Floats(string name, params long[] shape)
    {
        var random = new Random(1);
        var numbers = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = (float)(random.NextDouble() - 0.5);
        }

        return (name, Own(OrtValue.CreateTensorValueFromMemory(numbers, shape)));
    }

    private (string Name, OrtValue Value) Ids(string name, params long[] shape) => (
        name, Own(OrtValue.CreateTensorValueFromMemory(new long[shape.Aggregate(1L, (product, size) => product * size)], shape)));

    private T Own<T>(T value)
        where T : IDisposable
    {
        _owned.Add(value);
        return value;
    }
}
