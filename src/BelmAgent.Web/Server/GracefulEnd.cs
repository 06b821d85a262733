using BelmAgent.Web.Configuration;
using BelmAgent.Web.Events;
using BelmAgent.Web.Jobs;
using BelmAgent.Web.Sessions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BelmAgent.Web.Server;

/// <summary>Ends the server's work when the host stops: nothing new is taken, what runs may end, then turns and streams are closed.</summary>
internal sealed class GracefulEnd(JobBook jobs, SessionHub sessions, EventHub events, IOptions<ServeOptions> options) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Before the server stops listening, so that pages hear of it.
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await jobs.CloseAsync(options.Value.Grace);
        sessions.Close();
        events.Close();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
