using System.Text.Json.Serialization;

namespace BelmAgent.Diffusion.Exactness;

/// <summary>How exact a round trip is with one model on one provider.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record ExactnessReport
{
    /// <summary>The largest <see cref="LatentMse"/> that passes where the UNet computes in 32 bits or more: 1e-10.</summary>
    public const double SingleLimit = 1e-10;

    /// <summary>The largest <see cref="LatentMse"/> that passes where the UNet gives 16 bits: 1e-6.</summary>
    public const double HalfLimit = 1e-6;

    /// <summary>Gets the execution provider that the UNet really ran on.</summary>
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    /// <summary>Gets the element type of the UNet's output: fp16, fp32 or fp64. An export may compute in fewer bits inside.</summary>
    [JsonPropertyName("precision")]
    public required string Precision { get; init; }

    /// <summary>Gets the steps N of the time grid.</summary>
    [JsonPropertyName("steps")]
    public required int Steps { get; init; }

    /// <summary>
    /// Gets the mean squared difference of the latent and what came back, with the state in floating point; 0 is perfect, infinity a
    /// round trip that broke down.
    /// </summary>
    [JsonPropertyName("latent_mse")]
    public required double LatentMse { get; init; }

    /// <summary>Gets whether the same network call, made <see cref="ExactnessCheck.Repeats"/> times, gave the same bits each time.</summary>
    [JsonPropertyName("repeats_identical")]
    public required bool RepeatsIdentical { get; init; }

    /// <summary>Gets whether every bit came back with the state in fixed point.</summary>
    [JsonPropertyName("fixed_point_exact")]
    public required bool FixedPointExact { get; init; }

    /// <summary>Gets the largest <see cref="LatentMse"/> that passes at this <see cref="Precision"/>.</summary>
    [JsonPropertyName("limit")]
    public double Limit => Precision == "fp16" ? HalfLimit : SingleLimit;

    /// <summary>Gets whether <see cref="LatentMse"/> is within <see cref="Limit"/>.</summary>
    [JsonPropertyName("exact")]
    public bool IsExact => LatentMse <= Limit;
}
