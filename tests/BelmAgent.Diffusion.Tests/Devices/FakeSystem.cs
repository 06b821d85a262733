using BelmAgent.Diffusion.Devices;

namespace BelmAgent.Diffusion.Tests.Devices;

/// <summary>A Linux or Windows machine whose libraries are listed.</summary>
internal sealed class FakeSystem : INativeSystem
{
    public static readonly string[] Cuda13 = ["libcudart.so.13", "libcublasLt.so.13", "libcublas.so.13", "libcurand.so.10"];

    public bool IsWindows { get; init; }

    public bool IsLinux => !IsWindows;

    public CudaDriver Driver { get; init; } = new(true, 1, new Version(13, 1));

    public string[] Libraries { get; init; } = [];

    public string[] Beside { get; init; } =
        ["libonnxruntime_providers_cuda.so", "libonnxruntime_providers_tensorrt.so", "onnxruntime_providers_cuda.dll", "onnxruntime_providers_tensorrt.dll"];

    public List<string> Asked { get; } = [];

    public bool CanLoad(string library)
    {
        Asked.Add(library);
        return Libraries.Contains(library);
    }

    public bool IsBesideOnnxRuntime(string library) => Beside.Contains(library);

    public CudaDriver AskCudaDriver() => Driver;
}
