using System.Text.Json.Serialization;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;
using BelmAgent.Imaging.Resampling;

namespace BelmAgent.Editing.Checks;

/// <summary>The difference between two pictures of the same size.</summary>
public sealed record PictureComparison
{
    /// <summary>The peak signal-to-noise ratio that stands for equal pictures, in dB.</summary>
    public const double Equal = 99;

    /// <summary>Gets the peak signal-to-noise ratio over the whole picture, in dB; <see cref="Equal"/> for equal pictures.</summary>
    [JsonPropertyName("psnr")]
    public required double Psnr { get; init; }

    /// <summary>Gets the same over the pixels that hardly changed, in dB: how well the rest was preserved.</summary>
    [JsonPropertyName("background_psnr")]
    public required double BackgroundPsnr { get; init; }

    /// <summary>Gets the structural similarity, at most 1; of pictures above a megapixel, at a megapixel.</summary>
    [JsonPropertyName("ssim")]
    public required double Ssim { get; init; }

    /// <summary>Gets the share of the pixels that changed visibly, 0 to 1.</summary>
    [JsonPropertyName("changed_fraction")]
    public required double ChangedFraction { get; init; }

    /// <summary>Gets the share of the pixels that are the same to the bit, 0 to 1.</summary>
    [JsonPropertyName("kept_fraction")]
    public double KeptFraction { get; init; }
}

/// <summary>Measures how two pictures differ, and how well the unchanged part was preserved.</summary>
internal static class PictureMeasures
{
    // A model's strokes extend a few pixels beyond the visibly changed pixels.
    private const int Reach = 4;

    // The windows of structural similarity take a hundred bytes a pixel.
    private const double MaxSimilarityPixels = 1 << 20;

    /// <summary>Compares two pictures; the one before is resampled if it has another size.</summary>
    public static PictureComparison Compare(RgbImage before, RgbImage after)
    {
        before = ImageResize.Resample(before, after.Width, after.Height);
        var changed = ImageComparison.ChangedMask(before, after);
        var background = changed.Dilated(Reach).Inverted();
        return new PictureComparison
        {
            Psnr = Finite(ImageComparison.Psnr(before, after)),
            BackgroundPsnr = background.Count == 0 ? 0 : Finite(ImageComparison.Psnr(before, after, background)),
            Ssim = ImageComparison.Ssim(Small(before), Small(after)),
            ChangedFraction = (double)changed.Count / (before.Width * before.Height),
            KeptFraction = 1 - ImageComparison.ChangedFraction(before, after, threshold: 0),
        };
    }

    private static RgbImage Small(RgbImage image)
    {
        var scale = Math.Sqrt(MaxSimilarityPixels / ((double)image.Width * image.Height));
        return scale >= 1 ? image : ImageResize.Resample(image, Math.Max(1, (int)(image.Width * scale)), Math.Max(1, (int)(image.Height * scale)));
    }

    private static double Finite(double psnr) => Math.Min(psnr, PictureComparison.Equal);
}
