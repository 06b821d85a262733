namespace BelmAgent.Diffusion.Pipeline;

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
