using BelmAgent.Editing;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Operations;
using BelmAgent.Plugins.Results;
using Microsoft.Extensions.AI;

namespace BelmAgent.Plugins.Chat;

/// <summary>A running turn: updates the conversation's picture with each result, so that nothing is lost if the turn is interrupted.</summary>
internal sealed class ConversationTurn(BelmConversation conversation, TurnBudget budget)
{
    private const string NoAnswer = "The language model gave no answer. Repeat the request, or rephrase it.";

    private readonly List<ChatResponseUpdate> _updates = [];
    private string? _endedJob;

    /// <summary>Adds the picture of an edit that was left running and has ended since: the new messages come after it.</summary>
    public async Task CatchUpAsync(IEditJobs jobs)
    {
        var session = conversation.Session;
        if (session.Job is null || Find(jobs, session.Job) is { HasEnded: false })
        {
            return;
        }

        // The job stays known for this turn, which may ask for its result.
        _endedJob = session.Job;
        if (Find(jobs, session.Job)?.Result is { } result && !session.Pictures.Contains(result.ImageId))
        {
            await conversation.ChangeAsync(
                session.Current == result.ParentId ? session.Show(result.ImageId) : session with { Pictures = session.Pictures.Add(result.ImageId) },
                CancellationToken.None);
        }
    }

    /// <summary>Runs a tool for the loop of calls, and records its result before the model is called again.</summary>
    public async ValueTask<object?> InvokeAsync(FunctionInvocationContext context, CancellationToken cancellationToken)
    {
        try
        {
            var result = await context.Function.InvokeAsync(context.Arguments, cancellationToken);
            await ApplyAsync(new ToolTurn(context.CallContent, result));
            return result;
        }
        catch (EditStoppedException stopped)
        {
            await conversation.ChangeAsync(conversation.Session.Show(stopped.Best.ImageId), CancellationToken.None);
            throw;
        }
    }

    /// <summary>Waits for the next piece of the answer.</summary>
    public async ValueTask<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates)
    {
        // Values that an iterator sets for the flow of calls are lost after each piece, so the budget is entered for each.
        using (budget.Enter())
        {
            if (!await updates.MoveNextAsync())
            {
                return false;
            }
        }

        _updates.Add(updates.Current);
        return true;
    }

    /// <summary>Adds the messages to the session.</summary>
    /// <returns>Text for the user if the model gave none; usually null.</returns>
    public async Task<ChatResponseUpdate?> EndAsync(CancellationToken cancellationToken)
    {
        var messages = _updates.ToChatResponse().Messages;
        var answer = string.Join('\n', messages.Where(message => message.Role == ChatRole.Assistant && message.Text.Length > 0).Select(message => message.Text));
        if (_endedJob is not null && conversation.Session.Job == _endedJob)
        {
            await conversation.ChangeAsync(conversation.Session with { Job = null }, cancellationToken);
        }

        var isSilent = string.IsNullOrWhiteSpace(answer);
        var plans = ToolTurn.Read(messages).Where(call => call.Is("plan_edit")).Select(call => (Call: call, Result: call.Read<PlanEditResult>())).ToList();
        // A question is settled by a later plan for the same picture, not for another one.
        var (asked, open) = plans.Where((plan, i) => plan.Result?.Question is not null && !plans.Skip(i + 1).Any(later => later.Result?.ImageId == plan.Result.ImageId)).LastOrDefault();
        await conversation.ChangeAsync(
            conversation.Session.End(
                isSilent ? NoAnswer : answer, open?.Question, asked?.Argument("previous_request") ?? asked?.Argument("request"), open?.ImageId),
            cancellationToken);
        return isSilent ? new ChatResponseUpdate(ChatRole.Assistant, NoAnswer) : null;
    }

    private static EditJob? Find(IEditJobs jobs, string id)
    {
        try
        {
            return jobs.Get(id);
        }
        catch (BelmException e) when (e.Kind == ErrorKind.NotFound)
        {
            // So old that it was dropped, or from another process.
            return null;
        }
    }

    private async Task ApplyAsync(ToolTurn call)
    {
        var session = conversation.Session;
        if (call.Is("undo_edit") && call.Read<UndoEditResult>() is { ImageId: { } back } undone)
        {
            session = session.GoTo(back, isBack: undone.IsBack == true);
        }
        else if (call.NewImageId is { } made && !(call.Is("get_job") && session.Pictures.Contains(made)))
        {
            // A job that is queried again has already updated the conversation.
            session = session.Show(made);
        }

        if ((call.Is("edit_image") || call.IsJob) && call.Read<EditImageResult>() is { JobId: { } job } edit)
        {
            session = session with { Job = edit.Status is EditJobState.Running or EditJobState.Queued ? job : session.Job == job ? null : session.Job };
        }

        await conversation.ChangeAsync(session, CancellationToken.None);
    }
}
