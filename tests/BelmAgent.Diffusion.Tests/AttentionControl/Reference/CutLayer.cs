namespace BelmAgent.Diffusion.Tests.AttentionControl.Reference;

/// <summary>An attention layer of a UNet, by the names of its tensors.</summary>
/// <param name="IsCross">Whether it attends to the text.</param>
/// <param name="Probabilities">The Softmax's output: [rows, heads, N, L] in this memory order, whether or not the first two are one axis.</param>
/// <param name="KeysAndValues">The projections' outputs [rows, N, C] of a self layer; empty for a cross layer.</param>
internal sealed record CutLayer(bool IsCross, string Probabilities, IReadOnlyList<string> KeysAndValues);
