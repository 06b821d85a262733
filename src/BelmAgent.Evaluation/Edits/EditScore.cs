using System.Text.Json.Serialization;

namespace BelmAgent.Evaluation.Edits;

/// <summary>How one edit came out, measured against what a perfect one gives.</summary>
/// <remarks>
/// Pictures that a latent model returns went through its autoencoder, so the fair comparisons are with the source's and the
/// ideal's <i>reconstructions</i>: their own way through the autoencoder. Outside and inside mean the pair's mask. PSNR is in dB with
/// values in [0, 1], at most 99; it and similarity are 0 where the numbers overflowed and there is no picture. Immutable and safe to share between threads.
/// </remarks>
public sealed record EditScore
{
    /// <summary>Gets the describer sees every change that was asked for.</summary>
    [JsonPropertyName("success")]
    public required bool Success { get; init; }

    /// <summary>
    /// Gets the edit stayed away: it did not succeed, the describer reads every asked attribute as it was, and inside the mask the
    /// picture moved less than half as far from the source as the ideal does (<see cref="Departure"/>).
    /// </summary>
    [JsonPropertyName("unchanged")]
    public required bool Unchanged { get; init; }

    /// <summary>What is broken about the picture, whatever it shows; empty for a sound one.</summary>
    [JsonPropertyName("artefacts")]
    public required IReadOnlyList<EditArtefact> Artefacts { get; init; }

    /// <summary>Gets the share of the attributes that nobody asked about which the describer reads otherwise than in the source, 0 to 1.</summary>
    [JsonPropertyName("collateral")]
    public required double Collateral { get; init; }

    /// <summary>Gets the those attributes.</summary>
    [JsonPropertyName("collateral_heads")]
    public required IReadOnlyList<string> CollateralHeads { get; init; }

    /// <summary>Gets the PSNR outside the mask against the source's reconstruction; null where less than 2 % of the picture is outside.</summary>
    [JsonPropertyName("background_psnr")]
    public required double? BackgroundPsnr { get; init; }

    /// <summary>
    /// Gets the structural similarity against the source's reconstruction, over windows wholly outside the mask; null where there is
    /// none.
    /// </summary>
    [JsonPropertyName("background_ssim")]
    public required double? BackgroundSsim { get; init; }

    /// <summary>Gets the PSNR outside the mask against the source picture itself; null as above.</summary>
    [JsonPropertyName("source_psnr")]
    public required double? SourcePsnr { get; init; }

    /// <summary>
    /// Gets the structural similarity against the source picture itself, over windows wholly outside the mask; null where there is
    /// none.
    /// </summary>
    [JsonPropertyName("source_ssim")]
    public required double? SourceSsim { get; init; }

    /// <summary>Gets the PSNR of the whole picture against the ideal picture.</summary>
    [JsonPropertyName("ideal_psnr")]
    public required double IdealPsnr { get; init; }

    /// <summary>Gets the PSNR of the whole picture against the ideal's reconstruction.</summary>
    [JsonPropertyName("ideal_reconstruction_psnr")]
    public required double IdealReconstructionPsnr { get; init; }

    /// <summary>
    /// Gets how far the picture moved inside the mask: the root mean square of its difference from the source's reconstruction, over
    /// that of the ideal's. 0 is not at all, 1 as far as the ideal. Null where the numbers overflowed.
    /// </summary>
    [JsonPropertyName("departure")]
    public required double? Departure { get; init; }

    /// <summary>Gets the largest |z| of the latent; null where the numbers overflowed.</summary>
    [JsonPropertyName("latent_max")]
    public required double? LatentMax { get; init; }

    /// <summary>Gets the share of the decoded values more than 0.1 beyond [−1, 1].</summary>
    [JsonPropertyName("overshoot")]
    public required double Overshoot { get; init; }

    /// <summary>
    /// Gets how much noise the model sees in the finished latent (root mean square of ε at a fixed small noise level); null where the
    /// numbers overflowed.
    /// </summary>
    [JsonPropertyName("noise")]
    public required double? Noise { get; init; }

    /// <summary>Gets the describer's lowest probability of any label it gave.</summary>
    [JsonPropertyName("confidence")]
    public required double Confidence { get; init; }

    /// <summary>What the describer sees.</summary>
    [JsonPropertyName("seen")]
    public required string Seen { get; init; }

    /// <summary>Gets the attempts made, at least 1.</summary>
    [JsonPropertyName("attempts")]
    public int Attempts { get; init; } = 1;

    /// <summary>Gets the UNet row evaluations of the whole edit, the inversion included.</summary>
    [JsonPropertyName("evaluations")]
    public required int Evaluations { get; init; }

    /// <summary>Gets the seconds of the whole edit, the inversion included, autoencoder and judging not.</summary>
    [JsonPropertyName("seconds")]
    public required double Seconds { get; init; }

    /// <summary>Success, and nothing else changed or broke.</summary>
    [JsonIgnore]
    public bool Clean => Success && CollateralHeads.Count == 0 && Artefacts.Count == 0;
}
