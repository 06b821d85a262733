using System.Buffers.Binary;
using BelmAgent.Diffusion.AttentionControl.Onnx;
using Google.Protobuf;
using DataType = BelmAgent.Diffusion.AttentionControl.Onnx.TensorProto.Types.DataType;

namespace BelmAgent.Diffusion.AttentionControl.Editing;

/// <summary>Adds nodes to a graph, each in front of an existing node, so that producers stay before consumers.</summary>
/// <param name="graph">The graph.</param>
/// <param name="prefix">The prefix for the names of new nodes.</param>
internal sealed class GraphEditor(GraphProto graph, string prefix)
{
    private readonly List<NodeProto> _prelude = [];
    private readonly List<NodeProto> _postlude = [];
    private readonly Dictionary<NodeProto, List<NodeProto>> _before = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<NodeProto, List<NodeProto>> _after = new(ReferenceEqualityComparer.Instance);
    private int _count;

    /// <summary>Gets the start of the graph, for nodes that need only graph inputs.</summary>
    public GraphSpot Start => new(this, _prelude);

    /// <summary>Gets the end of the graph.</summary>
    public GraphSpot End => new(this, _postlude);

    public GraphSpot Before(NodeProto node) => new(this, At(_before, node));

    public GraphSpot After(NodeProto node) => new(this, At(_after, node));

    /// <summary>Declares a float32 input of the graph. A size of 0 means a free dimension named after the text's length.</summary>
    public void Input(string name, params ReadOnlySpan<long> shape) => graph.Input.Add(Declare(name, "control_words", shape));

    /// <summary>Declares a float32 input of the graph with one number for each row of the batch.</summary>
    public void RowsInput(string name) => graph.Input.Add(Declare(name, "control_rows", [0]));

    /// <summary>Declares an existing float32 tensor as an output of the graph. A size of 0 is free.</summary>
    public void Output(string name, params ReadOnlySpan<long> shape) => graph.Output.Add(Declare(name, "control_queries", shape));

    /// <summary>Adds the nodes to the graph.</summary>
    public void Apply()
    {
        List<NodeProto> nodes = [.. _prelude];
        foreach (var node in graph.Node)
        {
            nodes.AddRange(_before.GetValueOrDefault(node, []));
            nodes.Add(node);
            nodes.AddRange(_after.GetValueOrDefault(node, []));
        }

        nodes.AddRange(_postlude);
        graph.Node.Clear();
        graph.Node.AddRange(nodes);
    }

    internal string NewName(string hint) => $"{prefix}{_count++}/{hint}";

    internal static TensorProto Numbers(DataType type, ReadOnlySpan<long> shape, ReadOnlySpan<double> values)
    {
        var size = type switch { DataType.Int64 or DataType.Double => 8, DataType.Float => 4, _ => 2 };
        var raw = new byte[values.Length * size];
        for (var i = 0; i < values.Length; i++)
        {
            var place = raw.AsSpan(i * size);
            switch (type)
            {
                case DataType.Int64:
                    BinaryPrimitives.WriteInt64LittleEndian(place, (long)values[i]);
                    break;
                case DataType.Float:
                    BinaryPrimitives.WriteSingleLittleEndian(place, (float)values[i]);
                    break;
                case DataType.Double:
                    BinaryPrimitives.WriteDoubleLittleEndian(place, values[i]);
                    break;
                case DataType.Float16:
                    BinaryPrimitives.WriteHalfLittleEndian(place, (Half)values[i]);
                    break;
                case DataType.Bfloat16:
                    BinaryPrimitives.WriteUInt16LittleEndian(place, (ushort)(BitConverter.SingleToUInt32Bits((float)values[i]) >> 16));
                    break;
                default:
                    throw new NotSupportedException($"Attention in {type} is not supported.");
            }
        }

        var tensor = new TensorProto { DataType = (int)type, RawData = UnsafeByteOperations.UnsafeWrap(raw) };
        tensor.Dims.AddRange(shape.ToArray());
        return tensor;
    }

    private static List<NodeProto> At(Dictionary<NodeProto, List<NodeProto>> lists, NodeProto node)
    {
        if (!lists.TryGetValue(node, out var list))
        {
            lists.Add(node, list = []);
        }

        return list;
    }

    private static ValueInfoProto Declare(string name, string free, ReadOnlySpan<long> shape)
    {
        var dims = new TensorShapeProto();
        foreach (var size in shape)
        {
            dims.Dim.Add(size > 0 ? new TensorShapeProto.Types.Dimension { DimValue = size } : new TensorShapeProto.Types.Dimension { DimParam = free });
        }

        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float, Shape = dims } },
        };
    }
}
