using System.Text.Json.Serialization;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Evaluation.Edits;

/// <summary>The score of an edit, measured against the perfect result.</summary>
/// <remarks>
/// A composed edit is compared with the source and the ideal themselves. One that is not has passed through the autoencoder, whose own
/// loss is not the edit's: it is also compared with the <i>reconstructions</i> of the two by the same autoencoder. Pictures are compared
/// at the source's size. Outside and inside refer to the pair's mask. PSNR is in dB with values in [0, 1],
/// at most 99; PSNR and similarity are 0 if the numbers overflowed and there is no picture. Immutable and safe to share between
/// threads.
/// </remarks>
public sealed record EditScore
{
    /// <summary>Gets whether the describer sees every requested change.</summary>
    [JsonPropertyName("success")]
    public required bool Success { get; init; }

    /// <summary>
    /// Gets whether the edit had no effect: it did not succeed, the describer reads every requested attribute as before, and inside
    /// the mask the picture moved less than half as far from the source as the ideal does, if that is known (<see cref="Departure"/>).
    /// </summary>
    [JsonPropertyName("unchanged")]
    public required bool Unchanged { get; init; }

    /// <summary>Gets the artefacts of the picture, whatever it shows; empty for a sound one.</summary>
    [JsonPropertyName("artefacts")]
    public required IReadOnlyList<EditArtefact> Artefacts { get; init; }

    /// <summary>Gets the outcome of the app's own check, which knows neither the ideal nor the mask.</summary>
    [JsonPropertyName("result")]
    [JsonConverter(typeof(SnakeCaseEnumConverter<EditOutcome>))]
    public required EditOutcome Result { get; init; }

    /// <summary>Gets what this check found to have changed without being requested, in words.</summary>
    [JsonPropertyName("changes")]
    public required IReadOnlyList<string> Changes { get; init; }

    /// <summary>Gets whether this check finds the picture damaged.</summary>
    [JsonPropertyName("damaged")]
    public required bool Damaged { get; init; }

    /// <summary>
    /// Gets the probability that a user would call the picture damaged, 0 to 1, by this check; null if the numbers overflowed.
    /// </summary>
    [JsonPropertyName("damage")]
    public required double? Damage { get; init; }

    /// <summary>Gets the share of the attributes outside the request that the describer reads differently than in the source, 0 to 1.</summary>
    [JsonPropertyName("collateral")]
    public required double Collateral { get; init; }

    /// <summary>Gets those attributes.</summary>
    [JsonPropertyName("collateral_heads")]
    public required IReadOnlyList<string> CollateralHeads { get; init; }

    /// <summary>
    /// Gets the PSNR outside the mask against the source's reconstruction; null if the edit is composed, or less than 2 % of the picture
    /// is outside.
    /// </summary>
    [JsonPropertyName("background_psnr")]
    public required double? BackgroundPsnr { get; init; }

    /// <summary>
    /// Gets the structural similarity to the source's reconstruction, over windows entirely outside the mask; null if the edit is
    /// composed, or there is none.
    /// </summary>
    [JsonPropertyName("background_ssim")]
    public required double? BackgroundSsim { get; init; }

    /// <summary>Gets the PSNR outside the mask against the source picture itself; null if less than 2 % of the picture is outside.</summary>
    [JsonPropertyName("source_psnr")]
    public required double? SourcePsnr { get; init; }

    /// <summary>Gets the structural similarity to the source picture itself, over windows entirely outside the mask; null if there is none.</summary>
    [JsonPropertyName("source_ssim")]
    public required double? SourceSsim { get; init; }

    /// <summary>Gets the share of all pixels that are the source picture's own, bit for bit, 0 to 1.</summary>
    [JsonPropertyName("own_pixels")]
    public required double OwnPixels { get; init; }

    /// <summary>
    /// Gets how far the outlines that should stay (<see cref="EditPair.Outlines"/>) are those of the ideal picture, or of the source if
    /// the ideal is not known; 0 to 1 (<see cref="OutlineAgreement"/>). Null if there is hardly any outline.
    /// </summary>
    [JsonPropertyName("outlines")]
    public required double? Outlines { get; init; }

    /// <summary>Gets the PSNR of the whole picture against the ideal picture; null if the ideal is not known.</summary>
    [JsonPropertyName("ideal_psnr")]
    public required double? IdealPsnr { get; init; }

    /// <summary>Gets the PSNR inside the mask against the ideal picture; null if the ideal is not known.</summary>
    [JsonPropertyName("inside_psnr")]
    public required double? InsidePsnr { get; init; }

    /// <summary>Gets the PSNR of the whole picture against the ideal's reconstruction; null if the edit is composed, or the ideal is not known.</summary>
    [JsonPropertyName("ideal_reconstruction_psnr")]
    public required double? IdealReconstructionPsnr { get; init; }

    /// <summary>
    /// Gets how far the picture moved inside the mask: the root mean square of its difference from the unedited picture (the source, or
    /// its reconstruction if the edit is not composed), divided by that of the ideal's. 0 means not at all, 1 as far as the ideal. Null if the ideal is not known or the numbers
    /// overflowed.
    /// </summary>
    [JsonPropertyName("departure")]
    public required double? Departure { get; init; }

    /// <summary>Gets the maximum |z| of the latent; null if the numbers overflowed.</summary>
    [JsonPropertyName("latent_max")]
    public required double? LatentMax { get; init; }

    /// <summary>Gets the share of the decoded values more than 0.1 beyond [−1, 1].</summary>
    [JsonPropertyName("overshoot")]
    public required double Overshoot { get; init; }

    /// <summary>
    /// Gets the noise that the model sees in the finished latent (root mean square of ε at a fixed small noise level); null if the
    /// numbers overflowed.
    /// </summary>
    [JsonPropertyName("noise")]
    public required double? Noise { get; init; }

    /// <summary>Gets <see cref="Noise"/> over that of the source, as in the app's check; null if the numbers overflowed.</summary>
    [JsonPropertyName("noise_ratio")]
    public required double? NoiseRatio { get; init; }

    /// <summary>Gets the describer's lowest probability among its labels.</summary>
    [JsonPropertyName("confidence")]
    public required double Confidence { get; init; }

    /// <summary>Gets the describer's caption.</summary>
    [JsonPropertyName("seen")]
    public required string Seen { get; init; }

    /// <summary>Gets the number of attempts, at least 1.</summary>
    [JsonPropertyName("attempts")]
    public int Attempts { get; init; } = 1;

    /// <summary>Gets the number of UNet row evaluations of the entire edit, including the inversion.</summary>
    [JsonPropertyName("evaluations")]
    public required int Evaluations { get; init; }

    /// <summary>Gets the seconds of the entire edit, including the inversion but neither autoencoder nor scoring.</summary>
    [JsonPropertyName("seconds")]
    public required double Seconds { get; init; }

    /// <summary>Gets whether the edit succeeded and nothing else changed or broke.</summary>
    [JsonIgnore]
    public bool Clean => Success && CollateralHeads.Count == 0 && Artefacts.Count == 0;
}
