using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Edits;

/// <summary>The difference between two pictures of the same size.</summary>
public sealed record PictureComparison
{
    /// <summary>Gets the peak signal-to-noise ratio over the whole picture, in dB; 99 for equal pictures.</summary>
    [JsonPropertyName("psnr")]
    public required double Psnr { get; init; }

    /// <summary>Gets the same over the pixels that hardly changed, in dB: how well the rest was preserved.</summary>
    [JsonPropertyName("background_psnr")]
    public required double BackgroundPsnr { get; init; }

    /// <summary>Gets the structural similarity, at most 1.</summary>
    [JsonPropertyName("ssim")]
    public required double Ssim { get; init; }

    /// <summary>Gets the share of the pixels that changed visibly, 0 to 1.</summary>
    [JsonPropertyName("changed_fraction")]
    public required double ChangedFraction { get; init; }
}
