using System.IO.Compression;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Tests.Models;

namespace BelmAgent.Diffusion.Tests.Layouts;

/// <summary>A tiny random model folder in the layout of a common exporter (tools/fixtures/folders.py), unpacked.</summary>
public sealed class LayoutFolder : IDisposable
{
    public const string Diffusers = "diffusers";
    public const string OptimumOld = "optimum-old";
    public const string OptimumNew = "optimum-new";
    public const string Half = "half";
    public const string HalfInside = "half-io32";
    public const string Sd2 = "sd2";
    public const string Ddpm = "ddpm";

    public LayoutFolder(string name)
    {
        ZipFile.ExtractToDirectory(System.IO.Path.Combine(AppContext.BaseDirectory, "Data", "layouts", name + ".zip"), Path);
        Name = name;
        Data = new ParityData(File("parity.safetensors"));
    }

    public static DeviceOptions Device { get; } = new() { Provider = "cpu", Threads = 1 };

    public string Name { get; }

    public string Path { get; } = Directory.CreateTempSubdirectory("belm-layout").FullName;

    /// <summary>Gets whether the weights are float16, so that results are less precise than in the framework.</summary>
    public bool IsHalf => Name.StartsWith(Half, StringComparison.Ordinal);

    /// <summary>Gets the tolerance for the framework's numbers, relative to the maximum of their tensor.</summary>
    public double Tolerance => IsHalf ? 2e-2 : 1e-4;

    internal ParityData Data { get; }

    public string File(string relative) => System.IO.Path.Combine(Path, relative);

    public DiffusionPipeline Load() => DiffusionPipeline.Load(Path, Device);

    public void AssertAgrees(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var (largest, worst) = (1.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i]));
            worst = Math.Max(worst, Math.Abs(expected[i] - actual[i]));
        }

        Assert.True(worst <= Tolerance * largest, $"{Name}: {worst:0.0e0} off where the largest is {largest:0.##}");
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
