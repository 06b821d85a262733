using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Editing.Tests.Doubles;
using BelmAgent.Evaluation.Features;
using BelmAgent.Imaging;
using Microsoft.ML.OnnxRuntime;

namespace BelmAgent.Evaluation.Tests.Features;

public sealed class FeatureNetworkTests : IDisposable
{
    private static readonly DeviceOptions Cpu = new() { Provider = "cpu", Threads = 1 };
    private readonly TemporaryFolder _folder = new();

    // torch.nn.functional.interpolate(mode="bilinear", align_corners=False) of the same 5 × 4 picture, first channel.
    private static readonly float[] Larger =
    [
        0.0f, 8.25f, 17.4167f, 26.5833f, 35.75f, 44.0f, 28.0f, 36.25f, 45.4167f, 54.5833f, 63.75f, 72.0f, 65.1667f, 73.4167f, 82.5833f, 91.75f, 100.9167f, 109.1667f,
        101.8333f, 110.0833f, 119.25f, 128.4167f, 137.5833f, 145.8333f, 138.5f, 147.125f, 156.4167f, 165.5833f, 174.75f, 183.0f, 166.0f, 175.0f, 184.4167f, 193.5833f, 202.75f, 211.0f,
    ];

    private static readonly float[] Smaller = [36.25f, 63.75f, 147.125f, 174.75f, 39.75f, 67.375f, 150.75f, 178.75f, 43.25f, 71.25f, 154.625f, 182.25f];

    [Fact]
    public void Pictures_are_stretched_as_torch_does()
    {
        var (larger, smaller) = (new float[3 * 36], new float[12]);
        new FeatureInput(6, 1, 0).Write(Ramp(), larger);
        new FeatureInput(2, 1, 0).Write(Ramp(), smaller);

        Assert.All(Larger.Zip(larger), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
        Assert.All(Smaller.Zip(smaller), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
    }

    [Fact]
    public void Channels_range_and_mean_are_the_networks()
    {
        var tensor = new float[12];
        new FeatureInput(2, 2, 5) { IsBgr = true, Mean = [.. Enumerable.Range(0, 12).Select(i => (float)i)] }.Write(RgbImage.Filled(2, 2, new RgbColor(10, 20, 30)), tensor);

        Assert.Equal([65, 64, 63, 62, 41, 40, 39, 38, 17, 16, 15, 14], tensor);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Features_of_a_picture_do_not_depend_on_the_number_of_pictures(int batch)
    {
        using var network = FeatureNetwork.Load(TinyNetwork.Write(_folder["tiny.onnx"], batch), "0..1", Cpu);
        var images = Enumerable.Range(0, 5).Select(i => RgbImage.Filled(16, 16, new RgbColor((byte)(51 * i), 0, 255))).ToList();
        var features = new float[5 * network.Length];

        network.Extract(images, features, TestContext.Current.CancellationToken);

        Assert.Equal((12, "tiny"), (network.Length, network.Name));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(0.2f * i, features[12 * i], 1e-6);
            Assert.Equal(1, features[(12 * i) + 11], 1e-6);
        }
    }

    [Fact]
    public void The_range_of_pixels_is_part_of_a_networks_identity()
    {
        var path = TinyNetwork.Write(_folder["tiny.onnx"]);
        var known = FeatureNetwork.Ranges.Select(range =>
        {
            using var network = FeatureNetwork.Load(path, range, Cpu);
            return network.Sha256;
        }).ToList();

        Assert.Equal(FeatureNetwork.Ranges.Count, known.Distinct().Count());
    }

    // The package's own preparation and network, run by themselves; the preparation puts blue first and subtracts a mean picture.
    [Fact]
    public void ResNet18_sees_pictures_as_its_package_prepares_them()
    {
        const int Side = 224;
        var image = new RgbImage(Side, Side, [.. Enumerable.Range(0, Side * Side * 3).Select(i => (byte)(i * i / 977))]);
        var pixels = new float[3 * Side * Side];
        for (var i = 0; i < Side * Side; i++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                pixels[(channel * Side * Side) + i] = image.Pixels[(3 * i) + channel];
            }
        }

        using var resNet = FeatureNetwork.LoadResNet18(Cpu);
        var features = new float[resNet.Length];
        resNet.Extract([image], features, TestContext.Current.CancellationToken);
        var expected = Run(FeatureNetwork.DefaultPath, Run(Path.Combine(Path.GetDirectoryName(FeatureNetwork.DefaultPath)!, "ResNetPreprocess.onnx"), pixels));

        Assert.Equal(("ResNet18", 512), (resNet.Name, resNet.Length));
        Assert.All(expected.Zip(features), pair => Assert.Equal(pair.First, pair.Second, 1e-4f + (1e-4f * Math.Abs(pair.First))));
        Assert.True(expected.Max() > 1);

        float[] Run(string path, float[] values)
        {
            using var session = new InferenceSession(path);
            using var input = OrtValue.CreateTensorValueFromMemory(values, [1, 3, Side, Side]);
            using var options = new RunOptions();
            using var results = session.Run(options, [session.InputNames[0]], [input], [session.OutputNames[0]]);
            return results[0].GetTensorDataAsSpan<float>().ToArray();
        }
    }

    [Fact]
    public void A_network_that_gives_no_features_is_refused()
    {
        Assert.Throws<ModelException>(() => FeatureNetwork.Load(_folder["none.onnx"], "0..1", Cpu));
        Assert.Throws<ModelException>(() => FeatureNetwork.Load(Path.Combine(AppContext.BaseDirectory, "models", "toytown", "vae_decoder", "model.onnx"), "0..1", Cpu));
    }

    public void Dispose() => _folder.Dispose();

    private static RgbImage Ramp() => new(5, 4, [.. Enumerable.Range(0, 60).Select(i => (byte)Math.Round(i * 3.7f, MidpointRounding.ToEven))]);
}
