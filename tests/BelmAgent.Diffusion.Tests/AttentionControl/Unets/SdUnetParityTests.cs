using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Inference;
using BelmAgent.Diffusion.Tests.Models;

namespace BelmAgent.Diffusion.Tests.AttentionControl.Unets;

/// <summary>The UNets with Stable Diffusion's structure compute the same as in the framework that exported them.</summary>
public class SdUnetParityTests
{
    private readonly ParityData _data = new(SdUnet.Data("parity.safetensors"));

    [Theory]
    [InlineData(SdUnet.Torch1, SdUnet.Torch1, "b1", 1e-4)]
    [InlineData(SdUnet.Torch1, SdUnet.Torch1, "b2", 1e-4)]
    [InlineData(SdUnet.Torch2, SdUnet.Torch2, "b1", 1e-4)]
    [InlineData(SdUnet.Torch2, SdUnet.Torch2, "b2", 1e-4)]
    [InlineData(SdUnet.Half, SdUnet.Torch2, "b1", 2e-2)]
    [InlineData(SdUnet.Half, SdUnet.Torch2, "b2", 2e-2)]
    public void The_unet_agrees(string name, string style, string batch, double tolerance)
    {
        using var unet = new SdUnet(name);
        using var model = OnnxModel.Load(unet.Folder.Model("unet"), new DeviceOptions { Provider = "cpu", Threads = 1 });
        AssertAgrees(model, _data, style, batch, tolerance);
    }

    internal static void AssertAgrees(OnnxModel model, ParityData data, string style, string batch, double tolerance)
    {
        using var run = new OnnxRun(model);
        foreach (var (input, tensor) in ((string, string)[])[("sample", "sample"), ("timestep", $"{style}.timestep"), ("encoder_hidden_states", "encoder_hidden_states")])
        {
            run.BindInput(input, data.Shape($"{batch}.{tensor}")).Write(data.Floats($"{batch}.{tensor}"));
        }

        var expected = data.Floats($"{batch}.{style}.out_sample");
        var output = run.BindOutput("out_sample", data.Shape($"{batch}.{style}.out_sample"));
        run.Run(CancellationToken.None);
        var actual = new float[expected.Length];
        output.Read(actual.AsSpan());

        Assert.True(expected.Max(Math.Abs) > 0.5);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
