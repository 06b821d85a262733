namespace BelmAgent.Sampling;

/// <summary>What stands at node 0 of a <see cref="TimeGrid"/>.</summary>
public enum CleanNode
{
    /// <summary>The noiseless picture: α = 1, σ = 0. The network, which never saw it, is told timestep 1, as BELM's authors do.</summary>
    AlphaOne,

    /// <summary>The first training step: α² = ᾱ₀, timestep 0; diffusers' <c>set_alpha_to_one: false</c>.</summary>
    FirstTrainingStep,
}
