namespace BelmAgent.Sampling;

/// <summary>The distribution of a sampler's steps over the training steps; diffusers' <c>timestep_spacing</c>.</summary>
public enum TimestepSpacing
{
    /// <summary>t = j·⌊T/N⌋ + offset: <see cref="TimeGrid.Leading"/>.</summary>
    Leading,

    /// <summary>t = round(linspace(0, T − 1, N)): <see cref="TimeGrid.Linspace"/>.</summary>
    Linspace,

    /// <summary>t = round(T − j·T/N) − 1: <see cref="TimeGrid.Trailing"/>.</summary>
    Trailing,
}
