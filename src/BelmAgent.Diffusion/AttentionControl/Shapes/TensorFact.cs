using BelmAgent.Diffusion.AttentionControl.Onnx;

namespace BelmAgent.Diffusion.AttentionControl.Shapes;

/// <summary>Facts about a tensor that are known without running the graph.</summary>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Its shape at the probed sizes; null if unknown.</param>
/// <param name="Values">Its values, if they are few and follow from shapes and constants; otherwise null.</param>
/// <param name="Sources">The graph inputs from which its data, not only its shape, is computed.</param>
internal sealed record TensorFact(TensorProto.Types.DataType Type, long[]? Shape, double[]? Values = null, InputSources Sources = InputSources.None)
{
    public static TensorFact Unknown { get; } = new(TensorProto.Types.DataType.Undefined, null);

    /// <summary>Gets the total number of elements; -1 if unknown.</summary>
    public long Length => Shape is null ? -1 : Shape.Aggregate(1L, (product, size) => product * size);
}
