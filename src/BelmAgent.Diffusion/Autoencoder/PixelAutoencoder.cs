using System.Numerics.Tensors;
using BelmAgent.Diffusion.Models;
using BelmAgent.Imaging;

namespace BelmAgent.Diffusion.Autoencoder;

/// <summary>The autoencoder of a model that denoises pixels, such as DDPM: the latent is the picture in [−1, 1] itself.</summary>
/// <remarks>Lossless. Stateless; safe to share between threads.</remarks>
public sealed class PixelAutoencoder : IAutoencoder
{
    /// <inheritdoc/>
    public int Channels => RgbImage.Channels;

    /// <inheritdoc/>
    public int Factor => 1;

    /// <inheritdoc/>
    public double ScalingFactor => 1;

    /// <inheritdoc/>
    public bool IsScalingFactorAssumed => false;

    /// <inheritdoc/>
    public bool IsQuick => true;

    /// <inheritdoc/>
    public int TiledFallbacks => 0;

    /// <inheritdoc/>
    public LatentShape ShapeOf(int width, int height) => new(Channels, height, width);

    /// <inheritdoc/>
    public double[] Encode(RgbImage image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        cancellationToken.ThrowIfCancellationRequested();
        var pixels = ImageTensor.ToTensor(image);
        var latent = new double[pixels.Length];
        TensorPrimitives.ConvertSaturating<float, double>(pixels, latent);
        return latent;
    }

    /// <inheritdoc/>
    public RgbImage Decode(ReadOnlySpan<double> latent, LatentShape shape, CancellationToken cancellationToken = default)
    {
        var pixels = new float[shape.Length];
        Decode(latent, shape, pixels, cancellationToken);
        return ImageTensor.FromTensor(pixels, shape.Width, shape.Height);
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<double> latent, LatentShape shape, Span<float> pixels, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(shape.Channels, Channels, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfNotEqual(latent.Length, shape.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, shape.Length);
        cancellationToken.ThrowIfCancellationRequested();
        TensorPrimitives.ConvertSaturating(latent, pixels);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
