using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models.Outline;
using BelmAgent.Diffusion.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace BelmAgent.Diffusion.Models;

/// <summary>One ONNX file, loaded: a session, its declared inputs and outputs, and the provider that it really runs on.</summary>
/// <remarks>Owns the session. Runs of different <see cref="OnnxRun"/>s may overlap; one run is used by one thread at a time.</remarks>
internal sealed class OnnxModel : IDisposable
{
    private OnnxModel(string path, InferenceSession session, string provider, IReadOnlyList<DeviceFallback> fallbacks)
    {
        Path = path;
        Session = session;
        Provider = provider;
        Fallbacks = fallbacks;
    }

    public string Path { get; }

    public InferenceSession Session { get; }

    public string Provider { get; }

    public IReadOnlyList<DeviceFallback> Fallbacks { get; }

    public IReadOnlyDictionary<string, NodeMetadata> Inputs => Session.InputMetadata;

    public IReadOnlyDictionary<string, NodeMetadata> Outputs => Session.OutputMetadata;

    /// <summary>Loads a file, once it and all that it names are known to be whole and within its folder.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Where to run.</param>
    /// <param name="contract">What its inputs and outputs must be; null to leave that to the caller.</param>
    /// <exception cref="ModelException">The file is missing, broken or does not fit.</exception>
    public static OnnxModel Load(string path, DeviceOptions options, GraphContract? contract = null)
    {
        var outline = OnnxFile.Read(path);
        contract?.Check(path, outline);
        return Load(path, options, session => new InferenceSession(path, session));
    }

    /// <summary>Loads an edited graph in a file's stead. Weights outside the graph are looked for beside the file.</summary>
    public static OnnxModel Load(string path, byte[] graph, DeviceOptions options, GraphContract? contract = null)
    {
        var outline = OnnxFile.Read(path, new MemoryStream(graph, writable: false));
        contract?.Check(path, outline);
        return Load(path, options, session =>
        {
            session.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", System.IO.Path.GetDirectoryName(path)!);
            return new InferenceSession(graph, session);
        });
    }

    private static OnnxModel Load(string path, DeviceOptions options, Func<SessionOptions, InferenceSession> open)
    {
        List<DeviceFallback> fallbacks = [];
        foreach (var provider in ExecutionProviders.Candidates(options))
        {
            try
            {
                return new OnnxModel(path, Open(provider, options, open), provider, fallbacks);
            }
            catch (Exception e) when (provider != ExecutionProviders.Cpu && e is ExecutionProviderException or OnnxRuntimeException)
            {
                var reason = e is ExecutionProviderException unusable ? unusable.Reason : "the model does not load on it";
                fallbacks.Add(new DeviceFallback(provider, reason));
            }
            catch (OnnxRuntimeException e)
            {
                throw new ModelFileBrokenException(path, "ONNX Runtime does not load it; it may be truncated", e);
            }
        }

        throw new ExecutionProviderException(options.Provider, string.Join("; ", fallbacks.Select(f => $"{f.Provider}: {f.Reason}")));
    }

    /// <summary>The only output, or the one with a given name.</summary>
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
            : throw new ModelContractException(Path, $"an output named {string.Join(" or ", names)}", string.Join(", ", Outputs.Keys));
    }

    /// <summary>The input with a given name.</summary>
    public NodeMetadata Input(string name) => Inputs.TryGetValue(name, out var metadata)
        ? metadata
        : throw new ModelContractException(Path, $"an input named {name}", string.Join(", ", Inputs.Keys));

    /// <summary>Refuses inputs that nothing here would feed, and types that nothing here reads or writes.</summary>
    public void ExpectOnly(params ReadOnlySpan<string> names)
    {
        foreach (var name in Inputs.Keys)
        {
            if (!names.Contains(name))
            {
                throw new ModelContractException(Path, $"no input but {string.Join(", ", names)}", string.Join(", ", Inputs.Keys));
            }
        }

        var foreign = Inputs.Concat(Outputs).Where(tensor => !TensorBuffer.Supports(tensor.Value.ElementDataType)).ToList();
        if (foreign.Count > 0)
        {
            throw new ModelContractException(
                Path,
                "inputs and outputs of float32, float16, float64, int64 or int32",
                string.Join(", ", foreign.Select(tensor => $"{tensor.Key} of {tensor.Value.ElementDataType}")));
        }
    }

    public void Dispose() => Session.Dispose();

    private static InferenceSession Open(string provider, DeviceOptions options, Func<SessionOptions, InferenceSession> open)
    {
        using var session = ExecutionProviders.CreateSessionOptions(provider, options);
        return open(session);
    }
}
