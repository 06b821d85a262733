using System.Collections.Concurrent;
using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Tests.AttentionControl.Unets;
using BelmAgent.Diffusion.Text;
using BelmAgent.Diffusion.Unet;

namespace BelmAgent.Diffusion.Tests.AttentionControl.Reference;

/// <summary>One UNet three times: original, with control in its graph, and cut open for the host.</summary>
internal sealed class ReferenceUnet : IDisposable
{
    public const string ToyTownName = "toytown";
    private static readonly DeviceOptions Device = new() { Provider = "cpu", Threads = 1 };
    private readonly string _cache = Directory.CreateTempSubdirectory("belm-attention").FullName;
    private readonly SdUnet? _sd;
    private readonly TextEncoder _text;
    private readonly Lazy<UnetModel> _plain;
    private readonly Lazy<CutUnet> _cut;
    private readonly ConcurrentDictionary<(int, int, LatentShape?), UnetModel> _controlled = [];

    public ReferenceUnet(string name)
    {
        _sd = name == ToyTownName ? null : new SdUnet(name);
        Folder = _sd?.Folder ?? ModelFolder.Open(ToyTown.Path);
        _text = TextEncoder.Load(Folder, Device);
        _plain = new Lazy<UnetModel>(() => UnetModel.Load(Folder, Device));
        _cut = new Lazy<CutUnet>(() => new CutUnet(Folder.Model("unet")));
    }

    public ModelFolder Folder { get; }

    public UnetModel Plain => _plain.Value;

    public CutUnet Cut => _cut.Value;

    /// <summary>Gets the length L.</summary>
    public int Words => _text.Length;

    public TextEncoder Text => _text;

    public UnetModel Controlled(int maxSelfTokens = 1024, int blendTokens = 256, LatentShape? size = null) => _controlled.GetOrAdd(
        (maxSelfTokens, blendTokens, size),
        _ => UnetModel.LoadControlled(
            Folder,
            Device,
            new AttentionControlCache(new AttentionControlOptions { CacheFolder = _cache, MaxSelfTokens = maxSelfTokens, BlendTokens = blendTokens }).Open(Folder, size)));

    /// <summary>Creates a batch of random latents, all different, and of prompts.</summary>
    public UnetRows Rows(LatentShape shape, params ReadOnlySpan<string> prompts) => new(
        shape,
        Timestep: 421,
        [.. Enumerable.Range(7, prompts.Length).Select(seed => ToyTown.Noise(shape.Length, seed).Select(x => (float)x).ToArray())],
        [.. prompts.ToArray().Select(prompt => _text.Encode(prompt).ToArray())]);

    public UnetBatch Batch(UnetModel unet, UnetRows rows)
    {
        var batch = unet.CreateBatch(rows.Count, rows.Shape, _text);
        for (var row = 0; row < rows.Count; row++)
        {
            batch.SetSample(row, [.. rows.Latents[row].Select(x => (double)x)]);
            batch.SetCondition(row, rows.Embeddings[row]);
        }

        return batch;
    }

    /// <summary>Returns the predicted noise of all rows.</summary>
    public static float[] Run(UnetBatch batch, UnetRows rows)
    {
        batch.Run(rows.Timestep, default);
        var output = new double[rows.Shape.Length];
        return [.. Enumerable.Range(0, rows.Count).SelectMany(row =>
        {
            batch.GetOutput(row, output);
            return output.Select(x => (float)x).ToArray();
        })];
    }

    public void Dispose()
    {
        foreach (var disposable in (IEnumerable<IDisposable?>)[
            .. _controlled.Values, _plain.IsValueCreated ? Plain : null, _cut.IsValueCreated ? Cut : null, _text, _sd])
        {
            disposable?.Dispose();
        }

        Directory.Delete(_cache, recursive: true);
    }
}
