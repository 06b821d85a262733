namespace BelmAgent.Diffusion.Devices;

/// <summary>ONNX Runtime's native library, which its managed package does not bring along.</summary>
internal static class NativeRuntime
{
    /// <summary>The code of the failure that the library is not there.</summary>
    public const string Missing = "runtime_missing";

    /// <summary>Gets the library's file name on this system.</summary>
    public static string Library =>
        OperatingSystem.IsWindows() ? "onnxruntime.dll" : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib" : "libonnxruntime.so";

    /// <summary>Makes sure that the library is there.</summary>
    /// <exception cref="BelmException"><c>runtime_missing</c>: it is not, or not in a version that fits.</exception>
    public static void Require() => Require(() => Microsoft.ML.OnnxRuntime.OrtEnv.Instance());

    internal static void Require(Action load)
    {
        try
        {
            load();
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new BelmException(
                Missing,
                ErrorKind.NotUsable,
                $"ONNX Runtime's native library {Library} cannot be loaded from the app's folder {AppContext.BaseDirectory}",
                "reference the package Microsoft.ML.OnnxRuntime, or Microsoft.ML.OnnxRuntime.Gpu, in the version of Microsoft.ML.OnnxRuntime.Managed",
                e)
            {
                SafeProblem = $"ONNX Runtime's native library {Library} cannot be loaded from the app's folder",
            };
        }
    }
}
