using System.Text.Json.Serialization;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Editing.Checks;

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

/// <summary>Measures how two pictures differ, and how well the unchanged part was preserved.</summary>
internal static class PictureMeasures
{
    // A model's strokes extend a few pixels beyond the visibly changed pixels.
    private const int Reach = 4;
    private const double Equal = 99;

    public static PictureComparison Compare(RgbImage before, RgbImage after)
    {
        var changed = ImageComparison.ChangedMask(before, after);
        var background = changed.Dilated(Reach).Inverted();
        return new PictureComparison
        {
            Psnr = Finite(ImageComparison.Psnr(before, after)),
            BackgroundPsnr = background.Count == 0 ? 0 : Finite(ImageComparison.Psnr(before, after, background)),
            Ssim = ImageComparison.Ssim(before, after),
            ChangedFraction = (double)changed.Count / (before.Width * before.Height),
        };
    }

    private static double Finite(double psnr) => Math.Min(psnr, Equal);
}
