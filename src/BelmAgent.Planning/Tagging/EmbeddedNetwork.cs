using Microsoft.ML.OnnxRuntime;

namespace BelmAgent.Planning.Tagging;

/// <summary>Loads the networks that ship inside of the assembly.</summary>
internal static class EmbeddedNetwork
{
    /// <summary>Opens a network whose runs use one thread each; many may run side by side.</summary>
    /// <param name="name">Its file's name.</param>
    public static InferenceSession Open(string name)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var file = Resource(name);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return new(bytes, options);
    }

    /// <summary>Returns whether an exception means that ONNX Runtime's native library is not there, or is of a version that does not fit.</summary>
    public static bool IsUnavailable(Exception exception) =>
        exception is DllNotFoundException or EntryPointNotFoundException or TypeInitializationException or BadImageFormatException or OnnxRuntimeException;

    /// <summary>Opens an embedded file.</summary>
    public static Stream Resource(string name) => typeof(EmbeddedNetwork).Assembly.GetManifestResourceStream($"BelmAgent.Planning.Tagging.{name}")!;
}
