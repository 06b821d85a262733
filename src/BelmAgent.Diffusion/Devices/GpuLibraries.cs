using System.Globalization;

namespace BelmAgent.Diffusion.Devices;

/// <summary>
/// Checks whether the machine has what CUDA, TensorRT and WebGPU need before ONNX Runtime loads them: ONNX Runtime reports only one
/// missing library, prints it to the console as well, and notices a missing cuDNN only at the first convolution.
/// </summary>
/// <param name="system">The system in which libraries are looked up.</param>
/// <remarks>Safe to share between threads if the system is.</remarks>
internal sealed class GpuLibraries(INativeSystem system)
{
    public const string Cuda = "cuda";
    public const string TensorRt = "tensorrt";
    public const string WebGpu = "webgpu";

    // The libraries that the providers of ONNX Runtime 1.31 are linked against.
    private const int CudaVersion = 13;
    private const string DriverRelease = "580";
    private static readonly string[] OnLinux = ["libcudart.so.13", "libcublasLt.so.13", "libcublas.so.13", "libcurand.so.10", "libcudnn.so.9"];
    private static readonly string[] OnWindows = ["cublasLt64_13.dll", "cublas64_13.dll", "cudnn64_9.dll"];
    private static readonly string[] TensorRtOnLinux = ["libnvinfer.so.10", "libnvonnxparser.so.10"];
    private const string Vulkan = "libvulkan.so.1";
    private static readonly string[] TensorRtOnWindows = ["nvinfer_10.dll", "nvonnxparser_10.dll"];

    // NVIDIA's Python wheels, for users who cannot install system packages.
    private static readonly (string Stem, string Package)[] Packages =
    [
        ("cudart", "nvidia-cuda-runtime"), ("cublas", "nvidia-cublas"), ("curand", "nvidia-curand"), ("cudnn", "nvidia-cudnn-cu13"), ("nv", "tensorrt-cu13"),
    ];

    private readonly Lazy<CudaDriver> _driver = new(system.AskCudaDriver);

    /// <summary>Gets the instance for this machine.</summary>
    public static GpuLibraries Here { get; } = new(new NativeSystem(NativeSystem.FindRuntimeFolder));

    /// <summary>Returns whether a provider is checked here.</summary>
    public static bool Concern(string provider) => provider is Cuda or TensorRt or WebGpu;

    /// <summary>
    /// Gets whether NVIDIA's driver reports a GPU or fails to answer. Without a driver or a GPU nobody expects CUDA, so nothing needs
    /// to be reported; a broken driver, for example after an update without a restart, must be reported.
    /// </summary>
    public bool ShowAGpu => _driver.Value is { IsInstalled: true } driver && ErrorOf(driver) != RuntimeFault.CudaNoDevice;

    /// <summary>Returns the fault that prevents a provider from being used; null if none was found.</summary>
    /// <param name="provider">A provider that is checked here (<see cref="Concern"/>).</param>
    public RuntimeFault? FaultOf(string provider)
    {
        if (provider == WebGpu)
        {
            return system.IsLinux && !system.CanLoad(Vulkan) ? new(ProviderFault.LibraryMissing, RuntimeLibrary.Explain(Vulkan)) : null;
        }

        var own = system.IsWindows ? $"onnxruntime_providers_{provider}.dll" : $"libonnxruntime_providers_{provider}.so";
        if (!system.IsBesideOnnxRuntime(own))
        {
            return new(ProviderFault.LibraryMissing, RuntimeLibrary.Explain(own));
        }

        if (FaultOf(_driver.Value) is { } fault)
        {
            return fault;
        }

        List<string> missing = [.. Needed(provider).Where(library => !system.CanLoad(library))];
        return missing.Count == 0 ? null : new(ProviderFault.LibraryMissing, $"{RuntimeLibrary.Explain(missing)}; pip install {string.Join(' ', PackagesOf(missing))} installs them as well");
    }

    /// <exception cref="ExecutionProviderException">The provider cannot be used.</exception>
    public void ThrowIfMissing(string provider)
    {
        if (FaultOf(provider) is { } fault)
        {
            throw new ExecutionProviderException(provider, fault.Reason, fault: fault.Fault);
        }
    }

    private RuntimeFault? FaultOf(CudaDriver driver)
    {
        if (!driver.IsInstalled)
        {
            return new(ProviderFault.LibraryMissing, RuntimeLibrary.Explain(NativeSystem.DriverName(system.IsWindows)));
        }

        var error = ErrorOf(driver);
        if (error != 0)
        {
            return RuntimeFault.FromCuda(error);
        }

        return driver.Version is { } version && version.Major < CudaVersion
            ? new(
                ProviderFault.WrongVersion,
                string.Create(CultureInfo.InvariantCulture, $"the NVIDIA driver is for CUDA up to {version}, and CUDA {CudaVersion} is needed; install driver {DriverRelease} or newer"))
            : null;
    }

    /// <summary>Returns the driver's error, which includes reporting no GPU; 0: none.</summary>
    private static int ErrorOf(CudaDriver driver) => driver is { Error: 0, Devices: < 1 } ? RuntimeFault.CudaNoDevice : driver.Error;

    private static IEnumerable<string> PackagesOf(IEnumerable<string> libraries) =>
        libraries.Select(library => Packages.First(known => library.Contains(known.Stem, StringComparison.Ordinal)).Package).Distinct();

    private string[] Needed(string provider) => (system.IsWindows, provider) switch
    {
        (true, TensorRt) => [.. OnWindows, .. TensorRtOnWindows],
        (true, _) => OnWindows,
        (false, TensorRt) => [.. OnLinux, .. TensorRtOnLinux],
        (false, _) => OnLinux,
    };
}
