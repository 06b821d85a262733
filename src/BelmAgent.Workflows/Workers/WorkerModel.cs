using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Pipeline;

namespace BelmAgent.Workflows.Workers;

/// <summary>The model of this process, and the queue that it gives.</summary>
internal sealed class WorkerModel(PipelineLoader loader, DeviceOptions device)
{
    /// <summary>Gets the hash of the model's files.</summary>
    /// <exception cref="BelmException">There is no model.</exception>
    public string Hash => loader.Folder.Hash;

    /// <summary>Gets the queue of batches that were planned with this model.</summary>
    /// <exception cref="BelmException">There is no model.</exception>
    public string Queue => $"m-{Hash[..8].ToLowerInvariant()}";

    /// <summary>Gets the name of the model's folder.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(loader.Folder.Path));

    /// <summary>Gets the execution provider that was asked for.</summary>
    public string Provider => device.Provider.ToString().ToLowerInvariant();

    /// <summary>Loads the model.</summary>
    /// <exception cref="BelmException">It cannot be used.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken) => (await loader.AcquireAsync(cancellationToken)).Dispose();
}
