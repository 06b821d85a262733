using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Inference;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Text;
using Microsoft.ML.OnnxRuntime;

namespace BelmAgent.Diffusion.Unet;

/// <summary>The denoising network of a model folder.</summary>
/// <remarks>Owns its session. Safe to share; each <see cref="UnetBatch"/> belongs to one caller.</remarks>
public sealed class UnetModel : IDisposable
{
    /// <summary>The names of the output in different exporters.</summary>
    internal static readonly string[] OutputNames = ["out_sample", "sample", "noise_pred"];

    private readonly OnnxModel _model;

    private UnetModel(OnnxModel model, LatentShape native, AttentionLayout? attention, AttentionCacheFailure? failure) =>
        (_model, Native, Attention, AttentionCacheFailure) = (model, native, attention, failure);

    /// <summary>Gets the latent size that the network was trained at.</summary>
    public LatentShape Native { get; }

    /// <summary>Gets whether the graph takes latents of the native size alone.</summary>
    internal bool IsOfFixedSize => _model.Input("sample").Dimensions is [_, _, > 0, > 0];

    /// <summary>Gets the execution provider that is actually used.</summary>
    public string Provider => _model.Provider;

    /// <summary>Gets the providers that were tried before it.</summary>
    public IReadOnlyList<DeviceFallback> Fallbacks => _model.Fallbacks;

    /// <summary>Gets the layers whose attention is controlled; null if loaded without control.</summary>
    public AttentionLayout? Attention { get; }

    /// <summary>Gets the reason why the graph with control could not be cached; null if it was, or if loaded without control.</summary>
    public AttentionCacheFailure? AttentionCacheFailure { get; }

    internal OnnxModel Model => _model;

    /// <summary>Loads the UNet of a model folder.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="device">The device on which to run.</param>
    /// <exception cref="ModelException">The file is missing, damaged or does not fit.</exception>
    public static UnetModel Load(ModelFolder folder, DeviceOptions device)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var path = folder.Model("unet");
        return Check(
            OnnxModel.Load(path, device, Contract(folder), () => AttentionFusion.Fuse(path, Configured(folder))), folder, _ => null, null);
    }

    /// <summary>Loads the UNet of a model folder with attention control in its graph. The file itself is not changed.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="device">The device on which to run.</param>
    /// <param name="options">The layers, and the cache for the edited graph.</param>
    /// <exception cref="AttentionControlException">The attention cannot be recognised in the graph.</exception>
    /// <exception cref="ModelException">The file is missing, damaged or does not fit.</exception>
    public static UnetModel LoadControlled(ModelFolder folder, DeviceOptions device, AttentionControlOptions options)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return LoadControlled(folder, device, new AttentionControlCache(options).Open(folder));
    }

    internal static UnetModel LoadControlled(ModelFolder folder, DeviceOptions device, EditedGraph graph) => Check(
        OnnxModel.Load(
            folder.Model("unet"), graph.Bytes, device, Contract(folder).With(ControlNames.Inputs), () => AttentionFusion.Fuse(graph.Bytes, Configured(folder))),
        folder,
        model => LayoutText.Read(model.Metadata[LayoutText.Key]),
        graph.Failure);

    private static LatentShape Configured(ModelFolder folder) => UnetSize.Configured(folder.Config("unet"));

    private static GraphContract Contract(ModelFolder folder) => folder.TakesPrompts ? GraphContract.Unet : GraphContract.UnconditionalUnet;

    private static UnetModel Check(OnnxModel model, ModelFolder folder, Func<OnnxModel, AttentionLayout?> attention, AttentionCacheFailure? failure)
    {
        try
        {
            var layout = attention(model);
            var declared = model.Input("sample").Dimensions;
            if (declared.Length != 4)
            {
                throw ModelException.DoesNotFit(model.Path, "a sample of rank 4", $"rank {declared.Length}");
            }

            var native = UnetSize.Native(declared, UnetSize.Configured(folder.Config("unet")));
            // A network that also predicts its variance has twice the channels.
            return model.Outputs[model.Output(OutputNames)].Dimensions is [_, > 0 and var given, ..] && given != native.Channels
                ? throw ModelException.DoesNotFit(model.Path, $"as many channels out as in, {native.Channels}", $"{given}")
                : new UnetModel(model, native, layout, failure);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Allocates and binds memory for a number of rows, for repeated runs.</summary>
    /// <param name="rows">Rows of the batch, at least 1.</param>
    /// <param name="shape">Size of each row's latent.</param>
    /// <param name="text">The encoder whose embeddings will be used; null for an unconditional network.</param>
    /// <exception cref="ModelException">The embeddings do not have the network's width.</exception>
    public UnetBatch CreateBatch(int rows, LatentShape shape, TextEncoder? text)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ThrowIfUnfit(text);
        return new UnetBatch(_model, Attention, rows, shape, text?.Length ?? 0, text?.Width ?? 0);
    }

    /// <summary>Refuses a text encoder that does not match the network.</summary>
    internal void ThrowIfUnfit(TextEncoder? text)
    {
        if (text is null || _model.Input("encoder_hidden_states").Dimensions is not [_, var length, var width])
        {
            return;
        }

        if (width > 0 && width != text.Width)
        {
            throw ModelException.DoesNotFit(_model.Path, $"text embeddings of width {width}", $"width {text.Width}");
        }

        if (length > 0 && length != text.Length)
        {
            throw ModelException.DoesNotFit(_model.Path, $"{length} text embeddings", $"{text.Length}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
