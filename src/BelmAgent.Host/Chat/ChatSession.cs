using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;
using BelmAgent.Plugins.Chat;
using BelmAgent.Plugins.Results;
using Microsoft.Extensions.AI;

namespace BelmAgent.Host.Chat;

/// <summary>The turns of one conversation: reads a line, runs the agent, and prints the result.</summary>
internal sealed class ChatSession(CommandContext context, BelmAgentChat chat, ChatView view, SlashCommands commands, ShownPlan shown, Interrupts interrupts)
{
    private BelmConversation _conversation = new();

    /// <summary>Gets the conversation's current picture.</summary>
    public string? ImageId => _conversation.ImageId;

    /// <summary>Gets the conversation's id, for resuming it.</summary>
    public string SessionId => _conversation.Session.Id;

    /// <summary>Starts a conversation.</summary>
    public void Begin() => _conversation = chat.Begin();

    /// <summary>Resumes a saved conversation, and prints its state.</summary>
    /// <param name="sessionId">Its id; null for the most recent one.</param>
    public async Task ResumeAsync(string? sessionId)
    {
        (_conversation, var interrupted) = await chat.ResumeAsync(sessionId, context.CancellationToken);
        view.Words.WriteLine($"Session {SessionId}: {Counted(_conversation.Session.Turns.Length, "request")}, {Counted(_conversation.Session.Pictures.Length, "image")}.");
        if (interrupted is not null)
        {
            view.Words.WriteLine($"The last request was interrupted: \"{interrupted}\". Repeat it if you like.");
        }

        if (ImageId is { } id)
        {
            try
            {
                await view.Pictures.ShowAsync(id, _conversation.Session, context.CancellationToken);
            }
            catch (BelmException e) when (e.Kind == ErrorKind.NotFound)
            {
                view.Words.WriteLine($"The file of its image {id} no longer exists: /go to another one, or /open FILE.");
            }
        }
    }

    /// <summary>Continues with a picture.</summary>
    public async Task OpenAsync(string imageId)
    {
        await _conversation.ShowAsync(imageId, context.CancellationToken);
        await view.Pictures.ShowAsync(imageId, _conversation.Session, context.CancellationToken);
    }

    /// <summary>Continues until the input ends or the user quits.</summary>
    public async Task RunAsync()
    {
        if (context.Screen.Io.CanAsk && ImageId is null)
        {
            view.Words.WriteLine("Open an image with /open FILE, or describe a new one; /help lists the commands.");
        }

        while (await ReadAsync() is { } line && line.Trim() is not ("/quit" or "/exit" or "quit" or "exit" or "bye"))
        {
            if (line.Trim() is { Length: > 0 } said)
            {
                await TurnAsync(said);
            }
        }
    }

    /// <summary>Tells the user how to resume the conversation.</summary>
    public void Leave()
    {
        if (context.Screen.Io.CanAsk && !_conversation.Session.Turns.IsEmpty)
        {
            context.Screen.Io.Error.WriteLine($"This conversation is saved: belm chat --resume {SessionId}");
        }
    }

    private static string Counted(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private async Task<string?> ReadAsync()
    {
        if (context.Screen.Io.CanAsk)
        {
            await context.Screen.Io.Error.WriteAsync("> ");
        }

        var line = await context.Screen.Io.ReadLineAsync(context.CancellationToken);
        if (line is null && context.Screen.Io.CanAsk)
        {
            // The user ended the input at the prompt.
            await context.Screen.Io.Error.WriteLineAsync();
        }

        return line;
    }

    private async Task TurnAsync(string said)
    {
        using var work = interrupts.Begin();
        var before = _conversation.Session;
        try
        {
            await (said[0] == '/' ? commands.RunAsync(said, _conversation, work.Token) : AnswerAsync(said, work.Token));
        }
        catch (EditStoppedException stopped) when (!interrupts.App.IsCancellationRequested)
        {
            view.Words.WriteLine($"Stopped. The best of {stopped.Best.Attempts} attempts is kept; /undo goes back.");
            await ShowNewAsync(before);
        }
        catch (OperationCanceledException) when (!interrupts.App.IsCancellationRequested)
        {
            var moved = _conversation.Session.Current != before.Current || _conversation.Session.Pictures.Length != before.Pictures.Length;
            view.Words.WriteLine(moved ? "Stopped. The edits that had finished are kept; /undo goes back." : "Stopped. Nothing was changed.");
            await ShowNewAsync(before);
        }
        catch (Exception e) when (Failure.From(e) is { ExitCode: not (ExitCodes.Unexpected or ExitCodes.Cancelled) } failure)
        {
            view.Words.WriteLine(failure.Message);
            await ShowNewAsync(before);
        }
    }

    private async Task AnswerAsync(string said, CancellationToken cancellationToken)
    {
        var before = _conversation.Session;
        try
        {
            await SayAsync(chat.StreamAsync(_conversation, said, cancellationToken));
        }
        finally
        {
            // Before anything else is printed: a bar clears the line that it is on.
            view.Progress.Clear();
        }

        await ShowNewAsync(before);
    }

    // New pictures, and the current picture if it is a different one. Showing is quick, so a cancellation does not suppress it.
    private async Task ShowNewAsync(EditSession before)
    {
        var session = _conversation.Session;
        var made = session.Pictures[Math.Min(before.Pictures.Length, session.Pictures.Length)..];
        foreach (var id in made)
        {
            await view.Pictures.ShowAsync(id, session, context.CancellationToken);
        }

        if (session.Current is { } current && current != before.Current && !made.Contains(current))
        {
            await view.Pictures.ShowAsync(current, session, context.CancellationToken);
        }
    }

    private async Task SayAsync(IAsyncEnumerable<ChatResponseUpdate> updates)
    {
        try
        {
            await foreach (var update in updates)
            {
                view.Progress.Clear();
                foreach (var result in update.Contents.OfType<FunctionResultContent>())
                {
                    ShowPlan(result);
                }

                view.Words.Write(update.Text);
            }
        }
        finally
        {
            view.Words.EndLine();
        }
    }

    private void ShowPlan(FunctionResultContent content)
    {
        if (BelmResult.Read<PlanEditResult>(content.Result) is not { Plan: { } plan } planned)
        {
            return;
        }

        view.Words.EndLine();
        PlanCard.Show(context.Screen, plan, planned.EstimatedSeconds, planned.Caption);
        foreach (var note in planned.Notes ?? [])
        {
            view.Words.WriteLine($"Note: {note}");
        }

        shown.ProposalId = planned.ProposalId;
    }
}

/// <summary>Shows a conversation: its words, its pictures, and the progress of its edits.</summary>
/// <param name="Words">Shows words.</param>
/// <param name="Pictures">Shows pictures.</param>
/// <param name="Progress">Shows progress.</param>
internal sealed record ChatView(ChatWords Words, ChatPictures Pictures, ChatProgress Progress);
