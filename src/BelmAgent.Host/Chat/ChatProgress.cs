using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Operations;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;
using Spectre.Console;

namespace BelmAgent.Host.Chat;

/// <summary>The progress of the tool that a turn calls, and what was found in attempts that are not the last.</summary>
internal sealed class ChatProgress(Screen screen, ChatWords words, TerminalPictures pictures, TimeProvider clock) : IProgress<EditProgress>
{
    private readonly EditProgressView _view = EditProgressView.Create(screen, clock, pictures.CanShow);

    public void Report(EditProgress value)
    {
        if (value.Finished is { } attempt)
        {
            Tell(attempt);
            return;
        }

        if (screen.Io.CanAsk)
        {
            // The bar begins at the start of a line.
            words.EndLine();
        }

        _view.Report(value);
    }

    /// <summary>Clears the bar, so that text can be written.</summary>
    public void Clear() => _view.Clear();

    // A good attempt needs no message: the answer follows.
    private void Tell(EditAttempt attempt)
    {
        if (attempt.Check.Fault == EditFault.None)
        {
            return;
        }

        if (screen.Io.CanAsk)
        {
            Clear();
            words.WriteLine(AttemptLine.Create(attempt));
        }
        else
        {
            screen.Error.WriteLine(AttemptLine.Create(attempt));
        }
    }
}
