using BelmAgent.Diffusion.AttentionControl.Onnx;
using DataType = BelmAgent.Diffusion.AttentionControl.Onnx.TensorProto.Types.DataType;

namespace BelmAgent.Diffusion.AttentionControl.Shapes;

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
