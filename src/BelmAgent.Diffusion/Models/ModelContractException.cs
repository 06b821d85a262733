namespace BelmAgent.Diffusion.Models;

/// <summary>A model's inputs or outputs are not what its part of the pipeline must have.</summary>
/// <param name="path">The model file.</param>
/// <param name="expected">What is needed.</param>
/// <param name="found">What the file declares.</param>
public sealed class ModelContractException(string path, string expected, string found) : ModelException(
    path, $"{path} does not fit: needed is {expected}, found was {found}; export the model again in the layout of a Stable Diffusion ONNX export.")
{
    /// <summary>What is needed.</summary>
    public string Expected { get; } = expected;

    /// <summary>What the file declares.</summary>
    public string Found { get; } = found;
}
