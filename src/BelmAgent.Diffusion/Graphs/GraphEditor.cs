using System.Buffers.Binary;
using BelmAgent.Diffusion.Graphs;
using Google.Protobuf;
using AttributeType = BelmAgent.Diffusion.Graphs.AttributeProto.Types.AttributeType;
using DataType = BelmAgent.Diffusion.Graphs.TensorProto.Types.DataType;

namespace BelmAgent.Diffusion.Graphs;

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

/// <summary>A place in a graph at which nodes are added one after the other. Each method returns the name of the new tensor.</summary>
internal readonly struct GraphSpot(GraphEditor editor, List<NodeProto> nodes)
{
    public string Op(string type, params ReadOnlySpan<string> inputs) => Node(type, inputs).Output[0];

    public string Op(string type, string attribute, long value, params ReadOnlySpan<string> inputs)
    {
        var node = Node(type, inputs);
        node.Attribute.Add(new AttributeProto { Name = attribute, Type = AttributeType.Int, I = value });
        return node.Output[0];
    }

    public string Whole(params ReadOnlySpan<long> values) => Constant(DataType.Int64, [values.Length], [.. values.ToArray().Select(value => (double)value)]);

    public string WholeScalar(long value) => Constant(DataType.Int64, [], [value]);

    public string Number(DataType type, double value) => Constant(type, [], [value]);

    public string Cast(string tensor, DataType from, DataType to) => from == to ? tensor : Op("Cast", "to", (long)to, tensor);

    /// <summary>Creates a tensor under a name that is given.</summary>
    public void Named(string name, string type, params ReadOnlySpan<string> inputs) => Node(type, inputs).Output[0] = name;

    /// <summary>Returns the mean over axes, which go.</summary>
    public string Mean(string tensor, long[] axes, long opset)
    {
        var node = Node("ReduceMean", opset >= 18 ? [tensor, Whole(axes)] : [tensor]);
        node.Attribute.Add(new AttributeProto { Name = "keepdims", Type = AttributeType.Int, I = 0 });
        if (opset < 18)
        {
            var attribute = new AttributeProto { Name = "axes", Type = AttributeType.Ints };
            attribute.Ints.AddRange(axes);
            node.Attribute.Add(attribute);
        }

        return node.Output[0];
    }

    public string[] Split(string tensor, int parts, long opset)
    {
        var node = Node("Split", [tensor]);
        if (opset >= 18)
        {
            node.Attribute.Add(new AttributeProto { Name = "num_outputs", Type = AttributeType.Int, I = parts });
        }

        for (var i = 1; i < parts; i++)
        {
            node.Output.Add(editor.NewName("Split"));
        }

        return [.. node.Output];
    }

    private string Constant(DataType type, ReadOnlySpan<long> shape, ReadOnlySpan<double> values)
    {
        var node = Node("Constant", []);
        node.Attribute.Add(new AttributeProto { Name = "value", Type = AttributeType.Tensor, T = GraphEditor.Numbers(type, shape, values) });
        return node.Output[0];
    }

    /// <summary>Returns the node itself, for what the other methods do not say of it.</summary>
    public NodeProto Node(string type, params ReadOnlySpan<string> inputs)
    {
        var name = editor.NewName(type);
        var node = new NodeProto { Name = name, OpType = type };
        node.Input.AddRange(inputs.ToArray());
        node.Output.Add(name);
        nodes.Add(node);
        return node;
    }
}

/// <summary>Removes unused nodes from a graph.</summary>
internal static class GraphPruning
{
    /// <summary>Removes every node without a path to an output of the graph.</summary>
    public static void Apply(GraphProto graph)
    {
        HashSet<string> needed = [.. graph.Output.Select(output => output.Name)];
        var kept = new List<NodeProto>();
        foreach (var node in graph.Node.Reverse())
        {
            if (node.Output.Any(needed.Contains))
            {
                needed.UnionWith(node.WithInner().SelectMany(inner => inner.Input));
                kept.Add(node);
            }
        }

        kept.Reverse();
        graph.Node.Clear();
        graph.Node.AddRange(kept);
    }
}
