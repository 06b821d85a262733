namespace BelmAgent.Diffusion.Models;

/// <summary>A model's file names another file that is not within its own folder. Nothing was opened there.</summary>
/// <param name="path">The file of the model.</param>
/// <param name="location">What it names.</param>
public sealed class ModelPathException(string path, string location) : ModelException(
    path, $"{path} has weights in '{Shown(location)}', which is no file within its folder, so it was not opened: get the model from a source that you trust, or put its weights beside it.")
{
    private const int MostShown = 80;

    /// <summary>What the file names.</summary>
    public string Location { get; } = location;

    private static string Shown(string location)
    {
        var shown = string.Concat(location.Select(character => char.IsControl(character) ? '\uFFFD' : character));
        return shown.Length <= MostShown ? shown : shown[..MostShown] + "…";
    }
}
