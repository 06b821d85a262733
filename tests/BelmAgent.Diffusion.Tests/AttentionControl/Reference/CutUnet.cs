using BelmAgent.Diffusion.Graphs;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using DataType = BelmAgent.Diffusion.Graphs.TensorProto.Types.DataType;

namespace BelmAgent.Diffusion.Tests.AttentionControl.Reference;

/// <summary>
/// An unmodified UNet cut open at its attention: every map, and every key and value of a self layer, is an output, and its consumers
/// take an input instead. The host runs it layer by layer, mixing between the two sides of each cut.
/// </summary>
/// <remarks>It finds layers by the modules' names alone and runs without optimisation, so it shares nothing with the code under test.</remarks>
internal sealed class CutUnet : IDisposable
{
    private const string Noise = "out_sample";
    private readonly InferenceSession _open;
    private readonly InferenceSession _cut;

    public CutUnet(string path)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        Layers = [.. model.Graph.Node.Where(node => node.OpType == "Softmax").Select(softmax => Layer(model.Graph, softmax))];
        var tensors = Layers.SelectMany(layer => layer.KeysAndValues.Append(layer.Probabilities)).ToArray();
        foreach (var tensor in tensors)
        {
            model.Graph.Output.Add(Declare(tensor));
        }

        _open = Load(path, model);
        foreach (var tensor in tensors)
        {
            model.Graph.Input.Add(Declare(Mixed(tensor)));
            foreach (var node in model.Graph.Node)
            {
                for (var i = 0; i < node.Input.Count; i++)
                {
                    node.Input[i] = node.Input[i] == tensor ? Mixed(tensor) : node.Input[i];
                }
            }
        }

        _cut = Load(path, model);
    }

    /// <summary>Gets the layers in execution order.</summary>
    public IReadOnlyList<CutLayer> Layers { get; }

    /// <summary>Returns every map, key and value without control.</summary>
    public Dictionary<string, HostTensor> Observe(UnetRows rows)
    {
        using var inputs = new Feed(rows, _open);
        return Run(_open, inputs, [.. Layers.SelectMany(layer => layer.KeysAndValues.Append(layer.Probabilities))]);
    }

    /// <summary>Returns the predicted noise of all rows, with the inputs of each cut computed from its outputs.</summary>
    /// <param name="rows">The batch.</param>
    /// <param name="mix">Computes the replacement of a layer's tensor, by name.</param>
    public float[] Run(UnetRows rows, Func<CutLayer, string, HostTensor, HostTensor> mix)
    {
        using var inputs = new Feed(rows, _cut);
        foreach (var (name, tensor) in Observe(rows))
        {
            inputs.Set(Mixed(name), tensor);
        }

        foreach (var layer in Layers)
        {
            Stage(layer, layer.KeysAndValues);
            Stage(layer, [layer.Probabilities]);
        }

        return Run(_cut, inputs, [Noise])[Noise].Values;

        // Tensors behind the current stage are still without control, and are read only in their own stage.
        void Stage(CutLayer layer, IReadOnlyList<string> names)
        {
            if (names.Count > 0)
            {
                foreach (var (name, tensor) in Run(_cut, inputs, names))
                {
                    inputs.Set(Mixed(name), mix(layer, name, tensor));
                }
            }
        }
    }

    public void Dispose()
    {
        _open.Dispose();
        _cut.Dispose();
    }

    private static string Mixed(string tensor) => tensor + "/mixed";

    private static CutLayer Layer(GraphProto graph, NodeProto softmax)
    {
        var module = softmax.Name[..softmax.Name.LastIndexOf('/')];
        string Projection(string name) => graph.Node.Single(node => node.Name == $"{module}/{name}/MatMul").Output[0];
        return module.EndsWith("/attn2", StringComparison.Ordinal) ? new CutLayer(true, softmax.Output[0], [])
            : module.EndsWith("/attn1", StringComparison.Ordinal) ? new CutLayer(false, softmax.Output[0], [Projection("to_k"), Projection("to_v")])
            : throw new InvalidOperationException($"{softmax.Name} is in no attention layer that has its usual name.");
    }

    private static ValueInfoProto Declare(string name) => new()
    {
        Name = name,
        Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float } },
    };

    private static InferenceSession Load(string path, ModelProto model)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL };
        options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", Path.GetDirectoryName(path)!);
        return new InferenceSession(model.ToByteArray(), options);
    }

    private static Dictionary<string, HostTensor> Run(InferenceSession session, Feed feed, IReadOnlyList<string> names)
    {
        using var options = new RunOptions();
        using var outputs = session.Run(options, feed.Names, feed.Values, names);
        return names.Zip(outputs).ToDictionary(
            pair => pair.First,
            pair => new HostTensor(pair.Second.GetTensorTypeAndShape().Shape, pair.Second.GetTensorDataAsSpan<float>().ToArray()));
    }
}
