using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Models;
using DataType = BelmAgent.Diffusion.Graphs.TensorProto.Types.DataType;

namespace BelmAgent.Diffusion.Graphs;

/// <summary>
/// Propagates shapes, and the small integers from which shapes are computed, through a UNet's graph at its native size: like a run,
/// but without weights. Unknown operators are assumed to keep the shape of their first input; readers check what they derive from the
/// result.
/// </summary>
internal sealed class ShapeWalk
{
    // Not 1, which broadcasts, and not 2, which is a likely number of heads.
    private const int ProbedRows = 3;
    private const int ProbedWords = 77;
    private const int MaxValues = 64;

    private readonly Dictionary<string, TensorFact> _facts = [];

    private ShapeWalk(long opset, LatentShape native) => (Opset, Native) = (opset, native);

    public long Opset { get; }

    public LatentShape Native { get; }

    /// <summary>Gets the number of batch rows in the probed shapes.</summary>
    public long Rows { get; private set; }

    /// <summary>Gets the number of text tokens in the probed shapes.</summary>
    public long Words { get; private set; }

    public TensorFact this[string tensor] => _facts.GetValueOrDefault(tensor, TensorFact.Unknown);

    public static ShapeWalk Over(ModelProto model, LatentShape native)
    {
        var opset = model.OpsetImport.FirstOrDefault(set => set.Domain is "" or "ai.onnx")?.Version ?? 0;
        var walk = new ShapeWalk(opset, native);
        foreach (var tensor in model.Graph.Initializer)
        {
            walk._facts[tensor.Name] = Constant(tensor);
        }

        foreach (var input in model.Graph.Input.Where(input => !walk._facts.ContainsKey(input.Name)))
        {
            walk.Feed(input);
        }

        foreach (var node in model.Graph.Node)
        {
            walk.Step(node);
        }

        return walk;
    }

    private static TensorFact Constant(TensorProto tensor) =>
        new((DataType)tensor.DataType, [.. tensor.Dims], tensor.SmallValues(MaxValues));

    private void Feed(ValueInfoProto input)
    {
        var type = input.Type?.TensorType;
        var declared = type?.Shape?.Dim.Select(dim => dim.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue ? dim.DimValue : 0).ToArray();
        long Size(int axis, long otherwise) => declared is not null && axis < declared.Length && declared[axis] > 0 ? declared[axis] : otherwise;
        var element = (DataType)(type?.ElemType ?? 0);
        switch (input.Name)
        {
            case "sample":
                Rows = Size(0, ProbedRows);
                _facts[input.Name] = new(element, [Rows, Size(1, Native.Channels), Size(2, Native.Height), Size(3, Native.Width)], null, InputSources.Sample);
                break;
            case "encoder_hidden_states":
                Words = Size(1, ProbedWords);
                _facts[input.Name] = new(element, [Size(0, ProbedRows), Words, Size(2, 768)], null, InputSources.Text);
                break;
            default:
                _facts[input.Name] = new(element, declared?.Select(size => size > 0 ? size : ProbedRows).ToArray(), null, InputSources.Other);
                break;
        }
    }

    private void Step(NodeProto node)
    {
        var inputs = node.Input.Select(name => name.Length > 0 ? this[name] : TensorFact.Unknown).ToArray();
        var sources = node.Is("Shape", "Size") ? InputSources.None : inputs.Aggregate(InputSources.None, (all, input) => all | input.Sources);
        var facts = Infer(node, inputs);
        for (var i = 0; i < node.Output.Count; i++)
        {
            _facts[node.Output[i]] = (i < facts.Length ? facts[i] : TensorFact.Unknown) with { Sources = sources };
        }
    }

    private TensorFact[] Infer(NodeProto node, TensorFact[] inputs)
    {
        if (node.Is("Constant"))
        {
            return [FromConstant(node)];
        }

        var type = ElementTypes.Infer(node, inputs);
        try
        {
            if (node.Is("Split"))
            {
                return [.. Split(node, inputs).Select(part => new TensorFact(type, part))];
            }

            var shape = ShapeRules.Infer(node, inputs, Opset);
            var values = shape is not null && Length(shape) <= MaxValues ? ValueRules.Infer(node, inputs, shape) : null;
            return [new TensorFact(type, shape, values)];
        }
        catch (Exception exception) when (exception is IndexOutOfRangeException or ArgumentException or ArithmeticException)
        {
            // The node is not valid for its operator: nothing can be derived from it, and ONNX Runtime will report the error.
            return [new TensorFact(type, null)];
        }
    }

    private static long[]?[] Split(NodeProto node, TensorFact[] inputs)
    {
        if (inputs[0].Shape is not { } shape)
        {
            return [];
        }

        var axis = ShapeRules.Axis(node.Int("axis", 0), shape.Length);
        var parts = node.Output.Count;
        var sizes = inputs.Length > 1 && inputs[1].Values is { } given ? [.. given.Select(size => (long)size)]
            : node.Ints("split")
            ?? [.. Enumerable.Range(0, parts).Select(i => Math.Min((shape[axis] + parts - 1) / parts, Math.Max(0, shape[axis] - (i * ((shape[axis] + parts - 1) / parts)))))];
        return [.. sizes.Select(size => ShapeRules.With(shape, axis, size))];
    }

    private static TensorFact FromConstant(NodeProto node)
    {
        foreach (var attribute in node.Attribute)
        {
            switch (attribute.Name)
            {
                case "value":
                    return Constant(attribute.T);
                case "value_int":
                    return new(DataType.Int64, [], [attribute.I]);
                case "value_float":
                    return new(DataType.Float, [], [attribute.F]);
                case "value_ints":
                    return new(DataType.Int64, [attribute.Ints.Count], [.. attribute.Ints.Select(value => (double)value)]);
                case "value_floats":
                    return new(DataType.Float, [attribute.Floats.Count], [.. attribute.Floats.Select(value => (double)value)]);
            }
        }

        return TensorFact.Unknown;
    }

    private static long Length(long[] shape) => shape.Aggregate(1L, (product, size) => product * size);
}

/// <summary>Facts about a tensor that are known without running the graph.</summary>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Its shape at the probed sizes; null if unknown.</param>
/// <param name="Values">Its values, if they are few and follow from shapes and constants; otherwise null.</param>
/// <param name="Sources">The graph inputs from which its data, not only its shape, is computed.</param>
internal sealed record TensorFact(TensorProto.Types.DataType Type, long[]? Shape, double[]? Values = null, InputSources Sources = InputSources.None)
{
    public static TensorFact Unknown { get; } = new(TensorProto.Types.DataType.Undefined, null);

    /// <summary>Gets the elements in all; -1 when unknown.</summary>
    public long Length => Shape is null ? -1 : Shape.Aggregate(1L, (product, size) => product * size);
}

/// <summary>Graph inputs from which a tensor's data is computed.</summary>
[Flags]
internal enum InputSources
{
    /// <summary>Only weights and constants.</summary>
    None = 0,

    /// <summary><c>sample</c>.</summary>
    Sample = 1,

    /// <summary><c>encoder_hidden_states</c>.</summary>
    Text = 2,

    /// <summary>Any other input.</summary>
    Other = 4,
}

/// <summary>Determines the element type of an operator's output.</summary>
internal static class ElementTypes
{
    public static DataType Infer(NodeProto node, TensorFact[] inputs) => node.OpType switch
    {
        "Cast" => (DataType)node.Int("to", 0),
        "CastLike" or "Where" => inputs.ElementAtOrDefault(1)?.Type ?? DataType.Undefined,
        "Shape" or "Size" or "NonZero" or "ArgMax" or "ArgMin" => DataType.Int64,
        "Equal" or "Less" or "LessOrEqual" or "Greater" or "GreaterOrEqual" or "Not" or "And" or "Or" or "Xor" or "IsNaN" or "IsInf" => DataType.Bool,
        "ConstantOfShape" => (DataType)(node.Find("value")?.T.DataType ?? (int)DataType.Float),
        "RandomNormalLike" or "RandomUniformLike" or "EyeLike" when node.Find("dtype") is { } type => (DataType)type.I,
        "DequantizeLinear" => inputs.ElementAtOrDefault(1)?.Type ?? DataType.Undefined,
        _ => inputs.FirstOrDefault()?.Type ?? DataType.Undefined,
    };
}
