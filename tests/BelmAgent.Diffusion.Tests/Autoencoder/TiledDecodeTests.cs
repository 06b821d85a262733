using BelmAgent.Diffusion.Autoencoder;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Diffusion.Tests.Autoencoder;

public class TiledDecodeTests(ToyTown toyTown) : IClassFixture<ToyTown>
{
    [Theory]
    [InlineData(64, 64)]
    [InlineData(72, 33)]
    [InlineData(16, 100)]
    public void Where_a_pixel_depends_on_its_own_element_alone_tiles_give_the_whole(int height, int width)
    {
        var shape = new LatentShape(3, height, width);
        var latent = ToyTown.Noise(shape.Length, seed: 3);
        var pixels = new float[shape.Length];

        new TiledDecode(shape, side: 32, factor: 1).Run(latent, pixels, (tile, picture) =>
        {
            for (var i = 0; i < tile.Length; i++)
            {
                picture[i] = (float)tile[i];
            }
        });

        Assert.All(Enumerable.Range(0, pixels.Length), i => Assert.Equal(latent[i], pixels[i], 1e-5));
    }

    [Fact]
    public void A_latent_of_one_tile_is_decoded_once()
    {
        var calls = 0;
        var shape = new LatentShape(3, 16, 16);

        new TiledDecode(shape, side: 32, factor: 1).Run(new double[shape.Length], new float[shape.Length], (_, _) => calls++);

        Assert.Equal(1, calls);
    }

    [Fact]
    public void The_larger_the_tiles_the_nearer_a_large_picture_is_to_the_whole()
    {
        var whole = toyTown.Pipeline.Autoencoder;
        using var tiled = LatentAutoencoder.Load(ModelFolder.Open(ToyTown.Path), new DeviceOptions { Provider = "cpu", Threads = 1, TiledDecode = true });
        var image = CheckPicture.Draw(512, 384, seed: 2);
        var (latent, shape) = (whole.Encode(image), whole.ShapeOf(image.Width, image.Height));

        var reference = whole.Decode(latent, shape);
        var (small, large) = (ImageComparison.Psnr(reference, tiled.Decode(latent, shape)), ImageComparison.Psnr(reference, InTiles((LatentAutoencoder)whole, latent, shape, side: 48)));

        Assert.Equal((32, 0), (tiled.TileSide, tiled.TiledFallbacks));
        Assert.True(small > 25, $"{small:0.0} dB");
        Assert.True(large > 40, $"{large:0.0} dB");
    }

    [Fact]
    public void Where_memory_is_too_small_for_the_whole_tiles_take_its_place()
    {
        using var model = new GreedyDecoder(tile: 32);
        using var autoencoder = LatentAutoencoder.Load(ModelFolder.Open(model.Folder), new DeviceOptions { Provider = "cpu", Threads = 1 });
        var shape = new LatentShape(4, 64, 64);
        var latent = ToyTown.Noise(shape.Length, seed: 5);
        var pixels = new float[3 * 64 * 64];

        autoencoder.Decode(latent, shape, pixels);

        Assert.Equal(1, autoencoder.TiledFallbacks);
        Assert.All(Enumerable.Range(0, pixels.Length), i => Assert.Equal(latent[i], pixels[i], 1e-5));
    }

    [Fact]
    public void Where_memory_is_too_small_for_a_tile_the_part_is_named_with_what_helps()
    {
        using var model = new GreedyDecoder(tile: 64);
        using var autoencoder = LatentAutoencoder.Load(ModelFolder.Open(model.Folder), new DeviceOptions { Provider = "cpu", Threads = 1 });
        var shape = new LatentShape(4, 64, 64);

        var exception = Assert.Throws<DeviceMemoryException>(() => autoencoder.Decode(new double[shape.Length], shape));

        Assert.Equal(("vae_decoder", "cpu"), (exception.Part, exception.Provider));
        Assert.Contains("Belm:Device:TiledDecode", exception.Remedy, StringComparison.Ordinal);
    }

    private static RgbImage InTiles(LatentAutoencoder autoencoder, double[] latent, LatentShape shape, int side)
    {
        var tiles = new TiledDecode(shape, side, autoencoder.Factor);
        var (width, height) = (shape.Width * autoencoder.Factor, shape.Height * autoencoder.Factor);
        using var decoder = new BoundDecoder(autoencoder.Models[1], tiles.Tile, autoencoder.Factor);
        var pixels = new float[ImageTensor.Length(width, height)];
        // ToyTown's scaling factor is 1.
        tiles.Run(latent, pixels, (tile, picture) => decoder.Run(tile, picture, default));
        return ImageTensor.FromTensor(pixels, width, height);
    }
}
