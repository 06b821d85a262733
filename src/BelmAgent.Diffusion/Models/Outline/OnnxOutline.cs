namespace BelmAgent.Diffusion.Models.Outline;

/// <summary>The declarations of an ONNX file: everything but the content of the weights.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed class OnnxOutline
{
    /// <summary>Gets the version of ONNX's file format.</summary>
    public long IrVersion { get; init; }

    /// <summary>Gets the program that wrote the file, such as "pytorch 2.4.0"; empty if it is not given.</summary>
    public string Producer { get; init; } = "";

    /// <summary>Gets the version of each operator set by domain; the standard domain is "ai.onnx".</summary>
    public required IReadOnlyDictionary<string, long> Opsets { get; init; }

    /// <summary>Gets the inputs of a run, without those that are weights.</summary>
    public required IReadOnlyList<GraphPort> Inputs { get; init; }

    public required IReadOnlyList<GraphPort> Outputs { get; init; }

    /// <summary>Gets all tensors, including those within nodes, sub-graphs and functions.</summary>
    public required IReadOnlyList<StoredTensor> Tensors { get; init; }

    /// <summary>Gets the element type of most of the weights' bytes; null if there are no weights.</summary>
    public string? WeightType => Tensors.Where(tensor => ElementType.Bits(tensor.Type) is not null)
        .GroupBy(tensor => tensor.Type)
        .OrderByDescending(group => group.Sum(tensor => (double)(tensor.Bytes() ?? 0)))
        .Select(group => ElementType.Name(group.Key))
        .FirstOrDefault();

    /// <summary>Gets the bytes of all weights, inside the file and beside it.</summary>
    public double WeightBytes => Tensors.Sum(tensor => (double)(tensor.Bytes() ?? 0));

    public GraphPort? Input(string name) => Inputs.FirstOrDefault(input => input.Name == name);

    public GraphPort? Output(string name) => Outputs.FirstOrDefault(output => output.Name == name);
}
