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

/// <summary>A diffusion model, loaded whole: the parts that samplers and editors put together. Text-to-image in latents, or unconditional in pixels.</summary>
/// <remarks>Owns its parts. Safe to share; noise predictors belong to one caller each.</remarks>
public sealed class DiffusionPipeline : IDisposable
{
    private readonly DeviceOptions _device;
    private readonly TextEncoder? _text;
    private LatentColors? _colors;
    private bool _hasColors = true;

    private DiffusionPipeline(
        ModelFolder folder, DeviceOptions device, SchedulerConfig scheduler, TextEncoder? text, UnetModel unet, IAutoencoder autoencoder)
    {
        (_device, _text) = (device, text);
        (Folder, Scheduler, Unet, Autoencoder) = (folder, scheduler, unet, autoencoder);
        Schedule = NoiseSchedule.FromConfig(scheduler);
    }

    /// <summary>Gets the model's files.</summary>
    public ModelFolder Folder { get; }

    /// <summary>What the model's scheduler config says.</summary>
    public SchedulerConfig Scheduler { get; }

    /// <summary>Gets the noise schedule that the model was trained with.</summary>
    public NoiseSchedule Schedule { get; }

    /// <summary>False for an unconditional model, which has no <see cref="Text"/>.</summary>
    public bool TakesPrompts => _text is not null;

    /// <summary>Gets the prompts to embeddings.</summary>
    /// <exception cref="PromptsNotTakenException">The model is unconditional.</exception>
    public TextEncoder Text => _text ?? throw new PromptsNotTakenException(Folder.Path);

    /// <summary>
    /// Gets or sets the denoising network; another one after
    /// <see cref="UseAttentionControl(AttentionControlOptions, LatentShape, CancellationToken)"/>.
    /// </summary>
    public UnetModel Unet { get; private set; }

    /// <summary>Gets the pictures to latents and back.</summary>
    public IAutoencoder Autoencoder { get; }

    /// <summary>Gets the flags pictures; null when the model has no safety checker.</summary>
    public SafetyChecker? Safety { get; private init; }

    /// <summary>Gets the scene classifier; null when the model has none.</summary>
    public SceneDescriber? Describer { get; private init; }

    /// <summary>Gets the execution provider that the UNet really runs on.</summary>
    public string Provider => Unet.Provider;

    /// <summary>Gets the width in pixels of the pictures that the model was trained on.</summary>
    public int NativeWidth => Unet.Native.Width * Autoencoder.Factor;

    /// <summary>Gets the height in pixels of the pictures that the model was trained on.</summary>
    public int NativeHeight => Unet.Native.Height * Autoencoder.Factor;

    /// <summary>Loads a model.</summary>
    /// <param name="path">A model folder.</param>
    /// <param name="device">Where to run.</param>
    /// <exception cref="ModelException">A file is missing, broken or does not fit.</exception>
    /// <exception cref="ExecutionProviderException">The provider that was asked for cannot be used.</exception>
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
            IAutoencoder autoencoder = Keep<IAutoencoder>(folder.TakesPrompts ? LatentAutoencoder.Load(folder, device) : new PixelAutoencoder());
            if (unet.Native.Channels != autoencoder.Channels)
            {
                throw new ModelContractException(
                    folder.Model("unet"), $"a sample of {autoencoder.Channels} channels, as {(folder.TakesPrompts ? "the autoencoder's latents have" : "pictures have")}", $"{unet.Native.Channels} channels");
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

    /// <summary>Creates the noise function of a prompt.</summary>
    /// <param name="prompt">The prompt; may be empty, and must be for an unconditional model.</param>
    /// <param name="guidance">Classifier-free guidance w, at least 1; 1 for an unconditional model.</param>
    /// <param name="shape">Size of the latents.</param>
    /// <param name="negativePrompt">What guidance leads away from. Default: the empty prompt.</param>
    /// <param name="cancellationToken">Stops the encoding of the prompts.</param>
    /// <returns>A predictor that the caller disposes.</returns>
    /// <exception cref="PromptsNotTakenException">A prompt was given to an unconditional model.</exception>
    public GuidedNoisePredictor CreatePredictor(string prompt, double guidance, LatentShape shape, string negativePrompt = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(negativePrompt);
        var text = prompt.Length + negativePrompt.Length > 0 ? Text : _text;
        return new(new(Unet, text, shape, Scheduler.PredictionType), new(prompt, negativePrompt, guidance), cancellationToken);
    }

    /// <summary>
    /// Gives <see cref="Unet"/> attention control (<see cref="UnetModel.Attention"/> is then not null) at the size that it was trained at; a
    /// second call does nothing.
    /// </summary>
    /// <inheritdoc cref="UseAttentionControl(AttentionControlOptions, LatentShape, CancellationToken)"/>
    public void UseAttentionControl(AttentionControlOptions options, CancellationToken cancellationToken = default) =>
        UseAttentionControl(options, Unet.Native, cancellationToken);

    /// <summary>
    /// Gives <see cref="Unet"/> attention control for latents of a size: which self layers' maps are shared depends on how many queries they
    /// have there (<see cref="AttentionControlOptions.MaxSelfTokens"/>). Does nothing where the network has that control already.
    /// </summary>
    /// <param name="options">Which layers, and where the edited graph is kept.</param>
    /// <param name="size">The size of the latents to come; another one is right too, but for self attention.</param>
    /// <param name="cancellationToken">Stops before the network is exchanged.</param>
    /// <exception cref="AttentionControlException">The graph does not show its attention; the pipeline stays as it was.</exception>
    /// <exception cref="ModelException">The UNet's file is missing or broken.</exception>
    /// <remarks>
    /// The network at hand is disposed before the other is loaded, so that the weights are never held twice: predictors and
    /// batches made before must be disposed before, and are made anew. Call it while the pipeline is lent to nobody else.
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

    /// <summary>False once an exchange of the network failed both ways: the pipeline must be disposed and loaded again.</summary>
    internal bool IsUsable { get; private set; } = true;

    /// <summary>Creates the noise function of an edit that shares attention with its source.</summary>
    /// <param name="sourcePrompt">What the picture shows.</param>
    /// <param name="targetPrompt">What it shall show.</param>
    /// <param name="guidance">Classifier-free guidance w of the target, at least 1.</param>
    /// <param name="shape">Size of the latents.</param>
    /// <param name="source">The source's trajectory; sampling begins at its last node.</param>
    /// <param name="shared">What is shared, and when.</param>
    /// <param name="negativePrompt">What guidance leads away from. Default: the empty prompt.</param>
    /// <param name="cancellationToken">Stops the encoding of the prompts.</param>
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

    /// <summary>Runs the UNet once and the decoder once on zeros at the native size, so that the first picture need not wait for kernels to be chosen.</summary>
    /// <param name="cancellationToken">Stops within a network call.</param>
    public void WarmUp(CancellationToken cancellationToken = default)
    {
        var shape = Unet.Native;
        using (var batch = Unet.CreateBatch(_text is null ? 1 : 2, shape, _text))
        {
            batch.Run(Schedule.TrainingSteps - 1, cancellationToken);
        }

        Autoencoder.Decode(new double[shape.Length], shape, cancellationToken);
    }

    /// <summary>Returns a small picture of a latent on its way, for a person who waits.</summary>
    /// <param name="latent">The scaled latent, channel by channel.</param>
    /// <param name="shape">Its size.</param>
    /// <param name="cancellationToken">Stops within a network call.</param>
    /// <returns>
    /// The decoded picture where the decoder is small and so quick; of a large one, which takes as long as a step of sampling, one pixel a
    /// latent element, read off by a linear map that is fitted on first use where the encoder can.
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
        catch (Exception e) when (e is ModelException or DeviceMemoryException)
        {
            // An encoder of fixed size, or one that finds no room: what people wait for does not need it.
            _hasColors = false;
            return Autoencoder.Decode(latent, shape, cancellationToken);
        }
    }

    // In low-memory mode a part that is loaded has the others let go.
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
