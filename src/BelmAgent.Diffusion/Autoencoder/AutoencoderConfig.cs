using BelmAgent.Diffusion.Models;

namespace BelmAgent.Diffusion.Autoencoder;

/// <summary>The settings in the configs of a model's two VAE halves; the decoder's take precedence.</summary>
/// <param name="Channels">Channels of a latent.</param>
/// <param name="Factor">Pixels per latent element, along each side.</param>
/// <param name="SampleSize">Side in pixels of the training pictures.</param>
/// <param name="ScalingFactor">The factor by which latents are multiplied; null if neither config gives it.</param>
internal sealed record AutoencoderConfig(int Channels, int Factor, int SampleSize, double? ScalingFactor)
{
    private const int MaxChannels = 1024;
    private const int MaxSide = 1 << 16;
    private const int MaxBlocks = 8;
    private const double MaxScaling = 1000;

    /// <exception cref="ModelException">A config is damaged, or a value is out of its range.</exception>
    public static AutoencoderConfig Load(ModelFolder folder)
    {
        var (front, back) = (folder.Config("vae_encoder"), folder.Config("vae_decoder"));
        T? First<T>(Func<PartConfig, T?> read)
            where T : struct => read(back) ?? read(front);
        return new AutoencoderConfig(
            First(config => config.Whole("latent_channels", 1, MaxChannels)) ?? 4,
            1 << (First(config => config.Count("block_out_channels", 1, MaxBlocks)) ?? 4) - 1,
            First(config => config.Whole("sample_size", 1, MaxSide)) ?? 512,
            First(config => config.Positive("scaling_factor", MaxScaling)));
    }
}
