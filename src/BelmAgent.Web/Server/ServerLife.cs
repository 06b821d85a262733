using BelmAgent.Web.Configuration;
using BelmAgent.Web.Events;
using BelmAgent.Web.Jobs;
using BelmAgent.Web.Security;
using BelmAgent.Web.Sessions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BelmAgent.Web.Server;

/// <summary>
/// Makes the owner's key when the host starts, and ends the server's work when it stops: nothing new is taken, what runs may end, then turns
/// and streams are closed.
/// </summary>
internal sealed class ServerLife(JobBook jobs, SessionHub sessions, EventHub events, KeyRing keys, IOptions<ServeOptions> options) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Auth == ServeAuth.Key)
        {
            keys.GetOwnerKey();
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Before the server stops listening, so that pages hear of it.
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await jobs.CloseAsync(options.Value.Grace);
        await sessions.CloseAsync();
        events.Close();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
