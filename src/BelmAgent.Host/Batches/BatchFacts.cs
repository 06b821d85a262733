using System.Globalization;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Output;
using BelmAgent.Host.Terminal;
using BelmAgent.Workflows.Batches;
using Spectre.Console;

namespace BelmAgent.Host.Batches;

/// <summary>Batches and their rows in lines.</summary>
internal static class BatchFacts
{
    public static FactSheet Create(Batch batch)
    {
        var facts = new FactSheet().Add("Batch", $"{batch.Id} · {batch.Name} · {Words(batch.State)}").Add("Rows", Counts(batch));
        facts.AddWhereKnown("Plan", batch.PlanHash is { } hash ? $"{hash}{(batch.ApprovedBy is { } by ? $", approved by {by}" : "")}" : null);
        facts.AddWhereKnown("Pace", batch is { RatePerMinute: { } rate, ExpectedEnd: { } end }
            ? string.Create(CultureInfo.InvariantCulture, $"{rate:0.0} a minute, done about {end.ToLocalTime():HH:mm}") : null);
        if (batch is { Started: { } started, Ended: { } ended })
        {
            facts.Add("Took", FormattableString.Invariant($"{(ended - started).TotalSeconds:0.0} s"));
        }

        return facts.AddFile("Results", batch.Output);
    }

    public static FactSheet List(IEnumerable<Batch> batches) => batches.Aggregate(
        new FactSheet(), (facts, batch) => facts.Add(Words(batch.State), $"{batch.Id} · {batch.Name} · {batch.Owner} · {Counts(batch)}"));

    public static FactSheet Add(FactSheet facts, BatchItem item)
    {
        var what = string.Join(" · ", new[] { item.Image, item.Request, item.ImageId, item.Check is { } check ? $"check {Words(check.Result)}" : null, item.Error?.Message }.Where(part => !string.IsNullOrEmpty(part)));
        return facts.Add(Label(item.State), $"{item.Number.ToString(CultureInfo.InvariantCulture)} · {what}");
    }

    public static string Counts(Batch batch) =>
        $"{batch.Total}: {string.Join(", ", batch.Rows.Where(pair => pair.Value > 0).OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Value} {pair.Key.Replace('_', ' ')}"))}";

    private static string Label(BatchItemState state) => state switch
    {
        BatchItemState.Succeeded => "done",
        BatchItemState.NeedsAnswer => "asks",
        BatchItemState.Publishing => "saving",
        BatchItemState.Cancelled => "stopped",
        _ => Words(state),
    };

    private static string Words<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName($"{value}").Replace('_', ' ');
}

/// <summary>How far a batch is, on standard error: a bar at a terminal, else a line now and then.</summary>
internal sealed class BatchProgress(ProgressView? view, IAnsiConsole log, TimeProvider clock, string stage) : IProgress<Batch>, IAsyncDisposable
{
    // A log that nobody watches needs no more.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly long _start = clock.GetTimestamp();
    private TimeSpan _next;
    private int? _first;

    public static BatchProgress Create(CommandContext context, string stage) => new(
        context.Screen.Io.CanAsk ? new ProgressView(context.Screen.CreateDrawing, TimeProvider.System, new PercentageColumn(), new RemainingTimeColumn()) : null,
        context.Screen.Error, TimeProvider.System, stage);

    public void Report(Batch value)
    {
        var done = stage == "plan" ? value.Total - value.Count(BatchItemState.Draft) : value.Done;
        if (view is not null)
        {
            view.Draw($"{stage} {done} of {value.Total}", done, value.Total);
            return;
        }

        var now = clock.GetElapsedTime(_start);
        _first ??= done;
        if (now >= _next)
        {
            _next = now + Pause;
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{stage}: {done} of {value.Total}{Rate(done - _first.Value, value.Total - done, now)}"));
        }
    }

    public void Clear() => view?.Clear();

    public ValueTask DisposeAsync()
    {
        Clear();
        return ValueTask.CompletedTask;
    }

    private static string Rate(int done, int left, TimeSpan elapsed) => done == 0 ? ""
        : FormattableString.Invariant($", {done / elapsed.TotalMinutes:0.0} a minute, about {left * elapsed.TotalMinutes / done:0} min left");
}
