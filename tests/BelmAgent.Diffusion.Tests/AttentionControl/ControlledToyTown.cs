using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Unet;

namespace BelmAgent.Diffusion.Tests.AttentionControl;

/// <summary>The embedded model with attention control and the original model, loaded once for all tests of a class.</summary>
public sealed class ControlledToyTown : IDisposable
{
    private readonly ToyTown _plain = new();
    private readonly string _cache = Directory.CreateTempSubdirectory("belm-attention").FullName;

    public ControlledToyTown()
    {
        var device = new DeviceOptions { Provider = "cpu", Threads = 1 };
        Controlled = UnetModel.LoadControlled(ModelFolder.Open(ToyTown.Path), device, new AttentionControlOptions { CacheFolder = _cache });
    }

    public UnetModel Plain => _plain.Pipeline.Unet;

    public UnetModel Controlled { get; }

    public AttentionLayout Layout => Controlled.Attention!;

    /// <summary>Creates a batch whose rows have different latents and prompts.</summary>
    public UnetBatch Batch(UnetModel unet, params ReadOnlySpan<string> prompts) => Batch(unet, unet.Native, prompts);

    public UnetBatch Batch(UnetModel unet, LatentShape shape, params ReadOnlySpan<string> prompts)
    {
        var batch = unet.CreateBatch(prompts.Length, shape, _plain.Pipeline.Text);
        for (var row = 0; row < prompts.Length; row++)
        {
            batch.SetCondition(row, _plain.Pipeline.Text.Encode(prompts[row]).Span);
            batch.SetSample(row, ToyTown.Noise(shape.Length, seed: 7 + row));
        }

        return batch;
    }

    public void Dispose()
    {
        Controlled.Dispose();
        _plain.Dispose();
        Directory.Delete(_cache, recursive: true);
    }
}
