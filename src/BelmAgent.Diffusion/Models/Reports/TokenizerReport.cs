using System.Text.Json.Serialization;

namespace BelmAgent.Diffusion.Models.Reports;

/// <summary>A model's tokenizer.</summary>
/// <param name="Tokens">Number of tokens in its vocabulary.</param>
/// <param name="Length">Number of ids in an encoded text.</param>
public sealed record TokenizerReport([property: JsonPropertyName("tokens")] int Tokens, [property: JsonPropertyName("length")] int Length);
