using System.Buffers.Binary;
using System.Globalization;

namespace BelmAgent.Diffusion.Graphs;

/// <summary>Reads attributes and values of nodes and tensors.</summary>
internal static class NodeAttributes
{
    // The domain ai.onnx has two names.
    public static bool IsStandard(this NodeProto node) => node.Domain is "" or "ai.onnx";

    public static bool Is(this NodeProto node, params ReadOnlySpan<string> operators) => node.IsStandard() && operators.Contains(node.OpType);

    public static string Label(this NodeProto node) => node.Name.Length > 0 ? node.Name : node.Output.Count > 0 ? node.Output[0] : node.OpType;

    /// <summary>Returns a node and all nodes in its branches and loops.</summary>
    public static IEnumerable<NodeProto> WithInner(this NodeProto node) =>
        node.Attribute.SelectMany(attribute => attribute.G is null ? attribute.Graphs : attribute.Graphs.Append(attribute.G))
            .SelectMany(graph => graph.Node).SelectMany(WithInner).Prepend(node);

    public static string InputOrEmpty(this NodeProto node, int index) => index < node.Input.Count ? node.Input[index] : "";

    public static AttributeProto? Find(this NodeProto node, string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name);

    public static long Int(this NodeProto node, string name, long otherwise) => node.Find(name) is { } found ? found.I : otherwise;

    public static long[]? Ints(this NodeProto node, string name) => node.Find(name) is { } found ? [.. found.Ints] : null;

    public static string Text(this NodeProto node, string name, string otherwise) => node.Find(name) is { } found ? found.S.ToStringUtf8() : otherwise;

    /// <summary>Returns the values of a small tensor whose data is in the file; null for any other.</summary>
    public static double[]? SmallValues(this TensorProto tensor, int most)
    {
        var length = tensor.Dims.Aggregate(1L, (product, size) => product * size);
        if (length > most || tensor.DataLocation == TensorProto.Types.DataLocation.External)
        {
            return null;
        }

        var raw = tensor.RawData.Span;
        var values = new double[length];
        for (var i = 0; i < length; i++)
        {
            var value = (TensorProto.Types.DataType)tensor.DataType switch
            {
                TensorProto.Types.DataType.Float => raw.Length > 0 ? BinaryPrimitives.ReadSingleLittleEndian(raw[(4 * i)..]) : At(tensor.FloatData, i),
                TensorProto.Types.DataType.Double => raw.Length > 0 ? BinaryPrimitives.ReadDoubleLittleEndian(raw[(8 * i)..]) : null,
                TensorProto.Types.DataType.Float16 => raw.Length > 0 ? (double)BinaryPrimitives.ReadHalfLittleEndian(raw[(2 * i)..]) : null,
                TensorProto.Types.DataType.Int64 => raw.Length > 0 ? BinaryPrimitives.ReadInt64LittleEndian(raw[(8 * i)..]) : At(tensor.Int64Data, i),
                TensorProto.Types.DataType.Int32 => raw.Length > 0 ? BinaryPrimitives.ReadInt32LittleEndian(raw[(4 * i)..]) : At(tensor.Int32Data, i),
                TensorProto.Types.DataType.Bool => raw.Length > 0 ? raw[i] : At(tensor.Int32Data, i),
                _ => null,
            };
            if (value is null)
            {
                return null;
            }

            values[i] = value.Value;
        }

        return values;
    }

    private static double? At<T>(IReadOnlyList<T> data, int index)
        where T : IConvertible => index < data.Count ? data[index].ToDouble(CultureInfo.InvariantCulture) : null;
}

/// <summary>The equation of an Einsum node of two factors, such as <c>b i j, b j d -> b i d</c>.</summary>
internal readonly record struct EinsumEquation(string Left, string Right, string Result)
{
    /// <summary>Reads a node's equation; returns null if it does not have two factors and a result, or has an ellipsis.</summary>
    public static EinsumEquation? Parse(NodeProto node) =>
        node.Is("Einsum") && node.Text("equation", "").Replace(" ", "", StringComparison.Ordinal).Split("->") is [var factors, var result]
            && factors.Split(',') is [var left, var right] && !factors.Contains('.', StringComparison.Ordinal)
            ? new EinsumEquation(left, right, result)
            : null;

    /// <summary>Gets whether it is a matrix product for each index of a batch: MatMul under another name.</summary>
    public bool IsMatMul => Left.Length >= 2 && Left.Length == Right.Length && Left.Length == Result.Length
        && Left[..^2] == Right[..^2] && Left[..^2] == Result[..^2]
        && Left[^1] == Right[^2] && Left[^2] == Result[^2] && Right[^1] == Result[^1];

    /// <summary>Returns the result's shape; null when the factors' do not fit.</summary>
    public long[]? Shape(long[] left, long[] right)
    {
        if (left.Length != Left.Length || right.Length != Right.Length)
        {
            return null;
        }

        var sizes = new Dictionary<char, long>();
        foreach (var (label, size) in (Left + Right).Zip([.. left, .. right]))
        {
            sizes[label] = Math.Max(size, sizes.GetValueOrDefault(label));
        }

        return Result.All(sizes.ContainsKey) ? [.. Result.Select(label => sizes[label])] : null;
    }
}
