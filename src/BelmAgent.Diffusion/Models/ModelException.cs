namespace BelmAgent.Diffusion.Models;

/// <summary>A model folder, or a file in it, cannot be used. Its message is one sentence with the remedy.</summary>
/// <param name="path">The folder or file.</param>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="inner">What was thrown below, if anything.</param>
public class ModelException(string path, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The folder or file that is at fault.</summary>
    public string Path { get; } = path;
}
