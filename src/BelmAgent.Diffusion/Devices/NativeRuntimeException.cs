namespace BelmAgent.Diffusion.Devices;

/// <summary>ONNX Runtime's native library is not beside the app, or does not load.</summary>
/// <param name="library">The file name of the library on this system, such as <c>libonnxruntime.so</c>.</param>
/// <param name="folder">The app's folder.</param>
/// <param name="inner">What was thrown when it was loaded.</param>
public sealed class NativeRuntimeException(string library, string folder, Exception inner) : Exception(
    $"ONNX Runtime's native library {library} does not load beside the app in {folder}: reference the package Microsoft.ML.OnnxRuntime, "
    + "or Microsoft.ML.OnnxRuntime.Gpu, in the version of Microsoft.ML.OnnxRuntime.Managed.",
    inner)
{
    /// <summary>The library's file name on this system.</summary>
    public string Library { get; } = library;

    /// <summary>The app's folder, where the library or its folder <c>runtimes</c> should be.</summary>
    public string Folder { get; } = folder;
}

/// <summary>ONNX Runtime's native library, which its managed package does not bring along.</summary>
internal static class NativeRuntime
{
    private static string Library =>
        OperatingSystem.IsWindows() ? "onnxruntime.dll" : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib" : "libonnxruntime.so";

    /// <summary>Makes sure that the library is there.</summary>
    /// <exception cref="NativeRuntimeException">It is not, or not in a version that fits.</exception>
    public static void Require() => Require(() => Microsoft.ML.OnnxRuntime.OrtEnv.Instance());

    internal static void Require(Action load)
    {
        try
        {
            load();
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new NativeRuntimeException(Library, AppContext.BaseDirectory, e);
        }
    }
}
