namespace BelmAgent.Sampling;

/// <summary>The meaning of node 0 of a <see cref="TimeGrid"/>.</summary>
public enum CleanNode
{
    /// <summary>
    /// The noiseless picture: α = 1, σ = 0. The network was not trained on it and is given timestep 1, as in the code of BELM's
    /// authors.
    /// </summary>
    AlphaOne,

    /// <summary>The first training step: α² = ᾱ₀, timestep 0; diffusers' <c>set_alpha_to_one: false</c>.</summary>
    FirstTrainingStep,
}
