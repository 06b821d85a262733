using System.Text.Json.Serialization;
using BelmAgent.Editing.Library;

namespace BelmAgent.Editing.Inversions;

/// <summary>A picture reconstructed from its inversion.</summary>
public sealed record ReconstructResult
{
    /// <summary>Gets the new picture.</summary>
    [JsonIgnore]
    public required Picture Picture { get; init; }

    /// <summary>Gets the id of the new picture.</summary>
    [JsonPropertyName("image_id")]
    public string ImageId => Picture.Id;

    /// <summary>Gets the inversion that it was reconstructed from.</summary>
    [JsonPropertyName("inversion_id")]
    public required string InversionId { get; init; }

    /// <summary>Gets the SHA-256 of the latent's bits, in hex: equal for every exact reconstruction.</summary>
    [JsonPropertyName("latent_sha256")]
    public required string LatentSha256 { get; init; }

    /// <summary>Gets whether the model's safety checker flags the picture, which is not changed; null if the model has no checker.</summary>
    [JsonPropertyName("flagged")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Flagged { get; init; }

    /// <summary>Gets the number of UNet row evaluations.</summary>
    [JsonPropertyName("unet_evaluations")]
    public required int UnetEvaluations { get; init; }

    /// <summary>Gets the wall-clock seconds.</summary>
    [JsonPropertyName("seconds")]
    public required double Seconds { get; init; }

    /// <summary>Gets the execution provider that was actually used.</summary>
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }
}
