namespace BelmAgent.Diffusion.Models;

/// <summary>A prompt was given to an unconditional model, which has no text encoder.</summary>
/// <param name="path">The model folder.</param>
public sealed class PromptsNotTakenException(string path) : ModelException(
    path,
    $"The model in {path} takes no prompt: its pictures can be generated without one, inverted and reconstructed, but not edited; point --model at a text-to-image model.");
