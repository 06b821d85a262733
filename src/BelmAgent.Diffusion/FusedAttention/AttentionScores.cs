using BelmAgent.Diffusion.AttentionControl.Onnx;

namespace BelmAgent.Diffusion.FusedAttention;

/// <summary>Softmax(scale·Q·Kᵀ)·V, as a graph spells it.</summary>
/// <param name="Scores">Q·Kᵀ.</param>
/// <param name="Product">The product with V.</param>
/// <param name="Scale">What the scores are multiplied by.</param>
/// <param name="Rank">Axes of Q, K and V, 3 or 4.</param>
internal sealed record AttentionScores(NodeProto Scores, NodeProto Product, double Scale, int Rank);
