using System.Text.Json.Serialization;

namespace BelmAgent.Diffusion.Graphs;

/// <summary>The declarations of an ONNX file: everything but the content of the weights.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed class OnnxOutline
{
    /// <summary>Gets the version of ONNX's file format.</summary>
    public long IrVersion { get; init; }

    /// <summary>Gets the program that wrote the file, such as "pytorch 2.4.0"; empty if it is not given.</summary>
    public string Producer { get; init; } = "";

    /// <summary>Gets the version of each operator set, by domain; the standard's is "ai.onnx".</summary>
    public required IReadOnlyDictionary<string, long> Opsets { get; init; }

    /// <summary>Gets the inputs that a run is given, so without those that are weights.</summary>
    public required IReadOnlyList<GraphPort> Inputs { get; init; }

    public required IReadOnlyList<GraphPort> Outputs { get; init; }

    /// <summary>Gets all tensors, those within nodes, sub-graphs and functions included.</summary>
    public required IReadOnlyList<StoredTensor> Tensors { get; init; }

    /// <summary>Gets the element type of most of the weights' bytes; null where there are no weights.</summary>
    public string? WeightType => Tensors.Where(tensor => ElementType.Bits(tensor.Type) is not null)
        .GroupBy(tensor => tensor.Type)
        .OrderByDescending(group => group.Sum(tensor => (double)(tensor.Bytes() ?? 0)))
        .Select(group => ElementType.Name(group.Key))
        .FirstOrDefault();

    /// <summary>Gets the bytes of all weights, within the file and beside it.</summary>
    public double WeightBytes => Tensors.Sum(tensor => (double)(tensor.Bytes() ?? 0));

    public GraphPort? Input(string name) => Inputs.FirstOrDefault(input => input.Name == name);

    public GraphPort? Output(string name) => Outputs.FirstOrDefault(output => output.Name == name);
}

/// <summary>An input or output that a graph declares.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Element type, such as float32, float16 or int64; "none" if it is not a tensor.</param>
/// <param name="Dimensions">Sizes, each a number, the name of a free dimension, or "?"; null if the rank is not declared.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record GraphPort(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("dtype")] string Type,
    [property: JsonPropertyName("shape")] IReadOnlyList<string>? Dimensions)
{
    /// <summary>Returns name, type and shape on one line, as in "sample float32[batch, 4, 64, 64]".</summary>
    public override string ToString() => $"{Name} {Type}[{(Dimensions is null ? "…" : string.Join(", ", Dimensions))}]";

    /// <summary>Returns the size along a dimension; null where it is free or not declared.</summary>
    internal long? Size(int dimension) =>
        Dimensions is not null && dimension < Dimensions.Count && long.TryParse(Dimensions[dimension], out var size) && size > 0 ? size : null;
}

/// <summary>Weights in a graph, without their content.</summary>
/// <param name="Name">Name of the tensor; may be empty.</param>
/// <param name="Type">ONNX's number for the element type.</param>
/// <param name="Dimensions">The shape.</param>
/// <param name="RawLength">Bytes of its content in the graph's file as raw data; null if it is stored in another form.</param>
/// <param name="IsExternal">Whether the content is in a file beside the graph.</param>
/// <param name="External">Its reference to that file: location, offset, length and possibly more.</param>
internal sealed record StoredTensor(
    string Name, int Type, IReadOnlyList<long> Dimensions, long? RawLength, bool IsExternal, IReadOnlyList<KeyValuePair<string, string>> External)
{
    /// <summary>Returns the bytes that the shape and the type ask for; null where the type has no fixed size.</summary>
    /// <exception cref="InvalidDataException">A size is negative, or the total is larger than any file.</exception>
    public long? Bytes()
    {
        if (ElementType.Bits(Type) is not { } bits)
        {
            return null;
        }

        try
        {
            var elements = 1L;
            foreach (var size in Dimensions)
            {
                elements = size >= 0 ? checked(elements * size) : throw new InvalidDataException($"the weights '{Name}' have a size of {size}");
            }

            return checked((elements * bits + 7) / 8);
        }
        catch (OverflowException e)
        {
            throw new InvalidDataException($"the weights '{Name}' are larger than any file", e);
        }
    }
}

/// <summary>ONNX's element types: their names and sizes in bits.</summary>
internal static class ElementType
{
    public const int Text = 8;

    private static readonly Dictionary<int, (string Name, int Bits)> Known = new()
    {
        [1] = ("float32", 32), [2] = ("uint8", 8), [3] = ("int8", 8), [4] = ("uint16", 16), [5] = ("int16", 16), [6] = ("int32", 32),
        [7] = ("int64", 64), [Text] = ("string", 0), [9] = ("bool", 8), [10] = ("float16", 16), [11] = ("float64", 64), [12] = ("uint32", 32),
        [13] = ("uint64", 64), [14] = ("complex64", 64), [15] = ("complex128", 128), [16] = ("bfloat16", 16), [17] = ("float8e4m3fn", 8),
        [18] = ("float8e4m3fnuz", 8), [19] = ("float8e5m2", 8), [20] = ("float8e5m2fnuz", 8), [21] = ("uint4", 4), [22] = ("int4", 4),
    };

    public static string Name(int type) => Known.TryGetValue(type, out var known) ? known.Name : $"type {type}";

    /// <summary>Returns the bits of an element; null for a type without a fixed size or an unknown type.</summary>
    public static int? Bits(int type) => Known.TryGetValue(type, out var known) && known.Bits > 0 ? known.Bits : null;
}
