using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Pipeline;

namespace BelmAgent.Diffusion.Tests;

/// <summary>The embedded model, loaded once for all tests of a class.</summary>
public sealed class ToyTown : IDisposable
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "models", "toytown");

    public DiffusionPipeline Pipeline { get; } = DiffusionPipeline.Load(Path, new DeviceOptions { Provider = "cpu", Threads = 1 });

    public static double[] Noise(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble()))];
    }

    public void Dispose() => Pipeline.Dispose();
}
