namespace BelmAgent.Sampling;

/// <summary>The meaning of the second vector of a <see cref="SamplerState"/>.</summary>
public enum StateKind
{
    /// <summary>There is no second vector: one vector is the whole state, as for DDIM. An exact sampler restarts from it.</summary>
    PositionOnly,

    /// <summary>The slope v = (x̄_K − x̄_{K−1})/h_K of the step below: the state of the two-step samplers.</summary>
    Slope,

    /// <summary>EDICT's second chain y_K.</summary>
    Coupled,
}
