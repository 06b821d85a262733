using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Autoencoder;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Inference;
using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.PromptToPrompt;
using BelmAgent.Diffusion.Text;
using BelmAgent.Diffusion.Unet;
using BelmAgent.Diffusion.Vision;
using BelmAgent.Imaging;
using BelmAgent.Sampling;

namespace BelmAgent.Diffusion.Pipeline;

/// <summary>A loaded diffusion model: the parts that samplers and editors combine. Text-to-image in latents, or unconditional in pixels.</summary>
/// <remarks>Owns its parts. Safe to share; each noise predictor belongs to one caller.</remarks>
public sealed class DiffusionPipeline : IDisposable
{
    private readonly DeviceOptions _device;
    private readonly TextEncoder? _text;
    private readonly WorkingSizes _sizes;
    private LatentColors? _colors;
    private bool _hasColors = true;

    private DiffusionPipeline(
        ModelFolder folder, DeviceOptions device, SchedulerConfig scheduler, TextEncoder? text, UnetModel unet, IAutoencoder autoencoder)
    {
        (_device, _text) = (device, text);
        (Folder, Scheduler, Unet, Autoencoder) = (folder, scheduler, unet, autoencoder);
        Schedule = NoiseSchedule.FromConfig(scheduler);
        _sizes = new WorkingSizes
        {
            Native = (NativeWidth, NativeHeight),
            Multiple = WorkingSizes.LatentMultiple(folder.Config("unet")) * autoencoder.Factor,
            Rule = unet.IsOfFixedSize ? WorkingSizeRule.Native : folder.EditDefaults.WorkingSize ?? WorkingSizeRule.Area,
        };
    }

    /// <summary>Gets the model's files.</summary>
    public ModelFolder Folder { get; }

    /// <summary>Gets the model's scheduler configuration.</summary>
    public SchedulerConfig Scheduler { get; }

    /// <summary>Gets the noise schedule that the model was trained with.</summary>
    public NoiseSchedule Schedule { get; }

    /// <summary>Gets whether the model takes prompts; false for an unconditional model, which has no <see cref="Text"/>.</summary>
    public bool TakesPrompts => _text is not null;

    /// <summary>Gets the text encoder.</summary>
    /// <exception cref="ModelException"><c>prompts_not_taken</c>: the model is unconditional.</exception>
    public TextEncoder Text => _text ?? throw ModelException.TakesNoPrompts(Folder.Path);

    /// <summary>
    /// Gets the denoising network; it is replaced by
    /// <see cref="UseAttentionControl(AttentionControlOptions, LatentShape, CancellationToken)"/>.
    /// </summary>
    public UnetModel Unet { get; private set; }

    /// <summary>Gets the autoencoder.</summary>
    public IAutoencoder Autoencoder { get; }

    /// <summary>Gets the safety checker; null if the model has none.</summary>
    public SafetyChecker? Safety { get; private init; }

    /// <summary>Gets the scene classifier; null if the model has none.</summary>
    public SceneDescriber? Describer { get; private init; }

    /// <summary>Gets the execution provider that the UNet actually runs on.</summary>
    public string Provider => Unet.Provider;

    /// <summary>Gets the model's native picture width in pixels.</summary>
    public int NativeWidth => Unet.Native.Width * Autoencoder.Factor;

    /// <summary>Gets the model's native picture height in pixels.</summary>
    public int NativeHeight => Unet.Native.Height * Autoencoder.Factor;

    /// <summary>Returns the size at which the model works on a picture: of about its aspect ratio, with sides that the UNet can divide.</summary>
    /// <param name="width">Width of the picture in pixels, at least 1.</param>
    /// <param name="height">Height of the picture in pixels, at least 1.</param>
    /// <returns>
    /// Width and height in pixels, as <see cref="EditDefaults.WorkingSize"/> says; the native size for a picture of the native aspect ratio and
    /// for a network that is fixed to it.
    /// </returns>
    public (int Width, int Height) WorkingSizeFor(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        return _sizes.For(width, height);
    }

    /// <summary>Gets whether the model works at its native size only, and so at one scale of things.</summary>
    public bool HasOneSize => _sizes.Rule == WorkingSizeRule.Native;

    /// <summary>Loads a model.</summary>
    /// <param name="path">A model folder.</param>
    /// <param name="device">The device on which to run.</param>
    /// <exception cref="ModelException">A file is missing, damaged or does not fit.</exception>
    /// <exception cref="ExecutionProviderException">The requested provider cannot be used.</exception>
    public static DiffusionPipeline Load(string path, DeviceOptions device)
    {
        var folder = ModelFolder.Open(path);
        var scheduler = SchedulerFile.Load(folder);
        List<IDisposable> loaded = [];
        T Keep<T>(T part)
            where T : IDisposable?
        {
            if (part is not null)
            {
                loaded.Add(part);
            }

            return part;
        }

        try
        {
            var text = Keep(folder.TakesPrompts ? TextEncoder.Load(folder, device) : null);
            var unet = Keep(UnetModel.Load(folder, device));
            unet.ThrowIfUnfit(text);
            var autoencoder = Keep<IAutoencoder>(folder.TakesPrompts ? LatentAutoencoder.Load(folder, device) : new PixelAutoencoder());
            if (unet.Native.Channels != autoencoder.Channels)
            {
                throw ModelException.DoesNotFit(
                    folder.Model("unet"), $"a sample of {autoencoder.Channels} channels, as {(folder.TakesPrompts ? "the autoencoder's latents have" : "images have")}", $"{unet.Native.Channels} channels");
            }

            var safety = Keep(SafetyChecker.Load(folder, device));
            var describer = Keep(SceneDescriber.Load(folder, device));
            DiffusionPipeline pipeline = new(folder, device, scheduler, text, unet, autoencoder) { Safety = safety, Describer = describer };
            pipeline.ShareMemory();
            return pipeline;
        }
        catch
        {
            loaded.ForEach(part => part.Dispose());
            throw;
        }
    }

    /// <summary>Creates the noise predictor for a prompt.</summary>
    /// <param name="prompt">The prompt; may be empty, and must be empty for an unconditional model.</param>
    /// <param name="guidance">Classifier-free guidance w, at least 1; 1 for an unconditional model.</param>
    /// <param name="shape">Size of the latents.</param>
    /// <param name="negativePrompt">The prompt that guidance leads away from. Default: the empty prompt.</param>
    /// <param name="cancellationToken">Cancels the encoding of the prompts.</param>
    /// <returns>A predictor that the caller disposes.</returns>
    /// <exception cref="ModelException"><c>prompts_not_taken</c>: a prompt was given to an unconditional model.</exception>
    public GuidedNoisePredictor CreatePredictor(string prompt, double guidance, LatentShape shape, string negativePrompt = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(negativePrompt);
        var text = prompt.Length + negativePrompt.Length > 0 ? Text : _text;
        return new(new(Unet, text, shape, Scheduler.PredictionType), new(prompt, negativePrompt, guidance), cancellationToken);
    }

    /// <summary>Creates the noise predictor of several pictures of the native size at once; the caller disposes it.</summary>
    internal BatchNoisePredictor CreateBatchPredictor(int pictures, double guidance, CancellationToken cancellationToken = default) =>
        new(new(Unet, _text, Unet.Native, Scheduler.PredictionType), pictures, guidance, cancellationToken);

    /// <summary>
    /// Adds attention control to <see cref="Unet"/> (<see cref="UnetModel.Attention"/> is then not null) for the model's native size;
    /// a second call does nothing.
    /// </summary>
    /// <inheritdoc cref="UseAttentionControl(AttentionControlOptions, LatentShape, CancellationToken)"/>
    public void UseAttentionControl(AttentionControlOptions options, CancellationToken cancellationToken = default) =>
        UseAttentionControl(options, Unet.Native, cancellationToken);

    /// <summary>
    /// Adds attention control to <see cref="Unet"/> for latents of a given size: which self layers' maps are shared depends on their
    /// number of queries at that size (<see cref="AttentionControlOptions.MaxSelfTokens"/>). Does nothing if the network already has
    /// that control.
    /// </summary>
    /// <param name="options">The layers, and the cache for the edited graph.</param>
    /// <param name="size">The size of the latents to come; another size only affects self-attention.</param>
    /// <param name="cancellationToken">Cancels before the network is replaced.</param>
    /// <exception cref="AttentionControlException">The attention cannot be recognised in the graph; the pipeline is unchanged.</exception>
    /// <exception cref="ModelException">The UNet's file is missing or damaged.</exception>
    /// <remarks>
    /// The current network is disposed before the other is loaded, so that the weights are never in memory twice: existing predictors
    /// and batches must be disposed before the call and created again after it. Call it only while the pipeline is lent to nobody
    /// else.
    /// </remarks>
    public void UseAttentionControl(AttentionControlOptions options, LatentShape size, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (Unet.Attention is { } layout && layout.Fits(size))
        {
            return;
        }

        var graph = new AttentionControlCache(options).Open(Folder, size == Unet.Native ? null : size);
        cancellationToken.ThrowIfCancellationRequested();
        Unet.Dispose();
        try
        {
            Unet = UnetModel.LoadControlled(Folder, _device, graph);
        }
        catch
        {
            IsUsable = false;
            Unet = UnetModel.Load(Folder, _device);
            IsUsable = true;
            throw;
        }
        finally
        {
            ShareMemory();
        }
    }

    /// <summary>
    /// Gets or sets whether the pipeline can be used; false after a replacement of the network failed in both directions. The pipeline
    /// must then be disposed and loaded again.
    /// </summary>
    internal bool IsUsable { get; private set; } = true;

    /// <summary>Creates the noise predictor of an edit that shares attention with its source.</summary>
    /// <param name="sourcePrompt">The prompt that describes the picture.</param>
    /// <param name="targetPrompt">The desired content.</param>
    /// <param name="guidance">Classifier-free guidance w of the target, at least 1.</param>
    /// <param name="shape">Size of the latents.</param>
    /// <param name="source">The source's trajectory; sampling starts at its last node.</param>
    /// <param name="shared">The shared attention, and when it is shared.</param>
    /// <param name="negativePrompt">The prompt that guidance leads away from. Default: the empty prompt.</param>
    /// <param name="cancellationToken">Cancels the encoding of the prompts.</param>
    /// <returns>A predictor that the caller disposes.</returns>
    /// <exception cref="InvalidOperationException">The UNet has no attention control: see <see cref="UseAttentionControl(AttentionControlOptions, LatentShape, CancellationToken)"/>.</exception>
    public SharedAttentionPredictor CreatePredictor(
        string sourcePrompt, string targetPrompt, double guidance, LatentShape shape, Trajectory source, SharedAttention shared,
        string negativePrompt = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(shared);
        return new(
            new(Unet, Text, shape, Scheduler.PredictionType), sourcePrompt, new(targetPrompt, negativePrompt, guidance), source, shared, cancellationToken);
    }

    /// <summary>
    /// Runs the UNet and the decoder once on zeros at the native size, so that the first picture need not wait for kernel selection.
    /// </summary>
    /// <param name="cancellationToken">Cancels during a network call.</param>
    public void WarmUp(CancellationToken cancellationToken = default)
    {
        var shape = Unet.Native;
        using (var batch = Unet.CreateBatch(_text is null ? 1 : 2, shape, _text))
        {
            batch.Run(Schedule.TrainingSteps - 1, cancellationToken);
        }

        Autoencoder.Decode(new double[shape.Length], shape, cancellationToken);
    }

    /// <summary>Creates a small preview of an unfinished latent for a waiting user.</summary>
    /// <param name="latent">The scaled latent, channel by channel.</param>
    /// <param name="shape">Its size.</param>
    /// <param name="cancellationToken">Cancels during a network call.</param>
    /// <returns>
    /// The decoded picture if the decoder is small and therefore fast; otherwise, since a large decoder takes as long as a sampling
    /// step, one pixel per latent element, estimated by a linear map that is fitted on first use if the encoder allows it.
    /// </returns>
    public RgbImage Preview(ReadOnlySpan<double> latent, LatentShape shape, CancellationToken cancellationToken = default)
    {
        if (Autoencoder.IsQuick || !_hasColors)
        {
            return Autoencoder.Decode(latent, shape, cancellationToken);
        }

        try
        {
            return (_colors ??= LatentColors.Fit(Autoencoder, cancellationToken)).Of(latent, shape);
        }
        catch (Exception e) when (e is ModelException or NonFiniteOutputException or DeviceMemoryException)
        {
            // The encoder has a fixed size or is out of memory; a preview is not essential.
            _hasColors = false;
            return Autoencoder.Decode(latent, shape, cancellationToken);
        }
    }

    // In low-memory mode, loading a part unloads the others.
    private void ShareMemory()
    {
        if (_device.LowMemory)
        {
            OnnxModel?[] models = [_text?.Model, Unet.Model, .. (Autoencoder as LatentAutoencoder)?.Models ?? [], Safety?.Model, Describer?.Model];
            _ = new ResidentModels([.. models.OfType<OnnxModel>()]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _text?.Dispose();
        Unet.Dispose();
        Autoencoder.Dispose();
        Safety?.Dispose();
        Describer?.Dispose();
    }
}
