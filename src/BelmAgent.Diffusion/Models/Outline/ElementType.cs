namespace BelmAgent.Diffusion.Models.Outline;

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
