namespace BelmAgent.Diffusion.Models;

/// <summary>A file of the model is there but cannot be read.</summary>
/// <param name="path">The file.</param>
/// <param name="reason">What is wrong with it.</param>
/// <param name="inner">What was thrown below, if anything.</param>
public sealed class ModelFileBrokenException(string path, string reason, Exception? inner = null) : ModelException(
    path, $"{path} cannot be used ({reason}): copy or export the model again.", inner)
{
    /// <summary>What is wrong with the file.</summary>
    public string Reason { get; } = reason;
}
