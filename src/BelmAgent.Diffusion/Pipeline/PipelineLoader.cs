using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Models;
using Microsoft.Extensions.Logging;

namespace BelmAgent.Diffusion.Pipeline;

/// <summary>Loads the model on first use and lends it to one caller at a time.</summary>
/// <remarks>Safe to share between threads. Owns the pipeline.</remarks>
public sealed partial class PipelineLoader : IDisposable
{
    private readonly ModelOptions _model;
    private readonly DeviceOptions _device;
    private readonly ILogger<PipelineLoader> _logger;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private DiffusionPipeline? _pipeline;
    private ModelFolder? _folder;

    /// <summary>Makes a loader; nothing is loaded yet.</summary>
    /// <param name="model">Which model.</param>
    /// <param name="device">Where to run it.</param>
    /// <param name="logger">Told which provider is really used.</param>
    public PipelineLoader(ModelOptions model, DeviceOptions device, ILogger<PipelineLoader> logger) =>
        (_model, _device, _logger) = (model, device, logger);

    /// <summary>The model's files, known before anything is loaded.</summary>
    /// <exception cref="ModelException">A file is missing.</exception>
    public ModelFolder Folder => _folder ??= ModelFolder.Open(_model.Path);

    /// <summary>Waits for the model, loading it if need be.</summary>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The model, for the caller alone until disposed.</returns>
    /// <exception cref="Models.ModelException">A file is missing, broken or does not fit.</exception>
    /// <exception cref="ExecutionProviderException">The provider that was asked for cannot be used.</exception>
    public async Task<PipelineLease> AcquireAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_pipeline is { IsUsable: false } broken)
            {
                _pipeline = null;
                broken.Dispose();
            }

            _pipeline ??= await Task.Run(Load, cancellationToken);
            return new PipelineLease(_pipeline, _turn);
        }
        catch
        {
            _turn.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pipeline?.Dispose();
        _turn.Dispose();
    }

    private DiffusionPipeline Load()
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

        return pipeline;
    }

    [LoggerMessage(LogLevel.Information, "Loaded {Model} on {Provider}.")]
    private partial void LogLoaded(string model, string provider);

    [LoggerMessage(LogLevel.Warning, "The execution provider {Wanted} could not be used ({Reason}); running on {Provider}.")]
    private partial void LogFallback(string wanted, string reason, string provider);

    [LoggerMessage(LogLevel.Warning, "No config in {Model} names the autoencoder's scaling factor; assuming {Factor}.")]
    private partial void LogScalingFactor(string model, double factor);
}
