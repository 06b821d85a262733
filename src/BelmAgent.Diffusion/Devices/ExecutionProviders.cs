using Microsoft.ML.OnnxRuntime;

namespace BelmAgent.Diffusion.Devices;

/// <summary>ONNX Runtime's execution providers under the names that users give them.</summary>
public static class ExecutionProviders
{
    /// <summary>Selects the best provider that works on this machine.</summary>
    public const string Auto = "auto";

    /// <summary>The provider that is always available.</summary>
    public const string Cpu = "cpu";

    private static readonly (string Name, string Runtime)[] Known =
    [
        (GpuLibraries.Cuda, "CUDAExecutionProvider"),
        (GpuLibraries.TensorRt, "TensorrtExecutionProvider"),
        ("directml", "DmlExecutionProvider"),
        ("coreml", "CoreMLExecutionProvider"),
        ("openvino", "OpenVINOExecutionProvider"),
        (GpuLibraries.WebGpu, "WebGpuExecutionProvider"),
        (Cpu, "CPUExecutionProvider"),
    ];

    // TensorRT builds engines for minutes, OpenVINO and CoreML may partition a graph badly, and WebGPU is young: used only on request.
    private static readonly string[] AutoOrder = [GpuLibraries.Cuda, "directml", Cpu];

    /// <summary>Gets the built-in names: <see cref="Auto"/>, <see cref="Cpu"/>, then the rest.</summary>
    public static IReadOnlyList<string> Names { get; } = [Auto, Cpu, .. Known.Select(known => known.Name).Where(name => name != Cpu)];

    /// <summary>Returns whether a name is one of <see cref="Names"/>, ignoring case.</summary>
    /// <param name="name">A provider.</param>
    public static bool IsBuiltIn(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the names of the providers that this build of ONNX Runtime was compiled with. This does not mean that they work.</summary>
    /// <exception cref="BelmException"><c>runtime_missing</c>: oNNX Runtime's native library is missing.</exception>
    public static IReadOnlyList<string> Compiled()
    {
        NativeRuntime.Require();
        var available = OrtEnv.Instance().GetAvailableProviders();
        return [.. Known.Where(known => available.Contains(known.Runtime)).Select(known => known.Name)];
    }

    /// <summary>Returns the providers to try, best first.</summary>
    /// <param name="options">The preferences.</param>
    /// <remarks>
    /// If the NVIDIA driver reports no GPU, or there is no driver, <see cref="Auto"/> silently skips CUDA. If the driver fails in any
    /// other way, CUDA remains a candidate so that its fault is reported.
    /// </remarks>
    /// <exception cref="ExecutionProviderException">An explicit provider is not compiled in, or a GPU is required and there is none.</exception>
    /// <exception cref="BelmException"><c>runtime_missing</c>: oNNX Runtime's native library is missing.</exception>
    public static IReadOnlyList<string> Candidates(DeviceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Candidates(options, Compiled(), GpuLibraries.Here);
    }

    internal static IReadOnlyList<string> Candidates(DeviceOptions options, IReadOnlyList<string> compiled, GpuLibraries cuda)
    {
        if (!IsBuiltIn(options.Provider))
        {
            return options.Library is not null
                ? [options.Provider]
                : throw new ExecutionProviderException(
                    options.Provider, "it is not built in, and Belm:Device:Library names no plugin", fault: ProviderFault.NotInBuild);
        }

        var wanted = options.Provider.ToLowerInvariant();
        if (wanted != Auto && !compiled.Contains(wanted))
        {
            throw new ExecutionProviderException(wanted, $"this build of ONNX Runtime has {string.Join(", ", compiled)}", fault: ProviderFault.NotInBuild);
        }

        var candidates = (wanted == Auto ? AutoOrder.Where(name => compiled.Contains(name) && (name != GpuLibraries.Cuda || cuda.ShowAGpu)) : [wanted])
            .Where(name => !(options.RequireGpu && name == Cpu)).ToList();
        return candidates.Count > 0
            ? candidates
            : throw new ExecutionProviderException(wanted, $"a GPU is required{WhyNone(wanted, compiled, cuda)}", fault: ProviderFault.NotAGpu);
    }

    private static string WhyNone(string wanted, IReadOnlyList<string> compiled, GpuLibraries cuda)
    {
        if (wanted == Cpu)
        {
            return "";
        }

        return compiled.Contains(GpuLibraries.Cuda) && cuda.FaultOf(GpuLibraries.Cuda) is { } fault
            ? $"; {GpuLibraries.Cuda}: {fault.Reason}"
            : $", and this build of ONNX Runtime has {string.Join(", ", compiled)}";
    }

    /// <summary>Creates session options for one provider.</summary>
    /// <param name="provider">A name of <see cref="Candidates(DeviceOptions)"/>.</param>
    /// <param name="options">Threads, device, and the plugin's library.</param>
    /// <returns>Options that the caller disposes.</returns>
    /// <exception cref="ExecutionProviderException">The provider's library, or one that it depends on, cannot be loaded.</exception>
    public static SessionOptions CreateSessionOptions(string provider, DeviceOptions options) => CreateSessionOptions(provider, options, GpuLibraries.Here);

    internal static SessionOptions CreateSessionOptions(string provider, DeviceOptions options, GpuLibraries cuda)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (GpuLibraries.Concern(provider))
        {
            cuda.ThrowIfMissing(provider);
        }

        var session = new SessionOptions
        {
            IntraOpNumThreads = options.Threads,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        try
        {
            Append(session, provider, options);
            return session;
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException or NotSupportedException)
        {
            session.Dispose();
            var fault = RuntimeFault.From(e);
            throw new ExecutionProviderException(provider, fault.Reason, e, fault.Fault);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static void Append(SessionOptions session, string provider, DeviceOptions options)
    {
        switch (provider)
        {
            case Cpu:
                // A memory pattern plans the second run as one block in addition to the memory of the first run: twice the memory without
                // saving time.
                session.EnableMemoryPattern = false;
                session.IntraOpNumThreads = CpuSettings.ThreadsOf(options);
                foreach (var (key, value) in CpuSettings.Entries)
                {
                    session.AddSessionConfigEntry(key, value);
                }

                break;
            case GpuLibraries.Cuda:
                AppendCuda(session, options);
                break;
            case GpuLibraries.TensorRt:
                session.AppendExecutionProvider_Tensorrt(options.DeviceId);
                // Nodes that TensorRT does not support run on CUDA rather than on the CPU.
                AppendCuda(session, options);
                break;
            case "directml":
                session.EnableMemoryPattern = false;
                session.ExecutionMode = ExecutionMode.ORT_SEQUENTIAL;
                session.AppendExecutionProvider_DML(options.DeviceId);
                break;
            case "coreml":
                session.AppendExecutionProvider_CoreML();
                break;
            case "openvino":
                // By default it uses the CPU.
                session.AppendExecutionProvider_OpenVINO(options.RequireGpu ? "GPU" : "");
                break;
            case GpuLibraries.WebGpu:
                session.AppendExecutionProvider("WebGPU");
                break;
            default:
                PluginProviders.Append(session, provider, options);
                break;
        }
    }

    private static void AppendCuda(SessionOptions session, DeviceOptions options)
    {
        using var cuda = new OrtCUDAProviderOptions();
        cuda.UpdateOptions(CudaSettings.Create(options));
        session.AppendExecutionProvider_CUDA(cuda);
    }
}
