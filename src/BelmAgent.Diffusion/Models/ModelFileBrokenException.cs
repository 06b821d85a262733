namespace BelmAgent.Diffusion.Models;

/// <summary>A file of the model is there but cannot be read, or says what nothing here can do.</summary>
/// <param name="path">The file.</param>
/// <param name="reason">What is wrong with it.</param>
/// <param name="inner">What was thrown below, if anything.</param>
/// <param name="remedy">What to do; null to get the model again.</param>
public sealed class ModelFileBrokenException(string path, string reason, Exception? inner = null, string? remedy = null) : ModelException(
    path, $"{path} cannot be used ({reason}): {remedy ?? "copy or export the model again"}.", inner)
{
    /// <summary>What is wrong with the file.</summary>
    public string Reason { get; } = reason;
}
