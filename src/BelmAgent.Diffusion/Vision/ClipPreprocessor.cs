using BelmAgent.Diffusion.Models;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Resampling;

namespace BelmAgent.Diffusion.Vision;

/// <summary>Prepares pictures for CLIP's vision tower: centre crop, resampling, normalisation per channel.</summary>
/// <remarks>Resamples with Lanczos although CLIP was trained with bicubic; both preserve the content. Immutable.</remarks>
internal sealed class ClipPreprocessor
{
    // The values that CLIP was trained with (Radford et al. 2021), for folders without a config.
    private const double Side224 = 224;
    private static readonly double[] Mean = [0.48145466, 0.4578275, 0.40821073];
    private static readonly double[] Std = [0.26862954, 0.26130258, 0.27577711];

    private readonly IReadOnlyList<double> _mean;
    private readonly IReadOnlyList<double> _std;

    private ClipPreprocessor(int side, IReadOnlyList<double> mean, IReadOnlyList<double> std) => (Side, _mean, _std) = (side, mean, std);

    /// <summary>Gets the width and height of the prepared picture in pixels.</summary>
    public int Side { get; }

    /// <summary>Reads <c>preprocessor_config.json</c>; missing values are CLIP's own.</summary>
    /// <param name="path">The file; it may be missing.</param>
    /// <param name="declared">The side that the graph declares; 0 or less if it declares none.</param>
    public static ClipPreprocessor Load(string path, int declared)
    {
        var config = PartConfig.Load(path);
        var (mean, std) = (config.Numbers("image_mean") ?? Mean, config.Numbers("image_std") ?? Std);
        if (mean.Count != RgbImage.Channels || std.Count != RgbImage.Channels || std.Any(value => value <= 0))
        {
            throw ModelException.Broken(path, "image_mean and image_std must be three numbers each, the latter above 0");
        }

        var side = declared > 0 ? declared : (config.Numbers("crop_size") ?? config.Numbers("size"))?[0] ?? Side224;
        return side is >= 1 and <= 4096
            ? new ClipPreprocessor((int)side, mean, std)
            : throw ModelException.Broken(path, "'size' must be 1 to 4096 pixels");
    }

    /// <summary>Prepares a picture.</summary>
    /// <returns>Floats [1, 3, <see cref="Side"/>, <see cref="Side"/>]: (value ÷ 255 − mean) ÷ std, channel by channel.</returns>
    public float[] Prepare(RgbImage image)
    {
        var tensor = ImageTensor.ToTensor(ImageResize.To(image, Side, Side, ImageFit.CenterCrop).Image);
        var plane = Side * Side;
        for (var i = 0; i < tensor.Length; i++)
        {
            var channel = i / plane;
            tensor[i] = (float)((((tensor[i] + 1) / 2) - _mean[channel]) / _std[channel]);
        }

        return tensor;
    }
}
