using System.Collections.Concurrent;
using BelmAgent.Editing;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Operations;
using BelmAgent.Web.Jobs;
using BelmAgent.Web.Pictures;

namespace BelmAgent.Web.Sessions;

/// <summary>The conversations of this server: each is loaded when it is first asked for, and lives once, however many pages show it.</summary>
/// <remarks>Safe to share between threads.</remarks>
internal sealed class SessionHub(SessionServices services, SessionStore store, Images images)
{
    private const int MaxIdle = 200;
    private readonly ConcurrentDictionary<string, Lazy<Task<LiveSession>>> _live = new(StringComparer.Ordinal);

    /// <summary>Starts a conversation.</summary>
    public async Task<LiveSession> BeginAsync(string? imageId, CancellationToken cancellationToken)
    {
        var conversation = services.Chat.Begin();
        if (imageId is not null)
        {
            await images.GetAsync(imageId, cancellationToken);
            await conversation.ShowAsync(imageId, cancellationToken);
        }
        else
        {
            await store.SaveAsync(conversation.Session, cancellationToken);
        }

        var live = new LiveSession(services, conversation, interrupted: null);
        _live[live.Id] = new Lazy<Task<LiveSession>>(Task.FromResult(live));
        Forget();
        return live;
    }

    /// <summary>Finds a conversation.</summary>
    /// <exception cref="BelmException"><c>session_not_found</c>: there is no such conversation.</exception>
    public async Task<LiveSession> GetAsync(string id, CancellationToken cancellationToken)
    {
        var entry = _live.GetOrAdd(id, _ => new Lazy<Task<LiveSession>>(() => LoadAsync(id)));
        try
        {
            return await entry.Value.WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // What could not be loaded may be there the next time.
            _live.TryRemove(new KeyValuePair<string, Lazy<Task<LiveSession>>>(id, entry));
            throw;
        }
    }

    /// <summary>Lists the saved conversations, most recently saved first.</summary>
    public async Task<IReadOnlyList<SessionEntry>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        var entries = new List<SessionEntry>();
        foreach (var id in store.List().Take(limit))
        {
            try
            {
                var session = (await GetAsync(id, cancellationToken)).Session;
                var title = session.Turns is [var first, ..] ? first.Request : "";
                var current = session.Current is { } shown ? await FindAsync(shown, cancellationToken) : null;
                entries.Add(new SessionEntry(id, session.Created, title, session.Pictures.Length, current?.Links.Thumbnail));
            }
            catch (BelmException e) when (e.Kind is ErrorKind.InvalidInput or ErrorKind.NotFound)
            {
                // A damaged file, or one that was deleted meanwhile, is no reason to hide the others.
            }
        }

        return entries;
    }

    /// <summary>Deletes a conversation; its pictures stay.</summary>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        await (await GetAsync(id, cancellationToken)).EndAsync();
        store.Remove(id);
        _live.TryRemove(id, out _);
    }

    /// <summary>Asks the conversation of the current flow to decide on a proposal; without one, nobody is there to ask.</summary>
    public async ValueTask<bool> AskAsync(EditProposal proposal, CancellationToken cancellationToken) =>
        EditCaller.Current?.SessionId is { } id && await (await GetAsync(id, cancellationToken)).AskAsync(proposal, cancellationToken);

    /// <summary>Gets who decided on the last proposal of the current flow's conversation.</summary>
    public string? Decider => EditCaller.Current?.SessionId is { } id && _live.TryGetValue(id, out var entry) && entry.Value.IsCompletedSuccessfully ? entry.Value.Result.ApprovedBy : null;

    /// <summary>Gives an open question of any conversation its answer.</summary>
    /// <returns>False if no conversation asks about that proposal.</returns>
    public bool Settle(string proposalId, bool isApproved, string by) =>
        _live.Values.Any(entry => entry.IsValueCreated && entry.Value.IsCompletedSuccessfully && entry.Value.Result.Settle(proposalId, isApproved, by));

    /// <summary>Stops all turns, and waits until they are saved.</summary>
    public Task CloseAsync() =>
        Task.WhenAll(_live.Values.Where(entry => entry.IsValueCreated && entry.Value.IsCompletedSuccessfully).Select(entry => entry.Value.Result.EndAsync()));

    /// <summary>Returns a conversation as a page shows it.</summary>
    public async Task<SessionView> ViewAsync(LiveSession live, JobBook jobs, CancellationToken cancellationToken)
    {
        var session = live.Session;
        var pictures = new List<PictureView>();
        foreach (var id in session.Pictures)
        {
            if (await FindAsync(id, cancellationToken) is { } picture)
            {
                pictures.Add(picture);
            }
        }

        var current = pictures.FirstOrDefault(picture => picture.ImageId == session.Current);
        return new SessionView
        {
            SessionId = session.Id,
            Created = session.Created,
            Revision = live.Revision,
            Current = current?.ImageId,
            CanUndo = current?.PreviousId is not null,
            CanRedo = !session.RedoStack.IsEmpty,
            Pictures = pictures,
            Turns = [.. session.Turns.Select(turn => new TurnView(turn.Request, turn.Answer, turn.Question, turn.From, turn.To, turn.At))],
            Mask = session.Mask is { } mask ? await FindAsync(mask, cancellationToken) : null,
            Turn = live.GetTurn() is var (turn, _) ? turn with { Job = jobs.FindRunning(session.Id) } : null,
            Interrupted = live.Interrupted,
        };
    }

    private async Task<PictureView?> FindAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return PictureView.From(await images.GetAsync(id, cancellationToken));
        }
        catch (BelmException e) when (e.Kind == ErrorKind.NotFound)
        {
            return null;
        }
    }

    private async Task<LiveSession> LoadAsync(string id)
    {
        var (conversation, interrupted) = await services.Chat.ResumeAsync(id);
        Forget();
        return new LiveSession(services, conversation, interrupted);
    }

    private void Forget()
    {
        foreach (var (id, entry) in _live.Where(entry => entry.Value.IsValueCreated && entry.Value.Value.IsCompletedSuccessfully && !entry.Value.Value.Result.IsBusy && !services.Events.IsWatched(entry.Key))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal).Take(Math.Max(0, _live.Count - MaxIdle)).ToList())
        {
            _live.TryRemove(new KeyValuePair<string, Lazy<Task<LiveSession>>>(id, entry));
        }
    }
}

/// <summary>Has the page decide on the proposals of its conversations; refuses what nobody watches.</summary>
internal sealed class WebApprover(Lazy<SessionHub> sessions) : IEditApprover
{
    public string Name => sessions.Value.Decider ?? EditCaller.Current?.Name ?? "web";

    public ValueTask<bool> ApproveAsync(EditProposal proposal, CancellationToken cancellationToken) => sessions.Value.AskAsync(proposal, cancellationToken);
}
