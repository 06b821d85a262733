using BelmAgent.Diffusion.Autoencoder;
using BelmAgent.Diffusion.Models;
using BelmAgent.Imaging;

namespace BelmAgent.Diffusion.Tests.Autoencoder;

/// <summary>An autoencoder whose latent is the mean colour under each element, mixed, with a channel without information. It cannot decode.</summary>
internal sealed class LinearAutoencoder : IAutoencoder
{
    private static readonly double[,] Mix = { { 0.4, -0.3, 0.2 }, { 0.1, 0.5, -0.4 }, { -0.2, 0.3, 0.6 }, { 0, 0, 0 } };

    public int Channels => 4;

    public int Factor => 8;

    public double ScalingFactor => 1;

    public bool IsScalingFactorAssumed => false;

    public bool IsQuick => false;

    public int TiledFallbacks => 0;

    public LatentShape ShapeOf(int width, int height) => new(Channels, height / Factor, width / Factor);

    public double[] Encode(RgbImage image, CancellationToken cancellationToken = default)
    {
        var shape = ShapeOf(image.Width, image.Height);
        var latent = new double[shape.Length];
        for (var i = 0; i < latent.Length; i++)
        {
            var (channel, y, x) = (i / (shape.Height * shape.Width), i / shape.Width % shape.Height, i % shape.Width);
            for (var pixel = 0; pixel < Factor * Factor; pixel++)
            {
                var color = image[(x * Factor) + (pixel % Factor), (y * Factor) + (pixel / Factor)];
                latent[i] += ((Mix[channel, 0] * color.R) + (Mix[channel, 1] * color.G) + (Mix[channel, 2] * color.B) - 40) / (Factor * Factor * 50);
            }
        }

        return latent;
    }

    public RgbImage Decode(ReadOnlySpan<double> latent, LatentShape shape, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public void Decode(ReadOnlySpan<double> latent, LatentShape shape, Span<float> pixels, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
