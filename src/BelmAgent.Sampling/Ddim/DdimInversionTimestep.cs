namespace BelmAgent.Sampling;

/// <summary>The timestep passed to the network while DDIM inverts from node i − 1 to node i.</summary>
public enum DdimInversionTimestep
{
    /// <summary>t_{i−1}, the timestep of the current state: BELM's authors.</summary>
    Source,

    /// <summary>t_i, the timestep of the next state: prompt-to-prompt, null-text inversion, Direct Inversion, MasaCtrl.</summary>
    Destination,
}
