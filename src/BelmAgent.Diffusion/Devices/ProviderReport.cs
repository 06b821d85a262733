namespace BelmAgent.Diffusion.Devices;

/// <summary>The state of an execution provider on this machine.</summary>
/// <param name="Provider">Its name.</param>
/// <param name="Fault">The fault that prevents its use; null if it works.</param>
/// <param name="Reason">A reason that users can act on, without a full stop; empty if it works.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record ProviderReport(string Provider, ProviderFault? Fault, string Reason)
{
    /// <summary>Gets whether a network ran on it and gave the expected result.</summary>
    public bool Works => Fault is null;
}
