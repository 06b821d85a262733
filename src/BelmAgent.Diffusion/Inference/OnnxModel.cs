using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Models;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace BelmAgent.Diffusion.Inference;

/// <summary>An ONNX file: its declared inputs and outputs, the provider that it actually runs on, and a session while one is needed.</summary>
/// <remarks>
/// Owns the session. In low-memory mode the session is closed between runs and opened again by the next one. Runs of different
/// <see cref="OnnxRun"/>s may overlap; each run is used by one thread at a time.
/// </remarks>
internal sealed class OnnxModel : IDisposable
{
    // The highest optimisation level rearranges the weights of convolutions. For Stable Diffusion's UNet this takes eight seconds and a
    // copy in memory to save two hundredths of a step's time; for a small network it is quick and saves a tenth.
    private const long MaxReordered = 1L << 30;

    private readonly Func<InferenceSession>? _reopen;
    private readonly Lock _gate = new();
    private InferenceSession? _session;
    private int _runs;
    private bool _disposed;

    private OnnxModel(string path, InferenceSession session, string provider, IReadOnlyList<DeviceFallback> fallbacks, Func<InferenceSession>? reopen)
    {
        (Path, Provider, Fallbacks, _reopen) = (path, provider, fallbacks, reopen);
        (Inputs, Outputs, Metadata) = (session.InputMetadata, session.OutputMetadata, session.ModelMetadata.CustomMetadataMap);
        _session = session;
        TryUnload();
    }

    public string Path { get; }

    public string Provider { get; }

    public IReadOnlyList<DeviceFallback> Fallbacks { get; }

    public IReadOnlyDictionary<string, NodeMetadata> Inputs { get; }

    public IReadOnlyDictionary<string, NodeMetadata> Outputs { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Gets the bytes of all weights as stored in the file.</summary>
    public double WeightBytes { get; private init; }

    /// <summary>Gets or sets the parts that are unloaded to make room for this one in low-memory mode.</summary>
    public ResidentModels? Residents { get; set; }

    public bool IsLoaded
    {
        get
        {
            lock (_gate)
            {
                return _session is not null;
            }
        }
    }

    /// <summary>Loads a file after checking that it and everything that it refers to are complete and within its folder.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The device on which to run.</param>
    /// <param name="contract">The required inputs and outputs; null to leave the check to the caller.</param>
    /// <param name="onCpu">
    /// Returns an equivalent graph that is faster on the CPU, or null. Called only if the CPU is used; ignored if the graph does not
    /// load.
    /// </param>
    /// <exception cref="ModelException">The file is missing, damaged or does not fit.</exception>
    public static OnnxModel Load(string path, DeviceOptions options, GraphContract? contract = null, Func<byte[]?>? onCpu = null)
    {
        var outline = OnnxFile.Read(path);
        contract?.Check(path, outline);
        return Load(path, null, outline, options, onCpu);
    }

    /// <summary>Loads an edited graph in place of a file. External weights are looked up beside the file.</summary>
    public static OnnxModel Load(string path, byte[] graph, DeviceOptions options, GraphContract? contract = null, Func<byte[]?>? onCpu = null)
    {
        var outline = OnnxFile.Read(path, new MemoryStream(graph, writable: false));
        contract?.Check(path, outline);
        return Load(path, graph, outline, options, onCpu);
    }

    private static OnnxModel Load(string path, byte[]? graph, OnnxOutline outline, DeviceOptions options, Func<byte[]?>? onCpu)
    {
        byte[]? better = null;
        var isAsked = false;
        byte[]? OnCpu()
        {
            (better, isAsked) = (isAsked ? better : onCpu?.Invoke(), true);
            return better;
        }

        List<DeviceFallback> fallbacks = [];
        var linked = LinkedWeights.Find(path, outline);
        foreach (var provider in ExecutionProviders.Candidates(options))
        {
            InferenceSession Open()
            {
                using var session = ExecutionProviders.CreateSessionOptions(provider, options);
                if (provider == ExecutionProviders.Cpu && outline.WeightBytes > MaxReordered)
                {
                    session.GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED;
                }

                if (provider == ExecutionProviders.Cpu && OnCpu() is { } other)
                {
                    try
                    {
                        return Create(path, other, linked, session);
                    }
                    catch (OnnxRuntimeException e) when (!RuntimeFault.IsOutOfMemory(e))
                    {
                        // Not every operator supports every element type; this is reported for the requested type.
                        better = null;
                    }
                }

                return Create(path, graph, linked, session);
            }

            try
            {
                return new OnnxModel(path, Open(), provider, fallbacks, options.LowMemory ? Open : null) { WeightBytes = outline.WeightBytes };
            }
            catch (OnnxRuntimeException e) when (IsLast(provider, options) && RuntimeFault.IsOutOfMemory(e))
            {
                throw new DeviceMemoryException(path, provider, e);
            }
            catch (Exception e) when (provider != ExecutionProviders.Cpu && e is ExecutionProviderException or OnnxRuntimeException)
            {
                var reason = e is ExecutionProviderException unusable ? unusable.Reason : $"the model does not load on it: {RuntimeFault.From(e).Reason}";
                fallbacks.Add(new DeviceFallback(provider, reason));
            }
            catch (OnnxRuntimeException e)
            {
                throw ModelException.Broken(path, "ONNX Runtime does not load it; it may be truncated", e);
            }
        }

        throw Refusal(options, fallbacks);
    }

    /// <summary>Returns the session for a run, which releases it with <see cref="Return"/>.</summary>
    public InferenceSession Rent()
    {
        // Before this model's own lock is taken: two parts that load at once must not wait for each other.
        if (_reopen is not null)
        {
            Residents?.MakeRoomFor(this);
        }

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            try
            {
                _session ??= _reopen!();
            }
            catch (OnnxRuntimeException e)
            {
                throw Explain(e);
            }

            _runs++;
            return _session;
        }
    }

    /// <summary>Releases the session.</summary>
    public void Return()
    {
        lock (_gate)
        {
            _runs--;
        }
    }

    /// <summary>Closes the session if low-memory mode allows it and no run needs it.</summary>
    public void TryUnload()
    {
        lock (_gate)
        {
            if (_reopen is not null && _runs == 0)
            {
                _session?.Dispose();
                _session = null;
            }
        }
    }

    /// <summary>Converts the exception of a failed run to the one for the caller.</summary>
    public Exception Explain(Exception exception) => RuntimeFault.IsOutOfMemory(exception)
        ? new DeviceMemoryException(Path, Provider, exception)
        : ModelException.Broken(Path, "a run failed on " + Provider, exception);

    private static bool IsLast(string provider, DeviceOptions options) =>
        provider == ExecutionProviders.Cpu || provider.Equals(options.Provider, StringComparison.OrdinalIgnoreCase);

    // The CPU was not a candidate: one provider was requested by name, or a GPU is required.
    private static ExecutionProviderException Refusal(DeviceOptions options, List<DeviceFallback> fallbacks) => fallbacks is [var only] && options.Provider != ExecutionProviders.Auto
        ? new ExecutionProviderException(only.Provider, only.Reason)
        : new ExecutionProviderException(
            options.Provider, $"a GPU is required; {string.Join("; ", fallbacks.Select(f => $"{f.Provider}: {f.Reason}"))}", fault: ProviderFault.NotAGpu);

    /// <summary>Returns the only output, or the one with a given name.</summary>
    public string Output(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Outputs.ContainsKey(name))
            {
                return name;
            }
        }

        return Outputs.Count == 1
            ? Outputs.Keys.First()
            : throw ModelException.DoesNotFit(Path, $"an output named {string.Join(" or ", names)}", string.Join(", ", Outputs.Keys));
    }

    /// <summary>Returns the input with a given name.</summary>
    public NodeMetadata Input(string name) => Inputs.TryGetValue(name, out var metadata)
        ? metadata
        : throw ModelException.DoesNotFit(Path, $"an input named {name}", string.Join(", ", Inputs.Keys));

    /// <summary>Refuses inputs that nothing here would feed, and types that are not supported here.</summary>
    public void ExpectOnly(params ReadOnlySpan<string> names)
    {
        foreach (var name in Inputs.Keys)
        {
            if (!names.Contains(name))
            {
                throw ModelException.DoesNotFit(Path, $"no input except {string.Join(", ", names)}", string.Join(", ", Inputs.Keys));
            }
        }

        var foreign = Inputs.Concat(Outputs).Where(tensor => !TensorBuffer.Supports(tensor.Value.ElementDataType)).ToList();
        if (foreign.Count > 0)
        {
            throw ModelException.DoesNotFit(
                Path,
                "inputs and outputs of float32, float16, float64, int64 or int32",
                string.Join(", ", foreign.Select(tensor => $"{tensor.Key} of {tensor.Value.ElementDataType}")));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _session?.Dispose();
            (_session, _disposed) = (null, true);
        }
    }

    private static InferenceSession Create(string path, byte[]? graph, LinkedWeights? linked, SessionOptions session)
    {
        graph = linked?.Apply(graph ?? File.ReadAllBytes(path)) ?? graph;
        if (graph is null)
        {
            return new InferenceSession(path, session);
        }

        session.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", linked?.Folder ?? System.IO.Path.GetDirectoryName(path)!);
        return new InferenceSession(graph, session);
    }
}

/// <summary>The parts that share a device's memory: loading one unloads the others, unless a run needs them.</summary>
/// <remarks>Safe to share between threads.</remarks>
internal sealed class ResidentModels
{
    private readonly IReadOnlyList<OnnxModel> _models;

    public ResidentModels(IReadOnlyList<OnnxModel> models)
    {
        _models = models;
        foreach (var model in models)
        {
            model.Residents = this;
        }
    }

    public void MakeRoomFor(OnnxModel model)
    {
        foreach (var other in _models)
        {
            if (other != model)
            {
                other.TryUnload();
            }
        }
    }
}
