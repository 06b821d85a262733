using System.Text.Json.Serialization;

namespace BelmAgent.Diffusion.Models.Reports;

/// <summary>The reason why a model cannot be used.</summary>
/// <param name="Path">The file or folder at fault.</param>
/// <param name="Sentence">The fault and its remedy.</param>
public sealed record ModelFault([property: JsonPropertyName("path")] string Path, [property: JsonPropertyName("sentence")] string Sentence);
