using BelmAgent.Editing.Attempts;
using BelmAgent.Editing.Turns;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Chat;

/// <summary>One turn while it runs: moves the conversation's picture with each result, so that nothing is lost if the turn breaks off.</summary>
internal sealed class ConversationTurn(BelmConversation conversation, TurnBudget budget)
{
    private readonly List<ChatResponseUpdate> _updates = [];
    private int _applied;

    /// <summary>Waits for the next piece of the answer.</summary>
    public async ValueTask<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates)
    {
        try
        {
            // What an iterator sets for the flow of calls is gone after each piece, so the budget is entered for each.
            using (budget.Enter())
            {
                if (!await updates.MoveNextAsync())
                {
                    return false;
                }
            }
        }
        catch (EditStoppedException stopped)
        {
            await conversation.ChangeAsync(conversation.Session.Show(stopped.Best.ImageId), CancellationToken.None);
            throw;
        }

        _updates.Add(updates.Current);
        if (updates.Current.Contents.Any(content => content is FunctionResultContent))
        {
            await ApplyAsync();
        }

        return true;
    }

    /// <summary>Adds what was said to the session.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        var messages = _updates.ToChatResponse().Messages;
        var answer = string.Join('\n', messages.Where(message => message.Role == ChatRole.Assistant && message.Text.Length > 0).Select(message => message.Text));
        var asked = ToolTurn.Read(messages).LastOrDefault(call => call.Is("plan_edit"));
        var question = asked is not null && asked.Text("proposal_id") is null ? asked.Text("question") : null;
        await conversation.ChangeAsync(
            conversation.Session.End(answer, question, question is null ? null : asked!.Argument("previous_request") ?? asked.Argument("request")), cancellationToken);
    }

    private async Task ApplyAsync()
    {
        var calls = ToolTurn.Read(_updates.ToChatResponse().Messages).ToList();
        foreach (var call in calls.Skip(_applied))
        {
            var session = conversation.Session;
            if (call.Is("undo_edit") && call.Text("image_id") is { } back)
            {
                session = session.GoTo(back, isBack: call.Find("is_back")?.ValueKind == System.Text.Json.JsonValueKind.True);
            }
            else if (call.NewImageId is { } made)
            {
                session = session.Show(made);
            }

            if (call.Text("job_id") is { } job)
            {
                session = session with { Job = call.Text("status") is "running" or "queued" ? job : session.Job == job ? null : session.Job };
            }

            await conversation.ChangeAsync(session, CancellationToken.None);
        }

        _applied = calls.Count;
    }
}
