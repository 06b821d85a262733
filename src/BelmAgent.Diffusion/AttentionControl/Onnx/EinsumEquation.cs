namespace BelmAgent.Diffusion.AttentionControl.Onnx;

/// <summary>The equation of an Einsum node of two factors, such as <c>b i j, b j d -> b i d</c>.</summary>
internal readonly record struct EinsumEquation(string Left, string Right, string Result)
{
    /// <summary>Reads a node's equation; returns null if it does not have two factors and a result, or has an ellipsis.</summary>
    public static EinsumEquation? Of(NodeProto node) =>
        node.Is("Einsum") && node.Text("equation", "").Replace(" ", "", StringComparison.Ordinal).Split("->") is [var factors, var result]
            && factors.Split(',') is [var left, var right] && !factors.Contains('.', StringComparison.Ordinal)
            ? new EinsumEquation(left, right, result)
            : null;

    /// <summary>Gets whether it is a batched matrix product, equivalent to MatMul.</summary>
    public bool IsMatMul => Left.Length >= 2 && Left.Length == Right.Length && Left.Length == Result.Length
        && Left[..^2] == Right[..^2] && Left[..^2] == Result[..^2]
        && Left[^1] == Right[^2] && Left[^2] == Result[^2] && Right[^1] == Result[^1];

    /// <summary>Returns the shape of the result; null if the shapes of the factors do not fit.</summary>
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
