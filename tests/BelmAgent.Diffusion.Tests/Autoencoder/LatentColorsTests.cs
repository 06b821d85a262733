using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Autoencoder;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Comparison;
using BelmAgent.Imaging.Resampling;
using Google.Protobuf;

namespace BelmAgent.Diffusion.Tests.Autoencoder;

/// <summary>A preview without the decoder shows the picture's colours in their places.</summary>
public class LatentColorsTests(ToyTown toyTown) : IClassFixture<ToyTown>
{
    [Theory]
    [InlineData("astronaut.png")]
    [InlineData("house.png")]
    public void The_colours_under_each_element_come_back(string file)
    {
        using var autoencoder = new LinearAutoencoder();
        var picture = ImageCodec.ReadFile(Path.Combine(AppContext.BaseDirectory, "samples", file));
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

    [Theory]
    [InlineData(false, 16)]
    [InlineData(true, 128)]
    public void A_large_decoder_is_spared_unless_the_encoder_takes_one_size_alone(bool isFixed, int width)
    {
        var folder = Directory.CreateTempSubdirectory("belm-preview").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(ToyTown.Path, "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(folder, Path.GetRelativePath(ToyTown.Path, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }

            Change(Path.Combine(folder, "vae_decoder", "model.onnx"), graph => graph.Initializer.Add(Ballast()));
            Change(Path.Combine(folder, "vae_encoder", "model.onnx"), graph =>
            {
                if (isFixed)
                {
                    Fix(graph.Input[0], side: 64);
                }
            });
            using var pipeline = DiffusionPipeline.Load(folder, new DeviceOptions { Provider = "cpu", Threads = 1 });

            for (var look = 0; look < 2; look++)
            {
                Assert.Equal(width, pipeline.Preview(new double[pipeline.Unet.Native.Length], pipeline.Unet.Native).Width);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Change(string path, Action<GraphProto> change)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        change(model.Graph);
        File.WriteAllBytes(path, model.ToByteArray());
    }

    private static TensorProto Ballast()
    {
        const int Bytes = 36 << 20;
        return new TensorProto { Name = "ballast", DataType = 1, Dims = { Bytes / sizeof(float) }, RawData = ByteString.CopyFrom(new byte[Bytes]) };
    }

    private static void Fix(ValueInfoProto input, int side)
    {
        foreach (var dim in input.Type.TensorType.Shape.Dim.Skip(2))
        {
            dim.DimValue = side;
        }
    }
}
