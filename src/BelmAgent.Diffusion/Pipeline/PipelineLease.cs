namespace BelmAgent.Diffusion.Pipeline;

/// <summary>The model, lent to one caller until disposed.</summary>
public sealed class PipelineLease : IDisposable
{
    private SemaphoreSlim? _turn;

    internal PipelineLease(DiffusionPipeline pipeline, SemaphoreSlim turn) => (Pipeline, _turn) = (pipeline, turn);

    /// <summary>The model.</summary>
    public DiffusionPipeline Pipeline { get; }

    /// <summary>Gives the model back; a second call does nothing.</summary>
    public void Dispose() => Interlocked.Exchange(ref _turn, null)?.Release();
}
