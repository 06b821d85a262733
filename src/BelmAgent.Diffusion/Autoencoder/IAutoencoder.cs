using BelmAgent.Diffusion.Models;
using BelmAgent.Imaging;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.Autoencoder;

/// <summary>Encodes pictures to the latents that the UNet denoises, and decodes them.</summary>
/// <remarks>Deterministic in both directions. Safe to share between threads.</remarks>
public interface IAutoencoder : IDisposable
{
    /// <summary>Gets the number of channels of a latent: 4 for Stable Diffusion, 3 if the latent is the picture.</summary>
    int Channels { get; }

    /// <summary>Gets the number of pixels per latent element, along each side: 8 for Stable Diffusion, 1 if the latent is the picture.</summary>
    int Factor { get; }

    /// <summary>Gets the factor by which latents are multiplied before they enter the UNet.</summary>
    double ScalingFactor { get; }

    /// <summary>Gets whether no config gave the scaling factor, so that the one of SD-1.x is used.</summary>
    bool IsScalingFactorAssumed { get; }

    /// <summary>Gets whether decoding is fast enough for previews.</summary>
    bool IsQuick { get; }

    /// <summary>Gets the number of decodes that were tiled because memory was too small for the whole picture.</summary>
    int TiledFallbacks { get; }

    /// <summary>Returns the latent size of a picture.</summary>
    /// <param name="width">Width in pixels, a multiple of <see cref="Factor"/>.</param>
    /// <param name="height">Height in pixels, a multiple of <see cref="Factor"/>.</param>
    /// <exception cref="ArgumentException">A side is not a multiple of the factor.</exception>
    LatentShape ShapeOf(int width, int height);

    /// <summary>Encodes a picture to its scaled latent.</summary>
    /// <param name="image">A picture whose sides are multiples of <see cref="Factor"/>.</param>
    /// <param name="cancellationToken">Cancels during the call.</param>
    /// <returns>The latent, channel by channel; its size is <see cref="ShapeOf"/> the picture's.</returns>
    /// <exception cref="NonFiniteOutputException">The encoder returned NaN or infinity.</exception>
    double[] Encode(RgbImage image, CancellationToken cancellationToken = default);

    /// <summary>Decodes a latent.</summary>
    /// <param name="latent">The scaled latent, channel by channel.</param>
    /// <param name="shape">Its size.</param>
    /// <param name="cancellationToken">Cancels during the call.</param>
    /// <returns>The picture, clamped to 8 bits.</returns>
    /// <exception cref="NonFiniteOutputException">The decoder returned NaN or infinity.</exception>
    RgbImage Decode(ReadOnlySpan<double> latent, LatentShape shape, CancellationToken cancellationToken = default);

    /// <summary>Decodes a latent to floating-point values, neither rounded nor clamped.</summary>
    /// <param name="latent">The scaled latent, channel by channel.</param>
    /// <param name="shape">Its size.</param>
    /// <param name="pixels">Receives [3, height, width] in about [−1, 1].</param>
    /// <param name="cancellationToken">Cancels during the call.</param>
    /// <exception cref="NonFiniteOutputException">The decoder returned NaN or infinity.</exception>
    void Decode(ReadOnlySpan<double> latent, LatentShape shape, Span<float> pixels, CancellationToken cancellationToken = default);
}
