namespace BelmAgent.Sampling;

/// <summary>How the training noise grows from <c>beta_start</c> to <c>beta_end</c>.</summary>
public enum BetaSchedule
{
    /// <summary>β grows linearly (DDPM).</summary>
    Linear,

    /// <summary>√β grows linearly (Stable Diffusion).</summary>
    ScaledLinear,
}
