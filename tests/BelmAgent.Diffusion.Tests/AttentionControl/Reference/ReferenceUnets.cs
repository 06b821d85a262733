using System.Collections.Concurrent;

namespace BelmAgent.Diffusion.Tests.AttentionControl.Reference;

/// <summary>The networks of a class's tests, each loaded on first use.</summary>
public sealed class ReferenceUnets : IDisposable
{
    private readonly ConcurrentDictionary<string, ReferenceUnet> _unets = [];

    internal ReferenceUnet this[string name] => _unets.GetOrAdd(name, _ => new ReferenceUnet(name));

    public void Dispose()
    {
        foreach (var unet in _unets.Values)
        {
            unet.Dispose();
        }
    }
}
