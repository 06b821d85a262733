using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using BelmAgent.Editing;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Plugins.Chat;
using BelmAgent.Plugins.Results;
using BelmAgent.Web.Configuration;
using BelmAgent.Web.Events;
using BelmAgent.Web.Jobs;
using BelmAgent.Web.Plans;
using BelmAgent.Web.Problems;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace BelmAgent.Web.Sessions;

/// <summary>A conversation while the server runs: one turn at a time, whoever sends the messages; its changes are published.</summary>
/// <remarks>Safe to share between threads.</remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A semaphore whose handle nobody asks for holds nothing to dispose.")]
internal sealed partial class LiveSession(SessionServices services, BelmConversation conversation, string? interrupted)
{
    private const int MaxWaiting = 20;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _changes = new(1);
    private readonly Queue<Message> _waiting = new();
    private EditSession _shown = conversation.Session;
    private RunningTurn? _turn;
    private Task _running = Task.CompletedTask;
    private bool _isChanging;
    private bool _isRemoved;

    public string Id => conversation.Session.Id;

    public EditSession Session => conversation.Session;

    public long Revision { get; private set; } = 1;

    /// <summary>Gets the mark of the session as it stands, for callers that change only what they have seen.</summary>
    public string Tag => string.Create(CultureInfo.InvariantCulture, $"\"{services.Events.Boot}-{Revision}\"");

    public string? Interrupted { get; private set; } = interrupted;

    /// <summary>Gets whether a turn runs or a message waits.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_gate)
            {
                return _turn is not null;
            }
        }
    }

    /// <summary>Gets the running turn as it stands; null between turns.</summary>
    public (RunningTurnView View, string? ProposalId)? GetTurn()
    {
        lock (_gate)
        {
            return _turn is not { } turn ? null : (new RunningTurnView
            {
                TurnId = turn.Id,
                Request = turn.Message.Text,
                AnswerSoFar = turn.Answer.ToString(),
                Approval = turn.Question?.Proposal,
                Waiting = _waiting.Count,
            }, turn.Question?.Proposal.ProposalId);
        }
    }

    /// <summary>Takes a message; its turn starts when those before it have ended.</summary>
    /// <returns>The turn's id.</returns>
    public string Send(string text, string? proposalId, string by)
    {
        var message = new Message(services.Ids.Next("turn"), text, proposalId, by);
        lock (_gate)
        {
            if (_isRemoved)
            {
                throw SessionStore.NotFound(Id, []);
            }

            if (_waiting.Count >= MaxWaiting)
            {
                throw new WebException(429, "too_many_messages", $"{MaxWaiting} messages of this conversation wait", "wait for some of them, or stop the turn");
            }

            if (_turn is not null || _isChanging)
            {
                _waiting.Enqueue(message);
            }
            else
            {
                Start(message);
            }
        }

        return message.TurnId;
    }

    /// <summary>Stops the running turn, and drops the messages that wait.</summary>
    public bool Stop()
    {
        lock (_gate)
        {
            _waiting.Clear();
            if (_turn is not { } turn)
            {
                return false;
            }

            turn.SetEnding();
            turn.Stop.Cancel();
            return true;
        }
    }

    /// <summary>Stops the running turn, takes no more messages, and waits until nothing of the session is written any more.</summary>
    public async Task EndAsync()
    {
        Task running;
        lock (_gate)
        {
            _isRemoved = true;
            _waiting.Clear();
            _turn?.Stop.Cancel();
            running = _running;
        }

        await running;
        await _changes.WaitAsync();
        _changes.Release();
    }

    /// <summary>Changes the session between turns; changes wait for one another, and for a turn that is ending.</summary>
    /// <param name="change">Returns the new session.</param>
    /// <param name="expected">The <see cref="Tag"/> that the caller has seen; null for any.</param>
    /// <param name="cancellationToken">Cancels the call before it changes anything.</param>
    /// <exception cref="BelmException"><c>turn_running</c>: a turn runs; it owns the session. <c>changed_meanwhile</c>: it is not what the caller has seen.</exception>
    public async Task ChangeAsync(Func<EditSession, Task<EditSession>> change, string? expected, CancellationToken cancellationToken)
    {
        await _changes.WaitAsync(cancellationToken);
        try
        {
            while (BeginChange() is { } ending)
            {
                await ending.WaitAsync(cancellationToken);
            }

            if (expected is not null && expected != Tag)
            {
                throw new WebException(412, "changed_meanwhile", "The conversation has changed since it was read", "read it again");
            }

            Interrupted = null;
            await conversation.ChangeAsync(await change(conversation.Session), cancellationToken);
            PublishChange();
        }
        finally
        {
            lock (_gate)
            {
                _isChanging = false;
                if (_turn is null && _waiting.TryDequeue(out var next))
                {
                    Start(next);
                }
            }

            _changes.Release();
        }
    }

    /// <summary>Asks whoever watches the conversation to decide on a proposal, and waits for the answer.</summary>
    /// <returns>Whether it was approved, and by whom. An answer that does not come in time is a refusal.</returns>
    public async Task<bool> AskAsync(EditProposal proposal, CancellationToken cancellationToken)
    {
        var view = services.Proposals.Keep(ProposalView.From(proposal));
        var question = new OpenQuestion(view);
        lock (_gate)
        {
            if (_turn is null)
            {
                return false;
            }

            _turn.Question = question;
            _turn.GoOn();
        }

        Publish("approval.requested", new { proposal_id = proposal.Id, proposal = view, expires = services.Clock.GetUtcNow() + services.Options.ApprovalTimeout });
        try
        {
            await question.Answer.Task.WaitAsync(services.Options.ApprovalTimeout, services.Clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            question.Answer.TrySetResult((false, "timeout"));
        }
        finally
        {
            lock (_gate)
            {
                if (_turn is { } turn)
                {
                    turn.Question = null;
                }
            }
        }

        var (isApproved, by) = await question.Answer.Task;
        ApprovedBy = by;
        services.Proposals.Settle(proposal.Id, isApproved, by);
        Publish("approval.settled", new { proposal_id = proposal.Id, approved = isApproved, by });
        return isApproved;
    }

    /// <summary>Gets who decided on the last proposal; null before anybody did.</summary>
    public string? ApprovedBy { get; private set; }

    /// <summary>Answers the open question about a proposal.</summary>
    /// <returns>False if it is not what is asked here.</returns>
    public bool Settle(string proposalId, bool isApproved, string by)
    {
        lock (_gate)
        {
            if (_turn?.Question is not { } question || question.Proposal.ProposalId != proposalId || !question.Answer.TrySetResult((isApproved, by)))
            {
                return false;
            }

            if (!isApproved)
            {
                _turn.SetEnding();
            }
        }

        services.Proposals.Settle(proposalId, isApproved, by);
        return true;
    }

    // Keeps turns from starting; returns what to wait for instead, if the running turn is ending.
    private Task<Task>? BeginChange()
    {
        lock (_gate)
        {
            if (_isRemoved)
            {
                throw SessionStore.NotFound(Id, []);
            }

            if (_turn is { Ending: null })
            {
                throw new WebException(409, "turn_running", "A turn of this conversation runs", "wait for it, or stop it first");
            }

            _isChanging = _turn is null;
            return _turn is null ? null : Task.WhenAny(_running, _turn.Ending.Task);
        }
    }

    // Called with the gate held.
    private void Start(Message message)
    {
        _turn = new RunningTurn(message);
        var turn = _turn;
        _running = Task.Run(() => RunAsync(turn));
    }

    private async Task RunAsync(RunningTurn turn)
    {
        Interrupted = null;
        Publish("turn.started", new { turn_id = turn.Id, request = turn.Message.Text });
        var before = conversation.Session;
        try
        {
            using (new EditCaller(turn.Message.By, Id).Enter())
            {
                await (turn.Message.ProposalId is { } proposal ? EditAsync(turn, proposal) : AnswerAsync(turn));
            }

            End(turn, before);
        }
        catch (OperationCanceledException e)
        {
            await KeepRunningJobAsync();
            await KeepAsync(turn, e is EditStoppedException stopped ? $"Stopped. The best of {stopped.Best.Attempts} attempts is kept." : Moved(before) ? "Stopped. What had finished is kept." : "Stopped. Nothing was changed.");
            End(turn, before);
        }
        catch (Exception e)
        {
            await FailAsync(turn, Problem.From(e), e);
        }
        finally
        {
            lock (_gate)
            {
                _turn = null;
                if (_waiting.TryDequeue(out var next))
                {
                    Start(next);
                }
            }

            PublishChange();
        }
    }

    private async Task EditAsync(RunningTurn turn, string proposalId) =>
        turn.Add(await services.Chat.EditAsync(conversation, turn.Message.Text, proposalId, turn.Stop.Token));

    private async Task AnswerAsync(RunningTurn turn)
    {
        await foreach (var update in services.Chat.StreamAsync(conversation, turn.Message.Text, turn.Stop.Token))
        {
            foreach (var planned in update.Contents.OfType<FunctionResultContent>().Select(content => BelmResult.Read<PlanEditResult>(content.Result)))
            {
                if (planned is { Plan: not null, ProposalId: not null })
                {
                    Publish("plan.proposed", new { proposal = services.Proposals.Keep(planned) });
                }
            }

            if (update.Text.Length > 0)
            {
                int at;
                lock (_gate)
                {
                    at = turn.Answer.Length;
                    turn.Add(update.Text);
                }

                Publish("turn.delta", new { turn_id = turn.Id, at, text = update.Text });
            }

            PublishChange();
        }
    }

    private bool Moved(EditSession before) => conversation.Session.Current != before.Current || conversation.Session.Pictures.Length != before.Pictures.Length;

    // An edit that a tool has left running belongs to the turn: it is stopped with it, and what it has finished is shown. One that has
    // ended is taken up by the next turn.
    private async Task KeepRunningJobAsync()
    {
        try
        {
            if (conversation.Session.Job is not { } job || services.Jobs.Get(job).State is not (EditJobState.Queued or EditJobState.Running))
            {
                return;
            }

            services.Jobs.Cancel(job);
            var ended = await services.Jobs.WaitAsync(job, Timeout.InfiniteTimeSpan);
            var session = ended.Result is { } kept ? conversation.Session.Show(kept.ImageId) : conversation.Session;
            await conversation.ChangeAsync(session with { Job = null }, CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BelmException)
        {
            LogFailed(e.GetType().FullName ?? "");
        }
    }

    // The chat drops an interrupted turn; its reader wants to see what became of it.
    private async Task KeepAsync(RunningTurn turn, string answer)
    {
        turn.Add(answer);
        var session = conversation.Session;
        try
        {
            await conversation.ChangeAsync(
                session with { Pending = null, Turns = session.Turns.Add(new SessionTurn { Request = turn.Message.Text, Answer = answer, To = session.Current, At = services.Clock.GetUtcNow() }) },
                CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BelmException)
        {
            // The disk may be what failed; pages hear of the turn's end all the same.
            LogFailed(e.GetType().FullName ?? "");
        }
    }

    private void End(RunningTurn turn, EditSession before)
    {
        SetEnding(turn);
        var session = conversation.Session;
        Publish("turn.ended", new
        {
            turn_id = turn.Id,
            answer = session.Turns is [.., var last] ? last.Answer : turn.Answer.ToString(),
            question = session.OpenQuestion?.Question,
            image_ids = session.Pictures[Math.Min(before.Pictures.Length, session.Pictures.Length)..].ToArray(),
        });
    }

    private void SetEnding(RunningTurn turn)
    {
        lock (_gate)
        {
            turn.SetEnding();
        }
    }

    private async Task FailAsync(RunningTurn turn, Problem problem, Exception exception)
    {
        SetEnding(turn);
        if (problem.Status == 500)
        {
            LogFailed(exception.GetType().FullName ?? "");
        }

        await KeepAsync(turn, $"{problem.Title} {problem.Remedy}");
        Publish("turn.failed", new { turn_id = turn.Id, code = problem.Code, title = problem.Title, remedy = problem.Remedy });
    }

    private void PublishChange()
    {
        var session = conversation.Session;
        lock (_gate)
        {
            if (ReferenceEquals(session, _shown) && _turn is not null)
            {
                return;
            }

            _shown = session;
            Revision++;
        }

        Publish("session.changed", new { revision = Revision, current = session.Current });
    }

    private void Publish(string name, object data) => services.Events.Publish(Id, name, data);

    [LoggerMessage(LogLevel.Error, "A turn failed: {Type}.")]
    private partial void LogFailed(string type);

    private readonly ILogger _logger = services.Logger;

    private sealed record Message(string TurnId, string Text, string? ProposalId, string By);

    private sealed class RunningTurn(Message message)
    {
        public string Id => message.TurnId;

        public Message Message => message;

        public StringBuilder Answer { get; } = new();

        // Never disposed: it has no timer, and a stop may come after the end.
        public CancellationTokenSource Stop { get; } = new();

        public OpenQuestion? Question { get; set; }

        // Set while nothing but the turn's end is to come, since it was refused, stopped or is done; completed if it goes on after all.
        public TaskCompletionSource? Ending { get; private set; }

        public void SetEnding() => Ending ??= new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void GoOn()
        {
            if (!Stop.IsCancellationRequested)
            {
                Ending?.TrySetResult();
                Ending = null;
            }
        }

        public void Add(string text) => Answer.Append(text);
    }

    private sealed class OpenQuestion(ProposalView proposal)
    {
        public ProposalView Proposal => proposal;

        public TaskCompletionSource<(bool IsApproved, string By)> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>The services that live sessions share.</summary>
internal sealed record SessionServices(Lazy<BelmAgentChat> LazyChat, JobBook Jobs, ProposalBook Proposals, EventHub Events, LibraryId Ids, TimeProvider Clock, ServeOptions Options, ILogger Logger)
{
    /// <summary>Gets the chat, which needs the jobs of this server and so is made on first use.</summary>
    public BelmAgentChat Chat => LazyChat.Value;
}
