namespace BelmAgent.Diffusion.Models;

/// <summary>What a model is best edited with, where whoever made it says so.</summary>
/// <param name="Guidance">Classifier-free guidance w, 1 to 30; null where nothing or nonsense is said.</param>
/// <param name="Steps">Steps N of the time grid, 2 to 1000; null where nothing or nonsense is said.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record EditDefaults(double? Guidance = null, int? Steps = null)
{
    internal static EditDefaults Load(string path)
    {
        var config = PartConfig.Load(path);
        return new EditDefaults(
            config.Number("guidance") is { } guidance and >= 1 and <= 30 ? guidance : null,
            config.Number("steps") is { } steps and >= 2 and <= 1000 ? (int)steps : null);
    }
}
