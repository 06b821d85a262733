using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Text;
using Microsoft.ML.OnnxRuntime;

namespace BelmAgent.Diffusion.Unet;

/// <summary>The denoising network of a model folder.</summary>
/// <remarks>Owns its session. Safe to share; each <see cref="UnetBatch"/> belongs to one caller.</remarks>
public sealed class UnetModel : IDisposable
{
    private readonly OnnxModel _model;

    private UnetModel(OnnxModel model, int channels, int nativeHeight, int nativeWidth)
    {
        _model = model;
        Native = new LatentShape(channels, nativeHeight, nativeWidth);
    }

    /// <summary>The latent size that the network was trained at.</summary>
    public LatentShape Native { get; }

    /// <summary>The execution provider that is really used.</summary>
    public string Provider => _model.Provider;

    /// <summary>Providers that were tried before it.</summary>
    public IReadOnlyList<DeviceFallback> Fallbacks => _model.Fallbacks;

    internal OnnxModel Model => _model;

    /// <summary>Loads the UNet of a model folder.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="device">Where to run.</param>
    /// <exception cref="ModelException">The file is missing, broken or does not fit.</exception>
    public static UnetModel Load(ModelFolder folder, DeviceOptions device)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var model = OnnxModel.Load(folder.Model("unet"), device);
        try
        {
            model.ExpectOnly("sample", "timestep", "encoder_hidden_states");
            _ = model.Input("timestep");
            _ = model.Input("encoder_hidden_states");
            _ = model.Output("out_sample", "sample", "noise_pred");
            var declared = model.Input("sample").Dimensions;
            if (declared.Length != 4)
            {
                throw new ModelContractException(model.Path, "a sample of rank 4", $"rank {declared.Length}");
            }

            var config = folder.Config("unet");
            var size = (int)(config.Number("sample_size") ?? 64);
            return new UnetModel(
                model,
                declared[1] > 0 ? declared[1] : (int)(config.Number("in_channels") ?? 4),
                declared[2] > 0 ? declared[2] : size,
                declared[3] > 0 ? declared[3] : size);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Allocates and binds memory for a number of rows, to be run again and again.</summary>
    /// <param name="rows">Rows of the batch, at least 1.</param>
    /// <param name="shape">Size of each row's latent.</param>
    /// <param name="text">The encoder whose embeddings will be given.</param>
    public UnetBatch CreateBatch(int rows, LatentShape shape, TextEncoder text)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentNullException.ThrowIfNull(text);
        var width = _model.Input("encoder_hidden_states").Dimensions[^1];
        return width > 0 && width != text.Width
            ? throw new ModelContractException(_model.Path, $"text embeddings of width {width}", $"width {text.Width}")
            : new UnetBatch(_model, rows, shape, text.Length, text.Width);
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
