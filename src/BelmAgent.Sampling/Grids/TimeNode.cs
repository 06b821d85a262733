namespace BelmAgent.Sampling;

/// <summary>A node of a <c>TimeGrid</c>: a point on the diffusion's noise axis at which the network is called.</summary>
/// <param name="Index">Position on the grid: 0 is the clean picture, N is pure noise.</param>
/// <param name="Timestep">The timestep given to the network, in training steps; fractions are allowed.</param>
/// <param name="Alpha">Signal scale α, in (0, 1]: the state is x = α·x̄.</param>
/// <param name="Sigma">Noise scale σ, in [0, 1): σ² = 1 − α² except at the clean node, where α = 1 and σ = 0.</param>
/// <remarks>An immutable value; safe to share between threads.</remarks>
public readonly record struct TimeNode(int Index, double Timestep, double Alpha, double Sigma)
{
    /// <summary>Gets the noise-to-signal ratio σ̄ = σ/α, the time of the diffusion ODE dx̄/dσ̄ = ε.</summary>
    public double SigmaBar => Sigma / Alpha;
}
