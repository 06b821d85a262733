using BelmAgent.Diffusion.AttentionControl.Onnx;
using DataType = BelmAgent.Diffusion.AttentionControl.Onnx.TensorProto.Types.DataType;

namespace BelmAgent.Diffusion.AttentionControl.Finding;

/// <summary>The location of a layer's attention in the graph.</summary>
/// <param name="Softmax">The Softmax that produces the map.</param>
/// <param name="Product">
/// The MatMul of map and values: [B, H, N, L] × [B, H, L, d], or, with the heads folded into the rows, [B·H, N, L] × [B·H, L, d].
/// </param>
/// <param name="Kind">Cross or self.</param>
/// <param name="Heads">H.</param>
/// <param name="Rank">4, or 3 with the heads folded into the rows.</param>
/// <param name="Tokens">N at the native size.</param>
/// <param name="Type">Element type of map and values.</param>
/// <param name="Context">
/// For a self layer, the one or two tensors [B, …] in which keys and values can be mixed between rows; never the queries'.
/// </param>
internal sealed record AttentionSite(
    NodeProto Softmax, NodeProto Product, AttentionKind Kind, int Heads, int Rank, long Tokens, DataType Type, IReadOnlyList<GraphEdge> Context)
{
    public string Map => Product.Input[0];

    public string Values => Product.Input[1];

    /// <summary>Gets the number of entries of axis 0 per row of the batch.</summary>
    public int RowStride => Rank == 4 ? 1 : Heads;
}
