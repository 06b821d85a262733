using BelmAgent.Diffusion.AttentionControl.Onnx;

namespace BelmAgent.Diffusion.FusedAttention;

/// <summary>The pattern Softmax(scale·Q·Kᵀ)·V in a graph.</summary>
/// <param name="Scores">Q·Kᵀ.</param>
/// <param name="Product">The product with V.</param>
/// <param name="Scale">The factor of the scores.</param>
/// <param name="Rank">Number of axes of Q, K and V, 3 or 4.</param>
internal sealed record AttentionScores(NodeProto Scores, NodeProto Product, double Scale, int Rank);
