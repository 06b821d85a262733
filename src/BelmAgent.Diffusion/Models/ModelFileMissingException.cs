namespace BelmAgent.Diffusion.Models;

/// <summary>A file that the model needs is not there.</summary>
/// <param name="path">The missing file or folder.</param>
/// <param name="neededFor">What needs it.</param>
public sealed class ModelFileMissingException(string path, string neededFor) : ModelException(
    path, $"{path} is missing, and {neededFor} needs it: reference the package BelmAgent.Models.ToyTown, or point Belm:Model:Path (of belm, --model) at a folder in the layout of a Stable Diffusion ONNX export.")
{
    /// <summary>What needs the file.</summary>
    public string NeededFor { get; } = neededFor;
}
