using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Inference;
using BelmAgent.Diffusion.Models;
using BelmAgent.Imaging;

namespace BelmAgent.Diffusion.Vision;

/// <summary>The safety checker that some exports contain in <c>safety_checker/</c>: decides whether a picture is flagged.</summary>
/// <remarks>The checker's own replacement for a flagged picture is never used. Safe to share between threads; calls wait for one another.</remarks>
public sealed class SafetyChecker : IDisposable
{
    private const string Part = "safety_checker";
    private const string ClipInput = "clip_input";
    private const string Images = "images";
    private const string Flags = "has_nsfw_concepts";

    private readonly OnnxModel _model;
    private readonly ClipPreprocessor _preprocessor;
    private readonly Lock _gate = new();

    internal OnnxModel Model => _model;

    private SafetyChecker(OnnxModel model, ClipPreprocessor preprocessor) => (_model, _preprocessor) = (model, preprocessor);

    /// <summary>Loads the checker of a model folder; <c>feature_extractor/preprocessor_config.json</c> is read if present.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="device">The device on which to run.</param>
    /// <returns>The checker; null if the folder has none.</returns>
    /// <exception cref="ModelException">A file is damaged or does not fit.</exception>
    public static SafetyChecker? Load(ModelFolder folder, DeviceOptions device)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!folder.Has(Part))
        {
            return null;
        }

        var model = OnnxModel.Load(folder.Model(Part), device);
        try
        {
            model.ExpectOnly(ClipInput, Images);
            if (!model.Outputs.ContainsKey(Flags))
            {
                throw ModelException.DoesNotFit(model.Path, $"an output named {Flags}", string.Join(", ", model.Outputs.Keys));
            }

            var side = model.Input(ClipInput).Dimensions is [.., var declared] ? declared : 0;
            return new SafetyChecker(model, ClipPreprocessor.Load(folder.File("feature_extractor/preprocessor_config.json"), side));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Returns whether a picture is flagged.</summary>
    /// <param name="image">A picture of any size.</param>
    /// <param name="cancellationToken">Cancels during the call.</param>
    /// <returns>True if the picture is flagged.</returns>
    public bool IsFlagged(RgbImage image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        lock (_gate)
        {
            using var run = new OnnxRun(_model);
            run.BindInput(ClipInput, 1, RgbImage.Channels, _preprocessor.Side, _preprocessor.Side).Write(_preprocessor.Prepare(image));
            run.Refresh(ClipInput);
            if (_model.Inputs.ContainsKey(Images))
            {
                // Rows of pixels from 0 to 1, as expected by checkers that black out the picture.
                run.BindInput(Images, 1, image.Height, image.Width, RgbImage.Channels).Write(Array.ConvertAll(image.Pixels.ToArray(), value => value / 255f));
                run.Refresh(Images);
            }

            var flags = run.BindOutput(Flags, 1);
            run.Run(cancellationToken);
            return flags.IsTrue(0);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
