namespace BelmAgent.Sampling;

/// <summary>The rule by which a two-step sampler makes its first step, before it has a second state.</summary>
public enum StartRule
{
    /// <summary>The noise at the first node alone (Euler), as in the papers. No additional network call.</summary>
    Ddim,

    /// <summary>The mean of the noise at both ends (Heun). One additional network call.</summary>
    Heun,

    /// <summary>The classical fourth-order Runge–Kutta rule. Three additional network calls, one of them at a fractional timestep.</summary>
    RungeKutta4,
}
