using System.Threading.Channels;
using BelmAgent.Editing.Operations;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace BelmAgent.Mcp.Progress;

/// <summary>Sends the progress of one call to its client, in order, until the call ends.</summary>
/// <remarks>
/// The protocol demands that progress grows with every message, and an edit has several stages and attempts: sent are the finished steps
/// of all of them. The total is that of the stages known so far, and grows.
/// </remarks>
internal sealed class ProgressFeed : IAsyncDisposable
{
    private const int Waiting = 64;
    private readonly Channel<ProgressNotificationValue> _messages = Channel.CreateBounded<ProgressNotificationValue>(
        new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Lock _gate = new();
    private readonly Task _sending;
    private (int Attempt, string Stage) _stage;
    private int _before;
    private int _step;
    private int _total;
    private int _sent;

    /// <summary>Starts to send.</summary>
    /// <param name="send">Sends one message.</param>
    public ProgressFeed(Func<ProgressNotificationValue, Task> send) => _sending = SendAsync(send);

    /// <summary>Creates the feed of a request; null if its client asked for no progress.</summary>
    public static ProgressFeed? Create(RequestContext<CallToolRequestParams> request) => request.Params?.ProgressToken is { } token
        ? new ProgressFeed(value => request.Server.NotifyProgressAsync(token, value))
        : null;

    /// <summary>Sends a report, unless it is nothing new; after the call has ended, nothing is sent.</summary>
    public void Report(EditProgress value)
    {
        lock (_gate)
        {
            if ((value.Attempt, value.Stage) != _stage)
            {
                (_before, _step, _stage) = (_before + _step, 0, (value.Attempt, value.Stage));
            }

            _step = Math.Max(_step, value.Step);
            // After an inversion, as many steps lead back.
            _total = Math.Max(_total, _before + Math.Max(_step, value.Stage == "invert" ? 2 * value.Steps : value.Steps));
            var done = _before + _step;
            if (done > _sent && _messages.Writer.TryWrite(new ProgressNotificationValue { Progress = done, Total = _total, Message = Describe(value) }))
            {
                _sent = done;
            }
        }
    }

    /// <summary>Sends what waits, and nothing afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        _messages.Writer.TryComplete();
        await _sending;
    }

    private static string Describe(EditProgress value) =>
        $"{value.Stage} {value.Step}/{value.Steps}{(value.Attempt > 1 ? $", attempt {value.Attempt}" : "")}";

    private async Task SendAsync(Func<ProgressNotificationValue, Task> send)
    {
        await foreach (var message in _messages.Reader.ReadAllAsync())
        {
            try
            {
                await send(message);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException or McpException)
            {
                // A client that has gone needs no progress, and its edit goes on.
            }
        }
    }
}
