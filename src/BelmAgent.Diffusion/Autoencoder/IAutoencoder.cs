using BelmAgent.Diffusion.Models;
using BelmAgent.Imaging;

namespace BelmAgent.Diffusion.Autoencoder;

/// <summary>Pictures to what the UNet denoises, and back.</summary>
/// <remarks>Deterministic both ways. Safe to share between threads.</remarks>
public interface IAutoencoder : IDisposable
{
    /// <summary>Gets the channels of a latent: 4 for Stable Diffusion, 3 where the latent is the picture.</summary>
    int Channels { get; }

    /// <summary>Gets the pixels per latent element, along each side: 8 for Stable Diffusion, 1 where the latent is the picture.</summary>
    int Factor { get; }

    /// <summary>What latents are multiplied by before the UNet sees them.</summary>
    double ScalingFactor { get; }

    /// <summary>Gets whether no config named the scaling factor, so that of SD-1.x was taken.</summary>
    bool IsScalingFactorAssumed { get; }

    /// <summary>Gets whether decoding is so quick that a preview may be decoded.</summary>
    bool IsQuick { get; }

    /// <summary>How many decodes were made in tiles because memory was too small for the whole.</summary>
    int TiledFallbacks { get; }

    /// <summary>Returns the latent size of a picture.</summary>
    /// <param name="width">Width in pixels, a multiple of <see cref="Factor"/>.</param>
    /// <param name="height">Height in pixels, a multiple of <see cref="Factor"/>.</param>
    /// <exception cref="ArgumentException">A side is not a multiple.</exception>
    LatentShape ShapeOf(int width, int height);

    /// <summary>Encodes a picture to its scaled latent.</summary>
    /// <param name="image">A picture whose sides divide by <see cref="Factor"/>.</param>
    /// <param name="cancellationToken">Stops within the call.</param>
    /// <returns>The latent, channel by channel; its size is <see cref="ShapeOf"/> the picture's.</returns>
    /// <exception cref="NonFiniteOutputException">The encoder gave NaN or infinity.</exception>
    double[] Encode(RgbImage image, CancellationToken cancellationToken = default);

    /// <summary>Decodes a latent.</summary>
    /// <param name="latent">The scaled latent, channel by channel.</param>
    /// <param name="shape">Its size.</param>
    /// <param name="cancellationToken">Stops within the call.</param>
    /// <returns>The picture, clamped to 8 bits.</returns>
    /// <exception cref="NonFiniteOutputException">The decoder gave NaN or infinity.</exception>
    RgbImage Decode(ReadOnlySpan<double> latent, LatentShape shape, CancellationToken cancellationToken = default);

    /// <summary>Decodes a latent to numbers, neither rounded nor clamped.</summary>
    /// <param name="latent">The scaled latent, channel by channel.</param>
    /// <param name="shape">Its size.</param>
    /// <param name="pixels">Receives [3, height, width] in about [−1, 1].</param>
    /// <param name="cancellationToken">Stops within the call.</param>
    /// <exception cref="NonFiniteOutputException">The decoder gave NaN or infinity.</exception>
    void Decode(ReadOnlySpan<double> latent, LatentShape shape, Span<float> pixels, CancellationToken cancellationToken = default);
}
