namespace BelmAgent.Editing.Audit;

/// <summary>The audit cannot be written.</summary>
/// <param name="folder">Its folder.</param>
/// <param name="inner">What the system reported.</param>
public sealed class AuditUnavailableException(string folder, Exception? inner)
    : Exception($"The audit in '{folder}' cannot be written, so nothing ran: free some space or allow writing there, or name another folder in Belm:Audit:Folder.", inner)
{
    /// <summary>The audit's folder.</summary>
    public string Folder { get; } = folder;
}
