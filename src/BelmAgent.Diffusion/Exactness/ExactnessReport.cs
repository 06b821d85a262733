using System.Text.Json.Serialization;

namespace BelmAgent.Diffusion.Exactness;

/// <summary>The exactness of a round trip with one model on one provider.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record ExactnessReport
{
    /// <summary>The largest accepted <see cref="LatentMse"/> if the UNet computes in 32 bits or more: 1e-10.</summary>
    public const double SingleLimit = 1e-10;

    /// <summary>The largest accepted <see cref="LatentMse"/> if the UNet outputs 16 bits: 1e-6.</summary>
    public const double HalfLimit = 1e-6;

    /// <summary>Gets the execution provider that actually ran the UNet.</summary>
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    /// <summary>Gets the element type of the UNet's output: fp16, fp32 or fp64. Internally an export may compute in fewer bits.</summary>
    [JsonPropertyName("precision")]
    public required string Precision { get; init; }

    /// <summary>Gets the number of steps N of the time grid.</summary>
    [JsonPropertyName("steps")]
    public required int Steps { get; init; }

    /// <summary>
    /// Gets the mean squared difference between the latent and its reconstruction, with the state in floating point; 0 is perfect,
    /// infinity means that the round trip failed.
    /// </summary>
    [JsonPropertyName("latent_mse")]
    public required double LatentMse { get; init; }

    /// <summary>Gets whether the same network call, repeated <see cref="ExactnessCheck.Repeats"/> times, gave the same bits each time.</summary>
    [JsonPropertyName("repeats_identical")]
    public required bool RepeatsIdentical { get; init; }

    /// <summary>Gets whether every bit was restored with the state in fixed point.</summary>
    [JsonPropertyName("fixed_point_exact")]
    public required bool FixedPointExact { get; init; }

    /// <summary>Gets the largest accepted <see cref="LatentMse"/> at this <see cref="Precision"/>.</summary>
    [JsonPropertyName("limit")]
    public double Limit => Precision == "fp16" ? HalfLimit : SingleLimit;

    /// <summary>Gets whether <see cref="LatentMse"/> is within <see cref="Limit"/>.</summary>
    [JsonPropertyName("exact")]
    public bool IsExact => LatentMse <= Limit;
}
