using Microsoft.ML.OnnxRuntime;

namespace BelmAgent.Diffusion.Tests.AttentionControl.Reference;

/// <summary>The inputs of a session: those of a batch, and others set by name.</summary>
internal sealed class Feed : IDisposable
{
    private readonly Dictionary<string, OrtValue> _values = [];

    public Feed(UnetRows rows, InferenceSession session)
    {
        var (shape, count) = (rows.Shape, rows.Count);
        Set("sample", new HostTensor([count, shape.Channels, shape.Height, shape.Width], [.. rows.Latents.SelectMany(x => x)]));
        var width = session.InputMetadata["encoder_hidden_states"].Dimensions[^1];
        Set("encoder_hidden_states", new HostTensor([count, rows.Embeddings[0].Length / width, width], [.. rows.Embeddings.SelectMany(x => x)]));
        var scalar = session.InputMetadata["timestep"].Dimensions.Length == 0;
        Set("timestep", new HostTensor(scalar ? [] : [count], [.. Enumerable.Repeat(rows.Timestep, scalar ? 1 : count)]));
    }

    public IReadOnlyCollection<string> Names => _values.Keys;

    public IReadOnlyCollection<OrtValue> Values => _values.Values;

    public void Set(string name, HostTensor tensor)
    {
        if (_values.Remove(name, out var old))
        {
            old.Dispose();
        }

        _values.Add(name, OrtValue.CreateTensorValueFromMemory(tensor.Values, tensor.Shape));
    }

    public void Dispose()
    {
        foreach (var value in _values.Values)
        {
            value.Dispose();
        }
    }
}
