using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BelmAgent.Diffusion.Devices;

/// <summary>The native libraries of this machine.</summary>
/// <param name="runtimeFolder">Gets the folder from which ONNX Runtime was loaded, where libraries may also be; null if it is unknown.</param>
internal sealed class NativeSystem(Func<string?> runtimeFolder) : INativeSystem
{
    private const int Success = 0;

    // CUDA_ERROR_NOT_FOUND, for a library without the function.
    private const int NotFound = 500;

    [UnmanagedFunctionPointer(CallingConvention.Winapi)]
    private delegate int Initialize(uint flags);

    [UnmanagedFunctionPointer(CallingConvention.Winapi)]
    private delegate int GetNumber(out int number);

    public bool IsWindows => OperatingSystem.IsWindows();

    public bool IsLinux => OperatingSystem.IsLinux();

    /// <summary>Returns the file name of NVIDIA's driver library.</summary>
    public static string DriverName(bool isWindows) => isWindows ? "nvcuda.dll" : "libcuda.so.1";

    /// <summary>Returns the folder of the ONNX Runtime loaded in this process; null if it is not loaded yet.</summary>
    public static string? FindRuntimeFolder()
    {
        using var process = Process.GetCurrentProcess();
        var runtime = process.Modules.Cast<ProcessModule>().Select(module => module.FileName)
            .FirstOrDefault(file => Path.GetFileName(file) is "onnxruntime.dll" or "libonnxruntime.so" or "libonnxruntime.so.1" or "libonnxruntime.dylib");
        return Path.GetDirectoryName(runtime);
    }

    // The system's loader does not search ONNX Runtime's own folder, such as runtimes\win-x64\native.
    public bool CanLoad(string library) =>
        NativeLibrary.TryLoad(library, out _)
        || (runtimeFolder() is { } folder && NativeLibrary.TryLoad(Path.Combine(folder, library), out _));

    public bool IsBesideOnnxRuntime(string library) => runtimeFolder() is not { } folder || File.Exists(Path.Combine(folder, library));

    public CudaDriver AskCudaDriver() =>
        NativeLibrary.TryLoad(DriverName(IsWindows), out var driver) ? AskCudaDriver(driver) : default;

    /// <summary>Queries a library that has the functions of NVIDIA's driver.</summary>
    internal static CudaDriver AskCudaDriver(nint driver)
    {
        var error = Find<Initialize>(driver, "cuInit")?.Invoke(0) ?? NotFound;
        var devices = 0;
        if (error == Success)
        {
            error = Ask(driver, "cuDeviceGetCount", out devices);
        }

        // Thousands and tens: 13010 is 13.1. A driver reports this even if it does not start.
        return new CudaDriver(
            true, devices, Ask(driver, "cuDriverGetVersion", out var version) == Success ? new Version(version / 1000, version % 1000 / 10) : null, error);
    }

    private static int Ask(nint driver, string function, out int number)
    {
        number = 0;
        return Find<GetNumber>(driver, function)?.Invoke(out number) ?? NotFound;
    }

    private static T? Find<T>(nint library, string function)
        where T : Delegate => NativeLibrary.TryGetExport(library, function, out var address) ? Marshal.GetDelegateForFunctionPointer<T>(address) : null;
}

/// <summary>The system's native libraries, as far as GPUs need them.</summary>
internal interface INativeSystem
{
    bool IsWindows { get; }

    bool IsLinux { get; }

    /// <summary>
    /// Returns whether a library and all that it needs load, by the system's loader or from the folder that ONNX Runtime was loaded
    /// from. One that did stays loaded.
    /// </summary>
    bool CanLoad(string library);

    /// <summary>
    /// Returns whether a library of ONNX Runtime is in the folder that ONNX Runtime itself was loaded from. True where that is
    /// unknown.
    /// </summary>
    bool IsBesideOnnxRuntime(string library);

    /// <summary>Queries NVIDIA's driver.</summary>
    CudaDriver AskCudaDriver();
}

/// <summary>Information from NVIDIA's driver.</summary>
/// <param name="IsInstalled">Whether its library can be loaded.</param>
/// <param name="Devices">Number of GPUs that it shows to this process.</param>
/// <param name="Version">The newest CUDA version that it supports; null if it does not say.</param>
/// <param name="Error">The error number (CUresult) with which it failed to start or to count its GPUs; 0 if it did not fail.</param>
internal readonly record struct CudaDriver(bool IsInstalled, int Devices, Version? Version, int Error = 0);
