namespace BelmAgent.Sampling;

/// <summary>The growth of the training noise from <c>beta_start</c> to <c>beta_end</c>.</summary>
public enum BetaSchedule
{
    /// <summary>β grows linearly (DDPM).</summary>
    Linear,

    /// <summary>√β grows linearly (Stable Diffusion).</summary>
    ScaledLinear,
}
