namespace BelmAgent.Diffusion.Hub;

/// <summary>The hub has no such repository, revision or file.</summary>
/// <param name="subject">What was asked for.</param>
/// <param name="revision">The revision that was asked for.</param>
public sealed class HubNotFoundException(string subject, string revision) : HubException(
    subject, $"The hub has no '{subject}' at revision '{revision}': check the name and --revision, and set HF_TOKEN if it is a private model.")
{
    /// <summary>The revision that was asked for.</summary>
    public string Revision { get; } = revision;
}
