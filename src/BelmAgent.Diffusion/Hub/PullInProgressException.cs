namespace BelmAgent.Diffusion.Hub;

/// <summary>Another process is fetching into the same folder.</summary>
/// <param name="folder">The folder.</param>
/// <param name="inner">What the system reported.</param>
public sealed class PullInProgressException(string folder, Exception? inner = null) : HubException(
    folder, $"Another pull is writing to '{folder}': wait for it, or name another folder with --to.", inner);
