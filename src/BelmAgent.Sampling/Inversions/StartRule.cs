namespace BelmAgent.Sampling;

/// <summary>How a two-step sampler makes its first step, before it has a second state.</summary>
public enum StartRule
{
    /// <summary>The noise at the first node alone (Euler), as the papers do. No further network call.</summary>
    Ddim,

    /// <summary>The mean of the noise at both ends (Heun). One further network call.</summary>
    Heun,

    /// <summary>The classical fourth-order rule of Runge and Kutta. Three further network calls, at a fractional timestep among them.</summary>
    RungeKutta4,
}
