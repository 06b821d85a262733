using BelmAgent.Editing.Edits;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;

namespace BelmAgent.Host.Chat;

/// <summary>Progress of whatever tool a turn calls, drawn as one bar a turn.</summary>
internal sealed class ChatProgress(Screen screen) : IProgress<EditProgress>, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private ProgressBar? _bar;

    public void Report(EditProgress value)
    {
        lock (_gate)
        {
            (_bar ??= new ProgressBar(screen)).Report(value);
        }
    }

    /// <summary>Takes the bar away, so that words can be written.</summary>
    public async ValueTask DisposeAsync()
    {
        ProgressBar? bar;
        lock (_gate)
        {
            (bar, _bar) = (_bar, null);
        }

        if (bar is not null)
        {
            await bar.DisposeAsync();
        }
    }
}
