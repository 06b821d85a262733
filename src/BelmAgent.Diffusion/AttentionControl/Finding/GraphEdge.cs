using BelmAgent.Diffusion.AttentionControl.Onnx;

namespace BelmAgent.Diffusion.AttentionControl.Finding;

/// <summary>An edge of the graph from a tensor to a node that uses it.</summary>
/// <param name="Node">The node that uses it.</param>
/// <param name="Input">The index of the node's input.</param>
internal readonly record struct GraphEdge(NodeProto Node, int Input)
{
    public string Tensor => Node.Input[Input];
}
