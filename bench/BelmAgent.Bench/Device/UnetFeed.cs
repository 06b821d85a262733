using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Text;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace BelmAgent.Bench.Device;

/// <summary>Sessions of a UNet as ONNX Runtime runs them by itself, with zeros as input.</summary>
internal sealed class UnetFeed(ModelFolder folder, int rows, LatentShape shape, TextEncoder text) : IDisposable
{
    private readonly RunOptions _options = new();

    /// <summary>Opens a session whose inputs and outputs are in the machine's memory and are passed in each run.</summary>
    public (Action Run, IDisposable? Owned) OpenPlain(DeviceOptions device)
    {
        var owned = new Owned();
        var session = owned.Add(Open(device, new()));
        var inputs = session.InputMetadata.ToDictionary(port => port.Key, port => owned.Add(Zeros(OrtAllocator.DefaultInstance, port.Key, port.Value)));
        string[] outputs = [.. session.OutputMetadata.Keys];
        return (() => session.Run(_options, inputs, outputs).Dispose(), owned);
    }

    /// <summary>
    /// Opens a session whose inputs are copied to the device once; outputs are copied back, because otherwise they may not have been
    /// computed yet.
    /// </summary>
    public (Action Run, IDisposable? Owned) OpenBound(DeviceOptions device) => Bind(device, new());

    /// <summary>
    /// Opens a session that the first run records as a CUDA graph and the others replay; outputs stay on the device, as the graph
    /// requires.
    /// </summary>
    public (Action Run, IDisposable? Owned) OpenCudaGraph(DeviceOptions device) =>
        Bind(device, new() { ["enable_cuda_graph"] = "1", ["use_tf32"] = "0", ["cudnn_conv_algo_search"] = "HEURISTIC" });

    public void Dispose() => _options.Dispose();

    private (Action Run, IDisposable? Owned) Bind(DeviceOptions device, Dictionary<string, string> cuda)
    {
        var owned = new Owned();
        try
        {
            var session = owned.Add(Open(device, cuda));
            var binding = owned.Add(session.CreateIoBinding());
            var outputs = cuda.Count == 0 ? OrtAllocator.DefaultInstance : owned.Add(CudaAllocator(session, device));
            foreach (var (name, port) in session.InputMetadata)
            {
                binding.BindInput(name, owned.Add(Zeros(OrtAllocator.DefaultInstance, name, port)));
            }

            foreach (var (name, port) in session.OutputMetadata)
            {
                binding.BindOutput(name, owned.Add(OrtValue.CreateAllocatedTensorValue(outputs, port.ElementDataType, [rows, shape.Channels, shape.Height, shape.Width])));
            }

            return (
                () =>
                {
                    session.RunWithBinding(_options, binding);
                    binding.SynchronizeBoundOutputs();
                },
                owned);
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    private static OrtAllocator CudaAllocator(InferenceSession session, DeviceOptions device)
    {
        using var memory = new OrtMemoryInfo("Cuda", OrtAllocatorType.DeviceAllocator, device.DeviceId, OrtMemType.Default);
        return new OrtAllocator(session, memory);
    }

    private InferenceSession Open(DeviceOptions device, Dictionary<string, string> cuda)
    {
        using var options = ExecutionProviders.CreateSessionOptions(device.Provider, device);
        if (cuda.Count == 0)
        {
            return new InferenceSession(folder.Model("unet"), options);
        }

        using var graph = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using var settings = new OrtCUDAProviderOptions();
        settings.UpdateOptions(cuda);
        graph.AppendExecutionProvider_CUDA(settings);
        return new InferenceSession(folder.Model("unet"), graph);
    }

    private OrtValue Zeros(OrtAllocator allocator, string name, NodeMetadata port)
    {
        long[] size = name switch
        {
            "sample" => [rows, shape.Channels, shape.Height, shape.Width],
            "encoder_hidden_states" => [rows, text.Length, text.Width],
            _ => port.Dimensions switch { [] => [], [1] => [1], _ => [rows] },
        };
        var value = OrtValue.CreateAllocatedTensorValue(allocator, port.ElementDataType, size);
        value.GetTensorMutableRawData().Clear();
        return value;
    }

    /// <summary>Disposes in reverse order.</summary>
    private sealed class Owned : IDisposable
    {
        private readonly Stack<IDisposable> _things = new();

        public T Add<T>(T thing)
            where T : IDisposable
        {
            _things.Push(thing);
            return thing;
        }

        public void Dispose()
        {
            while (_things.TryPop(out var thing))
            {
                thing.Dispose();
            }
        }
    }
}
