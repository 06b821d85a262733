using System.Text.Json.Serialization;
using BelmAgent.Diffusion.Models.Outline;

namespace BelmAgent.Diffusion.Models.Reports;

/// <summary>A network of a model.</summary>
/// <param name="Name">Its place in the folder, such as "unet".</param>
/// <param name="Path">Its ONNX file.</param>
/// <param name="Bytes">Bytes of the file and its external weights.</param>
/// <param name="Precision">Element type of most of its weights; null if it has none.</param>
/// <param name="Opset">Version of the standard operator set; null if not given.</param>
/// <param name="Producer">The program that wrote it.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Outputs">Its outputs.</param>
/// <param name="External">Files that contain its weights, all complete.</param>
public sealed record PartReport(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("path")] string Path,
    [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("dtype")] string? Precision,
    [property: JsonPropertyName("opset")] long? Opset,
    [property: JsonPropertyName("producer")] string Producer,
    [property: JsonPropertyName("inputs")] IReadOnlyList<GraphPort> Inputs,
    [property: JsonPropertyName("outputs")] IReadOnlyList<GraphPort> Outputs,
    [property: JsonPropertyName("external")] IReadOnlyList<ExternalFile> External);
