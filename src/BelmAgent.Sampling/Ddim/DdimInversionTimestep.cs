namespace BelmAgent.Sampling;

/// <summary>Which timestep the network is told while DDIM inverts from node i − 1 to node i.</summary>
public enum DdimInversionTimestep
{
    /// <summary>t_{i−1}, where the state lies: BELM's authors.</summary>
    Source,

    /// <summary>t_i, where the state goes: prompt-to-prompt, null-text inversion, Direct Inversion, MasaCtrl.</summary>
    Destination,
}
