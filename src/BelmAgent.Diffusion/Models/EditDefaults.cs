namespace BelmAgent.Diffusion.Models;

/// <summary>The recommended settings for edits with a model, if its author gives them.</summary>
/// <param name="Guidance">Classifier-free guidance w, 1 to 30; null if missing or invalid.</param>
/// <param name="Steps">Number of steps N of the time grid, 2 to 1000; null if missing or invalid.</param>
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
