using BelmAgent.Diffusion.Graphs;
using Google.Protobuf;
using AttributeType = BelmAgent.Diffusion.Graphs.AttributeProto.Types.AttributeType;
using DataType = BelmAgent.Diffusion.Graphs.TensorProto.Types.DataType;

namespace BelmAgent.Diffusion.Tests.AttentionControl;

/// <summary>Builds a UNet of four attention layers node by node, with places for variations.</summary>
internal sealed class GraphSketch
{
    public const int Channels = 4;
    public const int TextWidth = 6;
    public const int Side = 4;
    public const int Words = 5;
    private const int Width = 8;

    private readonly Random _random = new(5);
    private readonly GraphProto _graph = new() { Name = "sketch" };
    private readonly DataType _type;
    private int _count;

    public GraphSketch(long opset = 17, DataType type = DataType.Float)
    {
        _type = type;
        Model = new ModelProto { IrVersion = 8, Graph = _graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = opset } } };
        Input("sample", "batch", Channels, Side, Side);
        Input("timestep", 1);
        Input("encoder_hidden_states", "batch", Words, TextWidth);
    }

    public ModelProto Model { get; }

    /// <summary>Gets the layout of the heads: [B, H, N, d], or [B·H, N, d].</summary>
    public bool HeadsInRows { get; init; }

    /// <summary>Gets whether the heads come before the rows of the batch, as no exporter does.</summary>
    public bool HeadsFirst { get; init; }

    /// <summary>Gets the function that writes a product. Default: MatMul.</summary>
    public Func<GraphSketch, string, string, string> Times { get; init; } = (sketch, a, b) => sketch.Op("MatMul", a, b);

    /// <summary>Gets the function that writes a map from scores. Default: Softmax over the last axis.</summary>
    public Func<GraphSketch, string, string> Map { get; init; } = (sketch, scores) => sketch.Op("Softmax", scores);

    /// <summary>Gets the function that writes nodes between the map and the values. Default: none.</summary>
    public Func<GraphSketch, string, string> AfterMap { get; init; } = (_, map) => map;

    public string Op(string type, params string[] inputs) => Node(type, inputs).Output[0];

    public NodeProto Node(string type, params string[] inputs)
    {
        var node = new NodeProto { OpType = type, Output = { $"t{_count++}" } };
        node.Input.AddRange(inputs);
        _graph.Node.Add(node);
        return node;
    }

    public string Transpose(string tensor, params long[] perm)
    {
        var node = Node("Transpose", tensor);
        var attribute = new AttributeProto { Name = "perm", Type = AttributeType.Ints };
        attribute.Ints.AddRange(perm);
        node.Attribute.Add(attribute);
        return node.Output[0];
    }

    public string Einsum(string equation, string left, string right)
    {
        var node = Node("Einsum", left, right);
        node.Attribute.Add(new AttributeProto { Name = "equation", Type = AttributeType.String, S = ByteString.CopyFromUtf8(equation) });
        return node.Output[0];
    }

    public string Reshape(string tensor, params long[] shape) =>
        Op("Reshape", tensor, Add(GraphEditor.Numbers(DataType.Int64, [shape.Length], [.. shape.Select(size => (double)size)])));

    public string Weight(params long[] shape) => Add(GraphEditor.Numbers(
        _type, shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => _random.NextDouble() - 0.5)]));

    public string Scalar(double value) => Add(GraphEditor.Numbers(_type, [], [value]));

    public string Linear(string tensor, int from, int to) => Op("MatMul", tensor, Weight(from, to));

    /// <summary>Adds an attention layer with input and output [B, N, width].</summary>
    public string Attend(string hidden, string context, int contextWidth = Width, int heads = 2)
    {
        var tokens = context == hidden ? Side * Side : Words;
        string Split(string tensor, int count)
        {
            var split = Transpose(Reshape(tensor, 0, -1, heads, Width / heads), HeadsFirst ? [2, 0, 1, 3] : [0, 2, 1, 3]);
            return HeadsInRows || HeadsFirst ? Reshape(split, -1, count, Width / heads) : split;
        }

        var q = Split(Linear(hidden, Width, Width), Side * Side);
        var (k, v) = (Split(Linear(context, contextWidth, Width), tokens), Split(Linear(context, contextWidth, Width), tokens));
        var scores = Times(this, q, HeadsInRows || HeadsFirst ? Transpose(k, 0, 2, 1) : Transpose(k, 0, 1, 3, 2));
        var merged = Times(this, AfterMap(this, Map(this, scores)), v);
        merged = HeadsInRows || HeadsFirst ? Reshape(merged, -1, heads, Side * Side, Width / heads) : merged;
        return Op("Add", hidden, Reshape(Transpose(merged, 0, 2, 1, 3), 0, -1, Width));
    }

    public string Begin() => Linear(Reshape(Transpose("sample", 0, 2, 3, 1), 0, -1, Channels), Channels, Width);

    /// <summary>Finishes the model.</summary>
    public ModelProto End(string hidden)
    {
        var picture = Node("Reshape", Transpose(Linear(hidden, Width, Channels), 0, 2, 1), Op("Shape", "sample"));
        picture.Output[0] = "out_sample";
        _graph.Output.Add(Declare("out_sample", "batch", Channels, Side, Side));
        return Model;
    }

    /// <summary>Creates an entire UNet: twice a self layer and a cross layer, with two heads and with four.</summary>
    public ModelProto Unet()
    {
        var hidden = Begin();
        foreach (var heads in (int[])[2, 4])
        {
            hidden = Attend(hidden, hidden, heads: heads);
            hidden = Attend(hidden, "encoder_hidden_states", TextWidth, heads);
        }

        return End(hidden);
    }

    private string Add(TensorProto tensor)
    {
        tensor.Name = $"w{_graph.Initializer.Count}";
        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private void Input(string name, params object[] dims) => _graph.Input.Add(Declare(name, dims));

    private ValueInfoProto Declare(string name, params object[] dims)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(dims.Select(dim => dim is int size
            ? new TensorShapeProto.Types.Dimension { DimValue = size }
            : new TensorShapeProto.Types.Dimension { DimParam = (string)dim }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)_type, Shape = shape } } };
    }
}
