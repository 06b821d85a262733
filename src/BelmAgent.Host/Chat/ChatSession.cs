using System.Text.Json;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;
using BelmAgent.Plugins.Chat;
using Microsoft.Extensions.AI;

namespace BelmAgent.Host.Chat;

/// <summary>The turns of one conversation: reads a line, lets the agent work, says what came of it.</summary>
internal sealed class ChatSession(
    CommandContext context, BelmAgentChat chat, ChatProgress progress, ChatWords words, ChatPictures pictures, Interrupts interrupts)
{
    private const string Help = """
        Say what to change in plain words: "make the red car blue", "add a tree on the left", "make it night", "a red house on grass" for a new picture.
        /undo goes back one picture, /history lists the line of this one, /quit ends. Ctrl-C stops the work under way.
        """;

    private readonly BelmConversation _conversation = new();

    /// <summary>The picture that the conversation has come to.</summary>
    public string? ImageId => _conversation.ImageId;

    /// <summary>Begins with a picture.</summary>
    public async Task OpenAsync(Picture picture)
    {
        _conversation.ImageId = picture.Id;
        await ShowAsync(picture);
    }

    /// <summary>Goes on until the input ends or the person quits.</summary>
    public async Task RunAsync()
    {
        while (await ReadAsync() is { } line && line.Trim() is not ("/quit" or "/exit"))
        {
            if (line.Trim() is { Length: > 0 } said)
            {
                await TurnAsync(said);
            }
        }
    }

    private async Task<string?> ReadAsync()
    {
        if (context.Screen.Io.CanAsk)
        {
            await context.Screen.Io.Error.WriteAsync("> ");
        }

        var line = await context.Screen.Io.ReadLineAsync(context.CancellationToken);
        if (line is null && context.Screen.Io.CanAsk)
        {
            // The person ended the input where the prompt stands.
            await context.Screen.Io.Error.WriteLineAsync();
        }

        return line;
    }

    private async Task TurnAsync(string said)
    {
        using var work = interrupts.Begin();
        try
        {
            await (said switch
            {
                "/help" => SayAsync(Help),
                "/undo" => UndoAsync(work.Token),
                "/history" => ListAsync(work.Token),
                ['/', ..] => SayAsync($"There is no {said}. {Help}"),
                _ => AnswerAsync(said, work.Token),
            });
        }
        catch (OperationCanceledException) when (!interrupts.App.IsCancellationRequested)
        {
            await SayAsync("Stopped. Nothing was changed.");
        }
        catch (Exception e) when (Failure.Of(e) is { ExitCode: not (ExitCodes.Unexpected or ExitCodes.Cancelled) } failure)
        {
            await SayAsync(failure.Message);
        }
    }

    private async Task AnswerAsync(string said, CancellationToken cancellationToken)
    {
        var before = ImageId;
        try
        {
            await SayAsync(chat.StreamAsync(_conversation, said, cancellationToken));
        }
        finally
        {
            // Before anything else is said: a bar wipes the line that it stands on.
            await progress.DisposeAsync();
        }

        if (ImageId is { } id && id != before)
        {
            await ShowAsync(await context.Editing.GetAsync(id, cancellationToken), before);
        }
    }

    private async Task SayAsync(IAsyncEnumerable<ChatResponseUpdate> updates)
    {
        try
        {
            await foreach (var update in updates)
            {
                await progress.DisposeAsync();
                foreach (var result in update.Contents.OfType<FunctionResultContent>())
                {
                    ShowPlan(result);
                }

                words.Write(update.Text);
            }
        }
        finally
        {
            words.EndLine();
        }
    }

    private void ShowPlan(FunctionResultContent result)
    {
        var content = JsonSerializer.SerializeToElement(result.Result, AIJsonUtilities.DefaultOptions);
        if (content.ValueKind == JsonValueKind.Object && content.TryGetProperty("plan", out var plan) && plan.ValueKind == JsonValueKind.Object)
        {
            words.EndLine();
            double? seconds = content.TryGetProperty("estimated_seconds", out var estimate) && estimate.ValueKind == JsonValueKind.Number ? estimate.GetDouble() : null;
            PlanCard.Show(context.Screen, plan.Deserialize<EditPlan>()!, seconds);
        }
    }

    private async Task UndoAsync(CancellationToken cancellationToken)
    {
        if (ImageId is not { } id)
        {
            await SayAsync("There is no picture yet.");
            return;
        }

        await OpenAsync(await context.Editing.UndoAsync(id, cancellationToken));
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var history = await context.Editing.ListHistoryAsync(ImageId, cancellationToken: cancellationToken);
        pictures.List([.. history.Reverse().Select((picture, i) => (i + 1, picture))], ImageId);
    }

    private async Task ShowAsync(Picture picture, string? beforeId = null)
    {
        var caption = (await context.Editing.DescribeAsync(picture.Id, context.CancellationToken)).Caption;
        if (beforeId is null)
        {
            pictures.Show(picture, caption);
        }
        else
        {
            pictures.ShowChange(await context.Editing.GetAsync(beforeId, context.CancellationToken), picture, caption);
        }
    }

    private Task SayAsync(string text)
    {
        words.WriteLine(text);
        return Task.CompletedTask;
    }
}
