using BelmAgent.Editing.Library;
using BelmAgent.Web.Events;
using BelmAgent.Workflows;
using BelmAgent.Workflows.Batches;
using Microsoft.Extensions.Hosting;

namespace BelmAgent.Web.Batches;

/// <summary>Publishes how batches go on, whoever works on them, while somebody listens: their rows are looked at again and again.</summary>
internal sealed class BatchFeed(IBatchService batches, BatchHost host, EventHub hub) : BackgroundService
{
    /// <summary>The topic of all batches.</summary>
    public const string Topic = "batches";

    private const int Newest = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly Dictionary<string, string> _published = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(hub.GetWatched(), stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The database may be starting again: whoever asks for a batch hears of it. The next round looks again.
            }
        }
    }

    private async Task LookAsync(IReadOnlyList<string> watched, CancellationToken cancellationToken)
    {
        var seen = new List<Batch>();
        if (watched.Contains(Topic) || watched.Contains(EventHub.All))
        {
            seen.AddRange(await batches.ListAsync(limit: Newest, cancellationToken: cancellationToken));
        }

        foreach (var id in watched.Where(topic => LibraryId.IsValid(topic, "bat") && seen.All(batch => batch.Id != topic)))
        {
            try
            {
                seen.Add(await batches.GetAsync(id, cancellationToken));
            }
            catch (BelmException e) when (e.Kind == ErrorKind.NotFound)
            {
                // It was trimmed while a page shows it.
            }
        }

        foreach (var batch in seen)
        {
            var fault = host.FindFault(batch);
            var now = $"{batch.State} {batch.PlanHash} {batch.ApprovedBy} {batch.Priority} {batch.MaxParallel} {fault?.Code} {string.Join(' ', batch.Rows.OrderBy(pair => pair.Key, StringComparer.Ordinal))}";
            if (_published.GetValueOrDefault(batch.Id) != now)
            {
                _published[batch.Id] = now;
                hub.Publish(batch.Id, "batch.changed", BatchView.From(batch, fault), alsoTo: Topic);
            }
        }

        // What nobody listens to is published anew to whoever comes next.
        foreach (var gone in _published.Keys.Except(seen.Select(batch => batch.Id)).ToList())
        {
            _published.Remove(gone);
        }
    }
}
