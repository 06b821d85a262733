namespace BelmAgent.Editing.Audit;

/// <summary>The audit cannot be written.</summary>
public sealed class AuditUnavailableException : BelmException
{
    /// <summary>Creates the failure.</summary>
    /// <param name="folder">The audit's folder.</param>
    /// <param name="inner">What the system reported.</param>
    public AuditUnavailableException(string folder, Exception? inner)
        : base(
            "audit_unavailable",
            ErrorKind.NotUsable,
            $"The audit in '{folder}' cannot be written, so nothing ran",
            "free some space or allow writing there, or name another folder in Belm:Audit:Folder",
            inner) => (Folder, SafeProblem) = (folder, "The audit cannot be written, so nothing ran");

    /// <summary>Gets the audit's folder.</summary>
    public string Folder { get; }
}
