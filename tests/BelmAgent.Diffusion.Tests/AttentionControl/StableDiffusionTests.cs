using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Tests.AttentionControl.Unets;
using BelmAgent.Diffusion.Tests.Models;
using BelmAgent.Diffusion.Unet;

namespace BelmAgent.Diffusion.Tests.AttentionControl;

/// <summary>UNets of Stable Diffusion 1.5's structure, exported in the styles that are found in the wild.</summary>
public sealed class StableDiffusionTests : IDisposable
{
    private static readonly DeviceOptions Device = new() { Provider = "cpu", Threads = 1 };
    private readonly string _cache = Directory.CreateTempSubdirectory("belm-attention").FullName;
    private readonly ParityData _data = new(SdUnet.Data("parity.safetensors"));

    public static TheoryData<string> Styles => [SdUnet.Torch1, SdUnet.Torch2, SdUnet.Half];

    [Theory]
    [MemberData(nameof(Styles))]
    public void The_sixteen_layers_of_each_kind_are_found(string style)
    {
        using var folder = new SdUnet(style);
        using var unet = Load(folder);
        var layout = unet.Attention!;
        var tokens = unet.Native.Height * unet.Native.Width;

        int[] levels = [0, 0, 1, 1, 2, 2, 3, 2, 2, 2, 1, 1, 1, 0, 0, 0];
        Assert.Equal(levels, layout.Cross.Select(layer => layer.Level));
        Assert.Equal(levels, layout.Mutual.Select(layer => layer.Level));
        Assert.Equal(levels.Select(level => tokens >> (2 * level)), layout.Cross.Select(layer => layer.NativeTokens));
        AttentionPlace[] places = [.. Enumerable.Repeat(AttentionPlace.Down, 6), AttentionPlace.Mid, .. Enumerable.Repeat(AttentionPlace.Up, 9)];
        Assert.Equal(places, layout.Cross.Select(layer => layer.Place));
        Assert.Equal(places, layout.Mutual.Select(layer => layer.Place));
        Assert.Equal(Enumerable.Range(0, 16), layout.Mutual.Select(layer => layer.Index));
        Assert.All(layout.Mutual, layer => Assert.Equal(AttentionKind.Self, layer.Kind));
    }

    [Theory]
    [InlineData(SdUnet.Torch1, 0)]
    [InlineData(SdUnet.Torch2, 0)]
    [InlineData(SdUnet.Half, 0)]
    public void Off_the_network_computes_what_the_file_computes(string style, double tolerance)
    {
        using var folder = new SdUnet(style);
        using var plain = UnetModel.Load(folder.Folder, Device);
        using var controlled = Load(folder);
        for (var rows = 1; rows <= 3; rows++)
        {
            var (expected, actual) = (Run(plain, rows), Run(controlled, rows));

            Assert.True(expected.Max(Math.Abs) > 0.1);
            Assert.InRange(expected.Zip(actual).Max(pair => Math.Abs(pair.First - pair.Second)), 0, tolerance);
        }
    }

    public void Dispose() => Directory.Delete(_cache, recursive: true);

    private UnetModel Load(SdUnet unet) => UnetModel.LoadControlled(unet.Folder, Device, new AttentionControlOptions { CacheFolder = _cache });

    // Off, at a number of rows that the parity data may not have.
    private double[] Run(UnetModel unet, int rows)
    {
        var (words, width) = ((int)_data.Shape("b1.encoder_hidden_states")[1], (int)_data.Shape("b1.encoder_hidden_states")[2]);
        using var batch = new UnetBatch(unet.Model, unet.Attention, rows, unet.Native, words, width);
        var output = new double[rows * unet.Native.Length];
        for (var row = 0; row < rows; row++)
        {
            batch.SetSample(row, ToyTown.Noise(unet.Native.Length, seed: row));
            batch.SetCondition(row, [.. ToyTown.Noise(words * width, seed: 10 + row).Select(value => (float)value)]);
        }

        batch.Run(500, default);
        for (var row = 0; row < rows; row++)
        {
            batch.GetOutput(row, output.AsSpan(row * unet.Native.Length, unet.Native.Length));
        }

        return output;
    }
}
