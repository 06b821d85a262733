using BelmAgent.Diffusion.AttentionControl.Onnx;
using DataType = BelmAgent.Diffusion.AttentionControl.Onnx.TensorProto.Types.DataType;

namespace BelmAgent.Diffusion.AttentionControl.Finding;

/// <summary>Where a layer's attention is in the graph.</summary>
/// <param name="Softmax">The Softmax that makes the map.</param>
/// <param name="Product">The MatMul of map and values: [B, H, N, L] × [B, H, L, d], or with the heads in the rows, [B·H, N, L] × [B·H, L, d].</param>
/// <param name="Kind">Cross or self.</param>
/// <param name="Heads">H.</param>
/// <param name="Rank">4, or 3 with the heads in the rows.</param>
/// <param name="Tokens">N at the native size.</param>
/// <param name="Type">Element type of map and values.</param>
/// <param name="Context">Of a self layer, where keys and values can be mixed between rows: one or two tensors [B, …], never the queries'.</param>
internal sealed record AttentionSite(
    NodeProto Softmax, NodeProto Product, AttentionKind Kind, int Heads, int Rank, long Tokens, DataType Type, IReadOnlyList<GraphEdge> Context)
{
    public string Map => Product.Input[0];

    public string Values => Product.Input[1];

    /// <summary>How many entries of axis 0 belong to one row of the batch.</summary>
    public int RowStride => Rank == 4 ? 1 : Heads;
}
