using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BelmAgent.Diffusion.Devices;

/// <summary>The libraries of this machine.</summary>
internal sealed class NativeSystem : INativeSystem
{
    private const int Success = 0;

    [UnmanagedFunctionPointer(CallingConvention.Winapi)]
    private delegate int Initialize(uint flags);

    [UnmanagedFunctionPointer(CallingConvention.Winapi)]
    private delegate int GetNumber(out int number);

    public bool IsWindows => OperatingSystem.IsWindows();

    public bool IsLinux => OperatingSystem.IsLinux();

    /// <summary>The library of NVIDIA's driver.</summary>
    public static string DriverName(bool isWindows) => isWindows ? "nvcuda.dll" : "libcuda.so.1";

    public bool CanLoad(string library) => NativeLibrary.TryLoad(library, out _);

    public bool IsBesideOnnxRuntime(string library)
    {
        using var process = Process.GetCurrentProcess();
        var runtime = process.Modules.Cast<ProcessModule>().Select(module => module.FileName)
            .FirstOrDefault(file => Path.GetFileName(file) is "onnxruntime.dll" or "libonnxruntime.so" or "libonnxruntime.so.1" or "libonnxruntime.dylib");
        return runtime is null || File.Exists(Path.Combine(Path.GetDirectoryName(runtime)!, library));
    }

    public CudaDriver AskCudaDriver()
    {
        if (!NativeLibrary.TryLoad(DriverName(IsWindows), out var driver))
        {
            return default;
        }

        if (Find<Initialize>(driver, "cuInit")?.Invoke(0) != Success)
        {
            return new CudaDriver(true, 0, null);
        }

        // Thousands and tens: 13010 is 13.1.
        return new CudaDriver(
            true, Ask(driver, "cuDeviceGetCount") ?? 0, Ask(driver, "cuDriverGetVersion") is { } version ? new Version(version / 1000, version % 1000 / 10) : null);
    }

    private static int? Ask(nint driver, string function) =>
        Find<GetNumber>(driver, function) is { } ask && ask(out var number) == Success ? number : null;

    private static T? Find<T>(nint library, string function)
        where T : Delegate => NativeLibrary.TryGetExport(library, function, out var address) ? Marshal.GetDelegateForFunctionPointer<T>(address) : null;
}
