namespace BelmAgent.Diffusion.Tests.AttentionControl.Reference;

/// <summary>One attention layer of a UNet, by its tensors' names.</summary>
/// <param name="IsCross">True when it looks at the text.</param>
/// <param name="Probabilities">The Softmax's output: [rows, heads, N, L] in this order of memory, whether or not the first two are one axis.</param>
/// <param name="KeysAndValues">The projections' outputs [rows, N, C] of a self layer; empty for a cross layer.</param>
internal sealed record CutLayer(bool IsCross, string Probabilities, IReadOnlyList<string> KeysAndValues);
