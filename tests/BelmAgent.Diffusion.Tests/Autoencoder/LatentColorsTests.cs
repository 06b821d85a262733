using BelmAgent.Diffusion.Autoencoder;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Comparison;
using BelmAgent.Imaging.Resampling;

namespace BelmAgent.Diffusion.Tests.Autoencoder;

/// <summary>A preview without the decoder shows the colours of the picture where they are.</summary>
public class LatentColorsTests(ToyTown toyTown) : IClassFixture<ToyTown>
{
    [Theory]
    [InlineData("astronaut.png")]
    [InlineData("house.png")]
    public void The_colours_under_each_element_come_back(string file)
    {
        using var autoencoder = new LinearAutoencoder();
        var picture = ImageCodec.Default.ReadFile(Path.Combine(AppContext.BaseDirectory, "samples", file));
        picture = ImageResize.To(picture, 192, 128, ImageFit.CenterCrop).Image;
        var shape = autoencoder.ShapeOf(picture.Width, picture.Height);

        var preview = LatentColors.Fit(autoencoder, default).Of(autoencoder.Encode(picture), shape);

        Assert.Equal((24, 16), (preview.Width, preview.Height));
        Assert.InRange(ImageComparison.Psnr(ImageResize.To(picture, 24, 16, ImageFit.Stretch).Image, preview), 25, double.PositiveInfinity);
    }

    [Fact]
    public void A_small_decoder_previews_by_itself()
    {
        var pipeline = toyTown.Pipeline;
        var latent = ToyTown.Noise(pipeline.Unet.Native.Length, seed: 1);

        Assert.Equal(pipeline.Autoencoder.Decode(latent, pipeline.Unet.Native).Pixels, pipeline.Preview(latent, pipeline.Unet.Native).Pixels);
    }
}
