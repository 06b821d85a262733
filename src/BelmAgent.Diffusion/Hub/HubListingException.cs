namespace BelmAgent.Diffusion.Hub;

/// <summary>A repository's list of files is one that no honest hub gives, or has nothing to take.</summary>
/// <param name="repository">The repository.</param>
/// <param name="reason">What is wrong with it.</param>
/// <param name="entry">The entry at fault, if one is.</param>
/// <param name="inner">What was thrown below, if anything.</param>
public sealed class HubListingException(string repository, string reason, string? entry = null, Exception? inner = null) : HubException(
    repository, $"The files of '{repository}' cannot be taken ({reason}): choose another model, or name its files with --include.", inner)
{
    /// <summary>What is wrong with it.</summary>
    public string Reason { get; } = reason;

    /// <summary>The entry at fault, as the hub gave it; null where none is.</summary>
    public string? Entry { get; } = entry;
}
