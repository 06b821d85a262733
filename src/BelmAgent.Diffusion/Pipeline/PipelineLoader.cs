using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using Microsoft.Extensions.Logging;

namespace BelmAgent.Diffusion.Pipeline;

/// <summary>Loads the model on first use and lends it to one caller at a time, in the order of requests.</summary>
/// <remarks>
/// Safe to share between threads. Owns the pipeline. After <see cref="DeviceOptions.UnloadAfter"/> without a caller, the pipeline is
/// disposed; it is loaded again for the next caller.
/// </remarks>
public sealed partial class PipelineLoader : IDisposable
{
    private readonly ModelOptions _model;
    private readonly DeviceOptions _device;
    private readonly ILogger<PipelineLoader> _logger;
    private readonly TimeProvider _clock;
    private readonly FairTurn _turn = new();
    private readonly ITimer? _idle;
    private DiffusionPipeline? _pipeline;
    private ModelFolder? _folder;
    private long _givenBack;

    /// <summary>Creates a loader; nothing is loaded yet.</summary>
    /// <param name="model">The model.</param>
    /// <param name="device">The device, and how long to keep the model loaded.</param>
    /// <param name="logger">Logs which provider is actually used.</param>
    /// <param name="clock">Measures how long the model has been idle. Default: the system's.</param>
    public PipelineLoader(ModelOptions model, DeviceOptions device, ILogger<PipelineLoader> logger, TimeProvider? clock = null)
    {
        (_model, _device, _logger, _clock) = (model, device, logger, clock ?? TimeProvider.System);
        _idle = device.UnloadAfter is null ? null : _clock.CreateTimer(_ => UnloadIfIdle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Gets the model's files, which are known before anything is loaded.</summary>
    /// <exception cref="ModelException">A file is missing.</exception>
    public ModelFolder Folder => _folder ??= ModelFolder.Open(_model.Path);

    /// <summary>Gets whether the model is currently loaded.</summary>
    public bool IsLoaded => Volatile.Read(ref _pipeline) is not null;

    /// <summary>Waits for the model, loading it if necessary.</summary>
    /// <param name="cancellationToken">Cancels the wait; the order of the other callers does not change.</param>
    /// <returns>The model, exclusively for the caller until disposed.</returns>
    /// <exception cref="Models.ModelException">A file is missing, damaged or does not fit.</exception>
    /// <exception cref="BelmException"><c>runtime_missing</c>: oNNX Runtime's native library is missing.</exception>
    /// <exception cref="ExecutionProviderException">The requested provider cannot be used.</exception>
    /// <exception cref="DeviceMemoryException">The model does not fit into the device's memory.</exception>
    public async Task<PipelineLease> AcquireAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // The lock may have been granted at the same moment as the cancellation.
            cancellationToken.ThrowIfCancellationRequested();
            if (_pipeline is { IsUsable: false })
            {
                Unload();
            }

            _pipeline ??= await Task.Run(() => Load(cancellationToken), cancellationToken);
            return Lend(_pipeline);
        }
        catch
        {
            GiveBack();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _idle?.Dispose();
        _pipeline?.Dispose();
    }

    private PipelineLease Lend(DiffusionPipeline pipeline)
    {
        var tiled = pipeline.Autoencoder.TiledFallbacks;
        return new PipelineLease(pipeline, () =>
        {
            try
            {
                if (pipeline.Autoencoder.TiledFallbacks > tiled)
                {
                    LogTiled(pipeline.Provider);
                }
            }
            finally
            {
                GiveBack();
            }
        });
    }

    private void GiveBack()
    {
        Volatile.Write(ref _givenBack, _clock.GetTimestamp());
        _turn.Release();
        if (_device.UnloadAfter is { } patience)
        {
            _idle!.Change(patience, Timeout.InfiniteTimeSpan);
        }
    }

    private void UnloadIfIdle()
    {
        // The current holder restarts the clock when it returns the model.
        if (!_turn.TryEnter())
        {
            return;
        }

        try
        {
            if (_pipeline is not null && _clock.GetElapsedTime(Volatile.Read(ref _givenBack)) >= _device.UnloadAfter)
            {
                Unload();
                LogUnloaded(_model.Path);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Unload()
    {
        _pipeline?.Dispose();
        _pipeline = null;
    }

    private DiffusionPipeline Load(CancellationToken cancellationToken)
    {
        var pipeline = DiffusionPipeline.Load(_model.Path, _device);
        LogLoaded(pipeline.Folder.Path, pipeline.Provider);
        foreach (var fallback in pipeline.Unet.Fallbacks)
        {
            LogFallback(fallback.Provider, fallback.Reason, pipeline.Provider);
        }

        if (pipeline.Autoencoder.IsScalingFactorAssumed)
        {
            LogScalingFactor(pipeline.Folder.Path, pipeline.Autoencoder.ScalingFactor);
        }

        if (_device.WarmUp)
        {
            WarmUp(pipeline, cancellationToken);
        }

        return pipeline;
    }

    private static void WarmUp(DiffusionPipeline pipeline, CancellationToken cancellationToken)
    {
        try
        {
            pipeline.WarmUp(cancellationToken);
        }
        catch
        {
            pipeline.Dispose();
            throw;
        }
    }

    [LoggerMessage(LogLevel.Information, "Unloaded {Model}, which was idle.")]
    private partial void LogUnloaded(string model);

    [LoggerMessage(LogLevel.Information, "Loaded {Model} on {Provider}.")]
    private partial void LogLoaded(string model, string provider);

    [LoggerMessage(LogLevel.Warning, "The execution provider {Wanted} could not be used ({Reason}); running on {Provider}.")]
    private partial void LogFallback(string wanted, string reason, string provider);

    [LoggerMessage(LogLevel.Warning, "Memory on {Provider} was too small to decode a whole image, so it was decoded in tiles and looks slightly different: a smaller image needs less memory.")]
    private partial void LogTiled(string provider);

    [LoggerMessage(LogLevel.Warning, "No config in {Model} names the autoencoder's scaling factor; assuming {Factor}.")]
    private partial void LogScalingFactor(string model, double factor);
}

/// <summary>The model, lent to one caller until disposed.</summary>
public sealed class PipelineLease : IDisposable
{
    private Action? _giveBack;

    internal PipelineLease(DiffusionPipeline pipeline, Action giveBack) => (Pipeline, _giveBack) = (pipeline, giveBack);

    /// <summary>Gets the model.</summary>
    public DiffusionPipeline Pipeline { get; }

    /// <summary>Returns the model; a second call does nothing.</summary>
    public void Dispose() => Interlocked.Exchange(ref _giveBack, null)?.Invoke();
}

/// <summary>Options of the model. Configuration section <c>Belm:Model</c>.</summary>
public sealed class ModelOptions
{
    /// <summary>Gets or sets a model folder in the layout of a Stable Diffusion ONNX export. Default: the StickerTown that comes with the app.</summary>
    public string Path { get; set; } = System.IO.Path.Combine(AppContext.BaseDirectory, "models", "stickertown");
}
