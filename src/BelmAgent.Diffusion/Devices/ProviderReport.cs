namespace BelmAgent.Diffusion.Devices;

/// <summary>How one execution provider stands on this machine.</summary>
/// <param name="Provider">Its name.</param>
/// <param name="Fault">What keeps it from being used; null when it works.</param>
/// <param name="Reason">In words that a person can act on, without a full stop; empty when it works.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record ProviderReport(string Provider, ProviderFault? Fault, string Reason)
{
    /// <summary>Gets whether a network really ran on it and gave what it must.</summary>
    public bool Works => Fault is null;
}
