using System.Text.Json.Serialization;
using BelmAgent.Diffusion.Models.Outline;

namespace BelmAgent.Diffusion.Models.Reports;

/// <summary>One network of a model.</summary>
/// <param name="Name">Its place in the folder, such as "unet".</param>
/// <param name="Path">Its ONNX file.</param>
/// <param name="Bytes">Bytes of the file and of the weights outside it.</param>
/// <param name="Precision">Element type of most of its weights; null where it has none.</param>
/// <param name="Opset">Version of the standard operator set; null where it does not say.</param>
/// <param name="Producer">What wrote it.</param>
/// <param name="Inputs">What it takes.</param>
/// <param name="Outputs">What it gives.</param>
/// <param name="External">Files that its weights are in, all there in full.</param>
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
