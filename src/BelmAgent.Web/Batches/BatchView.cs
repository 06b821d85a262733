using BelmAgent.Editing.Checks;
using BelmAgent.Plugins;
using BelmAgent.Web.Problems;
using BelmAgent.Workflows.Batches;
using BelmAgent.Workflows.Workers;

namespace BelmAgent.Web.Batches;

/// <summary>A batch on the wire, without the folder of its results.</summary>
internal sealed record BatchView
{
    private const int SheetRows = 500;

    public required string BatchId { get; init; }

    public required string Name { get; init; }

    public required string Owner { get; init; }

    public required BatchState State { get; init; }

    public required int Priority { get; init; }

    public required int MaxParallel { get; init; }

    /// <summary>The hash that an approval names; null while it is being planned.</summary>
    public string? PlanHash { get; init; }

    public string? ApprovedBy { get; init; }

    /// <summary>The number of rows in each state that occurs.</summary>
    public required IReadOnlyDictionary<string, int> Rows { get; init; }

    public required int Total { get; init; }

    public required int Done { get; init; }

    /// <summary>The number of rows that failed at work or were cancelled.</summary>
    public required int Retriable { get; init; }

    public double? RatePerMinute { get; init; }

    public DateTimeOffset? ExpectedEnd { get; init; }

    public required DateTimeOffset Created { get; init; }

    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>The fault that keeps it from being planned or worked on here; null if there is none.</summary>
    public Problem? Fault { get; init; }

    /// <summary>The number of pages of its contact sheet.</summary>
    public required int SheetPages { get; init; }

    public required BatchLinks Links { get; init; }

    public static BatchView From(Batch batch, BelmException? fault)
    {
        var self = $"api/v1/batches/{batch.Id}";
        return new BatchView
        {
            BatchId = batch.Id,
            Name = batch.Name,
            Owner = batch.Owner,
            State = batch.State,
            Priority = batch.Priority,
            MaxParallel = batch.MaxParallel,
            PlanHash = batch.PlanHash,
            ApprovedBy = batch.ApprovedBy,
            Rows = batch.Rows,
            Total = batch.Total,
            Done = batch.Done,
            Retriable = batch.Retriable,
            RatePerMinute = batch.RatePerMinute,
            ExpectedEnd = batch.ExpectedEnd,
            Created = batch.Created,
            Started = batch.Started,
            Ended = batch.Ended,
            Fault = fault is null ? null : Problem.From(fault),
            SheetPages = Math.Max(1, (batch.Done + SheetRows - 1) / SheetRows),
            Links = new BatchLinks(self, $"{self}/items", $"{self}/results.jsonl", $"{self}/results.csv", $"{self}/sheet.html"),
        };
    }
}

/// <summary>Where a batch and its results are, relative to the page.</summary>
internal sealed record BatchLinks(string Self, string Items, string Lines, string Table, string Sheet);

/// <summary>A row of a batch on the wire.</summary>
internal sealed record BatchItemView
{
    public required int N { get; init; }

    public required string ItemId { get; init; }

    public required BatchItemState State { get; init; }

    /// <summary>The image as the manifest names it.</summary>
    public required string Image { get; init; }

    public string? Request { get; init; }

    /// <summary>From what the image shows to what it should show; empty before it is planned.</summary>
    public required IReadOnlyList<DifferenceRun> Difference { get; init; }

    /// <summary>The image that is edited; null before it is planned.</summary>
    public string? SourceId { get; init; }

    /// <summary>The image that was made; null if there is none.</summary>
    public string? ImageId { get; init; }

    public EditOutcome? Check { get; init; }

    /// <summary>Other changes that its check has seen.</summary>
    public required IReadOnlyList<string> Changes { get; init; }

    /// <summary>Why it failed, or the question that it waits for.</summary>
    public BatchItemError? Error { get; init; }

    public required int Attempts { get; init; }

    public double? Seconds { get; init; }

    public required BatchItemLinks Links { get; init; }

    public static BatchItemView From(BatchItem item)
    {
        // One that is being published is not there yet.
        var made = item.State is BatchItemState.Succeeded or BatchItemState.Skipped ? item.ImageId : null;
        return new BatchItemView
        {
            N = item.Number,
            ItemId = item.Id,
            State = item.State,
            // A command's manifest may name files of this machine.
            Image = Path.GetFileName(item.Image.Replace('\\', '/')),
            Request = item.Request,
            Difference = item.Plan is { } plan ? WordDifference.Merge(plan.SourcePrompt, plan.TargetPrompt) : [],
            SourceId = item.SourceId,
            ImageId = made,
            Check = item.Check?.Result,
            Changes = item.Check?.Changes ?? [],
            Error = item.Error,
            Attempts = item.Attempts,
            Seconds = item.Seconds,
            Links = new BatchItemLinks(Thumbnail(item.SourceId), Thumbnail(made)),
        };
    }

    private static string? Thumbnail(string? imageId) => imageId is null ? null : $"api/v1/pictures/{imageId}/thumbnail";
}

/// <summary>Where the thumbnails of a row are, relative to the page.</summary>
internal sealed record BatchItemLinks(string? Before, string? After);

/// <summary>The workers that were seen in the last day, and how much waits for them.</summary>
internal sealed record WorkersView(IReadOnlyList<WorkerInfo> Workers, QueueHealth Queue);
