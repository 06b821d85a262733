using System.Text.Json.Serialization;

namespace BelmAgent.Diffusion.Models.Reports;

/// <summary>A file that contains external weights.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its size.</param>
public sealed record ExternalFile([property: JsonPropertyName("path")] string Path, [property: JsonPropertyName("bytes")] long Bytes);
