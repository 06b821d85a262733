using BelmAgent.Diffusion.Models;
using BelmAgent.Imaging;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.Tests.Autoencoder;

public class LatentAutoencoderTests(ToyTown toyTown) : IClassFixture<ToyTown>
{
    [Fact]
    public void Encoding_twice_gives_the_same_bits()
    {
        var image = Gradient();

        Assert.Equal(toyTown.Pipeline.Autoencoder.Encode(image), toyTown.Pipeline.Autoencoder.Encode(image));
    }

    [Fact]
    public void A_picture_comes_back_at_its_size_and_looks_alike()
    {
        var image = Gradient();
        var autoencoder = toyTown.Pipeline.Autoencoder;
        var back = autoencoder.Decode(autoencoder.Encode(image), autoencoder.ShapeOf(image.Width, image.Height));

        Assert.Equal((image.Width, image.Height), (back.Width, back.Height));
        var error = Enumerable.Range(0, image.Pixels.Length).Average(i => Math.Abs(image.Pixels[i] - back.Pixels[i]));
        Assert.True(error < 40, $"mean error {error:0.0} of 255");
    }

    [Fact]
    public void A_size_that_does_not_divide_is_refused() =>
        Assert.Throws<ArgumentException>(() => toyTown.Pipeline.Autoencoder.ShapeOf(130, 128));

    [Fact]
    public void A_latent_that_is_not_finite_is_reported()
    {
        var shape = new LatentShape(4, 16, 16);
        var latent = new double[shape.Length];
        latent[0] = double.PositiveInfinity;

        Assert.Throws<NonFiniteOutputException>(() => toyTown.Pipeline.Autoencoder.Decode(latent, shape));
    }

    private static RgbImage Gradient()
    {
        var pixels = new byte[128 * 128 * 3];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)((i / 3 / 128) + (40 * (i % 3)));
        }

        return new RgbImage(128, 128, pixels);
    }
}
