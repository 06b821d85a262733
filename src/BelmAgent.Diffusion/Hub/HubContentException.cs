namespace BelmAgent.Diffusion.Hub;

/// <summary>A file came whole, and is not the one that the list of files names.</summary>
/// <param name="file">Its path in the repository.</param>
/// <param name="expected">Its size or checksum by the list.</param>
/// <param name="found">What came.</param>
public sealed class HubContentException(string file, string expected, string found) : HubException(
    file, $"'{file}' came damaged ({found}, not {expected}) and was thrown away: run the same command again, and distrust the endpoint if it stays so.")
{
    /// <summary>Its size or checksum by the list.</summary>
    public string Expected { get; } = expected;

    /// <summary>What came.</summary>
    public string Found { get; } = found;
}
