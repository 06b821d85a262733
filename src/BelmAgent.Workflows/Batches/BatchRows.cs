using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Plans;
using BelmAgent.Workflows.Storage;

namespace BelmAgent.Workflows.Batches;

/// <summary>A row of the table <c>batch</c>.</summary>
internal sealed class BatchRow
{
    public string Id { get; init; } = "";

    public string Owner { get; init; } = "";

    public string Name { get; init; } = "";

    public string State { get; init; } = "";

    public int Priority { get; init; }

    public int MaxParallel { get; init; }

    public string Queue { get; init; } = "";

    public string ModelHash { get; init; } = "";

    public string Fingerprint { get; init; } = "";

    public string Manifest { get; init; } = "";

    public string Output { get; init; } = "";

    public string? PlanHash { get; init; }

    public string? ApprovedBy { get; init; }

    public string? Webhook { get; init; }

    public string? Traceparent { get; init; }

    public long Created { get; init; }

    public long? Started { get; init; }

    public long? Ended { get; init; }

    public Batch ToBatch(IReadOnlyDictionary<string, int> rows, int retriable, BatchPace? pace) => new()
    {
        Id = Id,
        Owner = Owner,
        Name = Name,
        State = WorkflowJson.ValueOf<BatchState>(State),
        Priority = Priority,
        MaxParallel = MaxParallel,
        Queue = Queue,
        Output = Output,
        PlanHash = PlanHash,
        ApprovedBy = ApprovedBy,
        Rows = rows,
        Retriable = retriable,
        RatePerMinute = pace?.PerMinute,
        ExpectedEnd = pace?.EndOf(rows.Values.Sum() - BatchItem.EndStates.Sum(state => rows.GetValueOrDefault(WorkflowJson.NameOf(state)))),
        Created = DateTimeOffset.FromUnixTimeMilliseconds(Created),
        Started = Started is { } started ? DateTimeOffset.FromUnixTimeMilliseconds(started) : null,
        Ended = Ended is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null,
    };
}

/// <summary>The last edits of a batch that have ended, in milliseconds of the database's clock.</summary>
internal sealed class BatchPace
{
    public long Count { get; init; }

    public long? First { get; init; }

    public long? Last { get; init; }

    public long Now { get; init; }

    /// <summary>Gets the edits in a minute; null before two have ended. It falls while none ends.</summary>
    public double? PerMinute => Count < 2 || Last <= First ? null
        : Math.Round(60_000 * Math.Min((Count - 1.0) / (Last!.Value - First!.Value), (double)Count / Math.Max(1, Now - First.Value)), 2);

    /// <summary>Returns when so many rows will have ended.</summary>
    public DateTimeOffset? EndOf(int rows) => PerMinute is > 0 and { } rate ? DateTimeOffset.FromUnixTimeMilliseconds(Now).AddMinutes(rows / rate) : null;
}

/// <summary>A row of the table <c>item</c>.</summary>
internal sealed class ItemRow
{
    public string Id { get; init; } = "";

    public string BatchId { get; init; } = "";

    public int N { get; init; }

    public string State { get; init; } = "";

    public int Tries { get; init; }

    public int Deaths { get; init; }

    public long CancelRequested { get; init; }

    public long Epoch { get; init; }

    public string? Worker { get; init; }

    public string Image { get; init; } = "";

    public string? Request { get; init; }

    public string Settings { get; init; } = "";

    public string Output { get; init; } = "";

    public string? Stamp { get; init; }

    public string? SourceId { get; init; }

    public string? Plan { get; init; }

    public string? Proposal { get; init; }

    public string? ContentKey { get; init; }

    public string? SameAs { get; init; }

    public string? ImageId { get; init; }

    public string? Result { get; init; }

    public string? Error { get; init; }

    public double? Seconds { get; init; }

    public int Delivered { get; init; }

    public BatchItem ToItem()
    {
        var result = WorkflowJson.ReadOrDefault<ItemResult>(Result);
        var state = WorkflowJson.ValueOf<BatchItemState>(State);
        return new BatchItem
        {
            Number = N,
            Id = Id,
            State = state,
            ImageId = ImageId,
            Output = ImageId is not null && state is BatchItemState.Succeeded or BatchItemState.Skipped ? Output : null,
            Check = result?.Check,
            Error = WorkflowJson.ReadOrDefault<BatchItemError>(Error),
            Attempts = result?.Attempts ?? Tries,
            Seconds = Seconds,
            Image = Image,
            Request = Request,
            SourceId = SourceId,
            Plan = WorkflowJson.ReadOrDefault<EditPlan>(Proposal),
        };
    }
}

/// <summary>The part of an edit's result that an item keeps.</summary>
internal sealed record ItemResult
{
    public required EditCheck Check { get; init; }

    public required int Attempts { get; init; }

    public string? Provider { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];
}
