using Microsoft.ML.OnnxRuntime;

namespace BelmAgent.Diffusion.Devices;

/// <summary>ONNX Runtime's execution providers under the names that people give them.</summary>
public static class ExecutionProviders
{
    /// <summary>The provider that is always there.</summary>
    public const string Cpu = "cpu";

    private static readonly (string Name, string Runtime)[] Known =
    [
        ("cuda", "CUDAExecutionProvider"),
        ("tensorrt", "TensorrtExecutionProvider"),
        ("directml", "DmlExecutionProvider"),
        ("coreml", "CoreMLExecutionProvider"),
        ("openvino", "OpenVINOExecutionProvider"),
        (Cpu, "CPUExecutionProvider"),
    ];

    // TensorRT builds engines for minutes and OpenVINO and CoreML may split a graph badly: only on request.
    private static readonly string[] AutoOrder = ["cuda", "directml", Cpu];

    /// <summary>Names of the providers that this build of ONNX Runtime was compiled with. That one is here does not mean that it works.</summary>
    public static IReadOnlyList<string> Compiled()
    {
        var available = OrtEnv.Instance().GetAvailableProviders();
        return [.. Known.Where(known => available.Contains(known.Runtime)).Select(known => known.Name)];
    }

    /// <summary>The providers to try, best first.</summary>
    /// <param name="options">What is preferred.</param>
    /// <exception cref="ExecutionProviderException">An explicit provider is not compiled in, or a GPU is required and none is.</exception>
    public static IReadOnlyList<string> Candidates(DeviceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var compiled = Compiled();
        var wanted = options.Provider.ToLowerInvariant();
        if (wanted != "auto" && !compiled.Contains(wanted))
        {
            throw new ExecutionProviderException(wanted, $"this build of ONNX Runtime has {string.Join(", ", compiled)}");
        }

        var candidates = (wanted == "auto" ? AutoOrder.Where(compiled.Contains) : [wanted])
            .Where(name => !(options.RequireGpu && name == Cpu)).ToList();
        return candidates.Count > 0
            ? candidates
            : throw new ExecutionProviderException(wanted, "a GPU is required, and this build of ONNX Runtime has none");
    }

    /// <summary>Makes session options for one provider.</summary>
    /// <param name="provider">A name of <see cref="Candidates"/>.</param>
    /// <param name="options">Threads and device.</param>
    /// <returns>Options that the caller disposes.</returns>
    /// <exception cref="ExecutionProviderException">The provider's library does not load.</exception>
    public static SessionOptions CreateSessionOptions(string provider, DeviceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var session = new SessionOptions
        {
            IntraOpNumThreads = options.Threads,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        try
        {
            Append(session, provider, options.DeviceId);
            return session;
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            session.Dispose();
            throw new ExecutionProviderException(provider, "its library does not load", e);
        }
    }

    private static void Append(SessionOptions session, string provider, int deviceId)
    {
        switch (provider)
        {
            case "cuda":
                using (var cuda = new OrtCUDAProviderOptions())
                {
                    // TF32 rounds to 10 bits and EXHAUSTIVE may pick another kernel in the next process: both cost exactness.
                    cuda.UpdateOptions(new Dictionary<string, string>
                    {
                        ["device_id"] = deviceId.ToString(System.Globalization.CultureInfo.InvariantCulture),
                        ["cudnn_conv_algo_search"] = "HEURISTIC",
                        ["arena_extend_strategy"] = "kSameAsRequested",
                        ["use_tf32"] = "0",
                    });
                    session.AppendExecutionProvider_CUDA(cuda);
                }

                break;
            case "tensorrt":
                session.AppendExecutionProvider_Tensorrt(deviceId);
                break;
            case "directml":
                session.EnableMemoryPattern = false;
                session.ExecutionMode = ExecutionMode.ORT_SEQUENTIAL;
                session.AppendExecutionProvider_DML(deviceId);
                break;
            case "coreml":
                session.AppendExecutionProvider_CoreML();
                break;
            case "openvino":
                session.AppendExecutionProvider_OpenVINO();
                break;
        }
    }
}
