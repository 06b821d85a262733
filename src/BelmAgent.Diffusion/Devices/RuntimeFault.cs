using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;

namespace BelmAgent.Diffusion.Devices;

/// <summary>The meaning of an error from ONNX Runtime.</summary>
/// <remarks>
/// ONNX Runtime's C# exception carries only its message: the error code is a word in it, and an out-of-memory error shares its code
/// with all other failed runs. So the text must be read, and this is the only place that reads it.
/// </remarks>
/// <param name="Fault">The kind of fault.</param>
/// <param name="Reason">A reason that users can act on, without a full stop.</param>
internal sealed partial record RuntimeFault(ProviderFault Fault, string Reason)
{
    /// <summary>CUDA's error number for a machine without a GPU.</summary>
    public const int CudaNoDevice = 100;

    private const int CudaOutOfMemory = 2;
    private const int MaxLength = 200;

    /// <summary>Reads an error that occurred while a provider was set up or running.</summary>
    public static RuntimeFault From(Exception exception)
    {
        var text = exception.Message;
        if (IsOutOfMemory(exception))
        {
            return new(ProviderFault.OutOfMemory, "its memory is full; close other programs that use the device");
        }

        if (exception is EntryPointNotFoundException or NotSupportedException || NotInBuild().IsMatch(text))
        {
            return new(ProviderFault.NotInBuild, "this build of ONNX Runtime was compiled without it");
        }

        if (exception is DllNotFoundException)
        {
            return new(ProviderFault.LibraryMissing, "ONNX Runtime's own library is not found; install the app again");
        }

        if (NoPlugin().IsMatch(text))
        {
            return new(ProviderFault.WrongVersion, "the library is not an execution-provider plugin: it does not export CreateEpFactories");
        }

        if (MissingLibrary().Match(text) is { Success: true } missing)
        {
            return new(ProviderFault.LibraryMissing, RuntimeLibrary.Explain(missing.Groups["name"].Value));
        }

        if (CudaCode(text) is { } code)
        {
            return FromCuda(code);
        }

        if (OtherVersion().IsMatch(text))
        {
            return new(ProviderFault.WrongVersion, $"a library has another version than the one needed ({Shorten(text)}); install the CUDA and cuDNN that this ONNX Runtime was built for");
        }

        if (NoHalf().IsMatch(text))
        {
            return new(ProviderFault.PrecisionMissing, "the device does not compute in float16; use the fp32 export of the model");
        }

        if (NoWebGpuAdapter().IsMatch(text))
        {
            return new(ProviderFault.NoDevice, $"no GPU is reported by {(OperatingSystem.IsWindows() ? "Direct3D 12" : OperatingSystem.IsMacOS() ? "Metal" : "Vulkan")}; install the GPU's driver");
        }

        if (NoAdapter().IsMatch(text))
        {
            return new(ProviderFault.NoDevice, "the machine has no usable device, or none with that number; check Belm:Device:DeviceId");
        }

        return UnnamedLibrary().IsMatch(text)
            ? new(ProviderFault.LibraryMissing, $"a library that it needs does not load ({Shorten(text)})")
            : new(ProviderFault.Unknown, Shorten(text));
    }

    /// <summary>Returns whether an error means that the device or the machine ran out of memory.</summary>
    public static bool IsOutOfMemory(Exception exception) => exception is OutOfMemoryException
        || (exception is OnnxRuntimeException && (Full().IsMatch(exception.Message) || CudaCode(exception.Message) == CudaOutOfMemory));

    /// <summary>Returns the meaning of a CUDA error number.</summary>
    public static RuntimeFault FromCuda(int code) => code switch
    {
        35 or 804 => new(ProviderFault.WrongVersion, "the NVIDIA driver does not fit this CUDA; install a newer driver"),
        803 => new(ProviderFault.WrongVersion, "the NVIDIA driver's library and its kernel module are of different versions; restart the machine, or install the driver again"),
        CudaNoDevice => new(ProviderFault.NoDevice, "the machine reports no NVIDIA GPU; check the driver with nvidia-smi, and that a container is given the GPU"),
        101 => new(ProviderFault.NoDevice, "there is no GPU with that number; correct Belm:Device:DeviceId"),
        209 => new(ProviderFault.WrongVersion, "this ONNX Runtime has no kernels for the GPU; use a build for its compute capability"),
        _ => new(ProviderFault.Unknown, $"CUDA reports error {code}; check the driver with nvidia-smi"),
    };

    private static int? CudaCode(string text) =>
        Cuda().Match(text) is { Success: true } match ? int.Parse(match.Groups["code"].Value, CultureInfo.InvariantCulture) : null;

    // One line, without the leading code and without source files and line numbers of the runtime.
    private static string Shorten(string text)
    {
        var line = Place().Replace(Condition().Replace(Prefix().Replace(text, ""), ""), "").ReplaceLineEndings(" ").Trim();
        return line.Length <= MaxLength ? line : $"{line[..MaxLength]}…";
    }

    [GeneratedRegex(@"^\[ErrorCode:\w+\]\s*(?:\S+:\d+ \S.*?\] )?")]
    private static partial Regex Prefix();

    [GeneratedRegex(@"^\S+\.(?:cc|cpp|h):\d+ \S+ ")]
    private static partial Regex Place();

    // For a check inside the runtime: the location, the function and the condition in C++.
    [GeneratedRegex(@"^\S+\.(?:cc|cpp|h):\d+ .*? was false\. ", RegexOptions.Singleline)]
    private static partial Regex Condition();

    // The arena's messages, with and without a limit; C++; cuBLAS, cuDNN 8 and 9, the CUDA driver; E_OUTOFMEMORY of DirectML.
    [GeneratedRegex(
        "Failed to allocate memory for requested buffer|Available memory of \\d+ is smaller than requested|bad[_ ]alloc|out of memory|OUT_OF_MEMORY|CUBLAS_STATUS_ALLOC_FAILED|CUDNN_STATUS_\\w*ALLOC(?:ATION)?_FAILED|8007000E",
        RegexOptions.IgnoreCase)]
    private static partial Regex Full();

    [GeneratedRegex("not (?:enabled|supported) in this build", RegexOptions.IgnoreCase)]
    private static partial Regex NotInBuild();

    [GeneratedRegex("Failed to get symbol CreateEpFactories")]
    private static partial Regex NoPlugin();

    // glibc; Windows; macOS.
    [GeneratedRegex("""(?<name>[^\s:]+): cannot open shared object file|depends on "(?<name>[^"]+)" which is missing|Library not loaded: (?<name>\S+)""")]
    private static partial Regex MissingLibrary();

    [GeneratedRegex(@"CUDA (?:failure|error)(?: code)?:? (?<code>\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex Cuda();

    [GeneratedRegex("VERSION_MISMATCH|version `[^']+' not found|undefined symbol|(?:cuDNN|CUDA) version|ORT_API_VERSION|API version", RegexOptions.IgnoreCase)]
    private static partial Regex OtherVersion();

    [GeneratedRegex("WebGPU adapter|RequestAdapterStatus")]
    private static partial Regex NoWebGpuAdapter();

    // WebGPU.
    [GeneratedRegex("requires f16 but the device does not support it")]
    private static partial Regex NoHalf();

    [GeneratedRegex("887A0002|887A0004|no (?:suitable )?(?:adapter|device)", RegexOptions.IgnoreCase)]
    private static partial Regex NoAdapter();

    [GeneratedRegex("Failed to load (?:shared )?library|LoadLibrary failed|error 126|Error loading", RegexOptions.IgnoreCase)]
    private static partial Regex UnnamedLibrary();
}
