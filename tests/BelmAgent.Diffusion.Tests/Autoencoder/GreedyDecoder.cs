using System.Text.Json;
using BelmAgent.Diffusion.Graphs;
using Google.Protobuf;
using DataType = BelmAgent.Diffusion.Graphs.TensorProto.Types.DataType;

namespace BelmAgent.Diffusion.Tests.Autoencoder;

/// <summary>
/// ToyTown with a decoder that shows the first three channels of a latent, and needs 256 TiB of memory if the latent has at least
/// twice the elements of 4×32×32.
/// </summary>
internal sealed class GreedyDecoder : IDisposable
{
    private const long Much = 1L << 46;
    private readonly GraphProto _graph = new() { Name = "greedy" };

    public GreedyDecoder(int tile)
    {
        foreach (var file in Directory.EnumerateFiles(ToyTown.Path, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(ToyTown.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        File.WriteAllText(
            Path.Combine(Folder, "vae_decoder", "config.json"),
            JsonSerializer.Serialize(new { block_out_channels = new[] { 1 }, latent_channels = 4, sample_size = tile, scaling_factor = 1 }));
        File.WriteAllBytes(Path.Combine(Folder, "vae_decoder", "model.onnx"), Draw());
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("belm-greedy-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private byte[] Draw()
    {
        _graph.Input.Add(Declare("latent_sample", 4));
        _graph.Output.Add(Declare("sample", 3));
        var elements = Op("ReduceProd", Op("Shape", "latent_sample"));
        var excess = Op("Sub", Op("Div", elements, Number(4 * 32 * 32)), Number(1));
        var memory = Op("ConstantOfShape", Op("Add", Op("Mul", excess, Number(Much)), Number(1)));
        Into("sample", "Add", Op("Slice", "latent_sample", Number(0), Number(3), Number(1)), Op("ReduceMax", memory));
        return new ModelProto { IrVersion = 8, Graph = _graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 17 } } }.ToByteArray();
    }

    private string Op(string type, params ReadOnlySpan<string> inputs) => Into($"t{_graph.Node.Count}", type, inputs);

    private string Into(string to, string type, params ReadOnlySpan<string> inputs)
    {
        var node = new NodeProto { OpType = type, Output = { to } };
        node.Input.AddRange(inputs.ToArray());
        _graph.Node.Add(node);
        return to;
    }

    private string Number(long value)
    {
        var tensor = GraphEditor.Numbers(DataType.Int64, [1], [value]);
        tensor.Name = $"n{_graph.Initializer.Count}";
        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private static ValueInfoProto Declare(string name, long channels)
    {
        var shape = new TensorShapeProto
        {
            Dim =
            {
                new TensorShapeProto.Types.Dimension { DimValue = 1 }, new TensorShapeProto.Types.Dimension { DimValue = channels },
                new TensorShapeProto.Types.Dimension { DimParam = "h" }, new TensorShapeProto.Types.Dimension { DimParam = "w" },
            },
        };
        return new() { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float, Shape = shape } } };
    }
}
