using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Operations;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;
using BelmAgent.Host.Terminal.Graphics;
using Spectre.Console;

namespace BelmAgent.Host.Chat;

/// <summary>Progress of the tools that a turn calls: drawn live below the text in a terminal, otherwise one line per stage.</summary>
internal sealed class ChatProgress(Screen screen, ChatWords words, TerminalPictures pictures, TimeProvider clock) : IProgress<EditProgress>, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly bool _isLive = screen.Io.CanAsk && screen.Error.Profile.Capabilities.Ansi;
    private LiveProgress? _live;
    private ProgressBar? _bar;

    public void Report(EditProgress value)
    {
        lock (_gate)
        {
            if (value.Finished is { } attempt)
            {
                Tell(attempt);
            }
            else if (_isLive)
            {
                (_live ??= Begin()).Report(value);
            }
            else
            {
                (_bar ??= new ProgressBar(screen)).Report(value);
            }
        }
    }

    /// <summary>Removes what is drawn, so that text can be written.</summary>
    public async ValueTask DisposeAsync()
    {
        ProgressBar? bar;
        lock (_gate)
        {
            _live?.Clear();
            (bar, _bar, _live) = (_bar, null, null);
        }

        if (bar is not null)
        {
            await bar.DisposeAsync();
        }
    }

    // A good attempt needs no message: the answer follows.
    private void Tell(EditAttempt attempt)
    {
        if (attempt.Check.Fault == EditFault.None)
        {
            return;
        }

        if (_isLive)
        {
            _live?.Clear();
            _live = null;
            words.WriteLine(AttemptLine.Of(attempt));
        }
        else
        {
            screen.Error.WriteLine(AttemptLine.Of(attempt));
        }
    }

    private LiveProgress Begin()
    {
        // Live output starts at the beginning of a line.
        words.EndLine();
        return new LiveProgress(new LiveRegion(screen.Io.Error), () => screen.Size, pictures.CanShow, clock);
    }
}
