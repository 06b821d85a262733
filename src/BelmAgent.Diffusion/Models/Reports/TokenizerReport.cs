using System.Text.Json.Serialization;

namespace BelmAgent.Diffusion.Models.Reports;

/// <summary>A model's tokenizer.</summary>
/// <param name="Tokens">Tokens of its vocabulary.</param>
/// <param name="Length">Ids in one encoded text.</param>
public sealed record TokenizerReport([property: JsonPropertyName("tokens")] int Tokens, [property: JsonPropertyName("length")] int Length);
