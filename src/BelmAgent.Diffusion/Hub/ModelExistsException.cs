namespace BelmAgent.Diffusion.Hub;

/// <summary>Something is in the place of the folder that a model is to be fetched into; it was not touched.</summary>
/// <param name="folder">The folder.</param>
public sealed class ModelExistsException(string folder) : HubException(
    folder, $"'{folder}' exists already and was left as it is: name another folder with --to, or remove it first.");
