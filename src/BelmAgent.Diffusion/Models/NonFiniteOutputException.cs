using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.Models;

/// <summary>A network gave NaN or infinity.</summary>
/// <param name="path">The model file.</param>
/// <param name="tensor">The output.</param>
/// <param name="timestep">The timestep of the call; null outside the UNet.</param>
public sealed class NonFiniteOutputException(string path, string tensor, double? timestep) : ModelException(
    path,
    FormattableString.Invariant($"The network {path} gave NaN or infinity in '{tensor}'{(timestep is { } t ? $" at timestep {t:0.##}" : "")}: use the fp32 export of the model, or a lower guidance.")), INonFiniteNoise
{
    /// <summary>The output that was not finite.</summary>
    public string Tensor { get; } = tensor;

    /// <summary>The timestep of the call; null outside the UNet.</summary>
    public double? Timestep { get; } = timestep;
}
