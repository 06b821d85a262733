using BelmAgent.Diffusion.AttentionControl.Onnx;

namespace BelmAgent.Diffusion.AttentionControl.Finding;

/// <summary>A tensor's way into a node.</summary>
/// <param name="Node">The node that takes it.</param>
/// <param name="Input">Which input.</param>
internal readonly record struct GraphEdge(NodeProto Node, int Input)
{
    public string Tensor => Node.Input[Input];
}
