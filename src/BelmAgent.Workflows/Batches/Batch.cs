using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Workflows.Batches;

/// <summary>A batch of edits at one moment: its state and how many of its rows are in which state.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record Batch
{
    /// <summary>Gets the batch's id.</summary>
    [JsonPropertyName("batch_id")]
    public required string Id { get; init; }

    /// <summary>Gets whose batch it is; owners take turns.</summary>
    [JsonPropertyName("owner")]
    public required string Owner { get; init; }

    /// <summary>Gets its name: that of the manifest.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>Gets its state.</summary>
    [JsonPropertyName("state")]
    public required BatchState State { get; init; }

    /// <summary>Gets the priority, 1 to 9; higher ones go first. 5 is that of batches, 9 that of interactive work.</summary>
    [JsonPropertyName("priority")]
    public required int Priority { get; init; }

    /// <summary>Gets how many of its rows are worked on at the same time.</summary>
    [JsonPropertyName("max_parallel")]
    public required int MaxParallel { get; init; }

    /// <summary>Gets the queue: workers whose model has this name work on it.</summary>
    [JsonPropertyName("queue")]
    public required string Queue { get; init; }

    /// <summary>Gets the folder for its results.</summary>
    [JsonPropertyName("output")]
    public required string Output { get; init; }

    /// <summary>Gets the hash of all its proposals, which an approval names; null while it is being planned.</summary>
    [JsonPropertyName("plan_hash")]
    public string? PlanHash { get; init; }

    /// <summary>Gets who approved it; null: nobody has yet.</summary>
    [JsonPropertyName("approved_by")]
    public string? ApprovedBy { get; init; }

    /// <summary>Gets the number of rows in each state that occurs.</summary>
    [JsonPropertyName("rows")]
    public required IReadOnlyDictionary<string, int> Rows { get; init; }

    /// <summary>Gets when it was created, in UTC.</summary>
    [JsonPropertyName("created")]
    public required DateTimeOffset Created { get; init; }

    /// <summary>Gets when its first row was worked on; null before that.</summary>
    [JsonPropertyName("started")]
    public DateTimeOffset? Started { get; init; }

    /// <summary>Gets when its last row ended; null before that.</summary>
    [JsonPropertyName("ended")]
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Gets how many rows failed at work or were cancelled, and can be queued once more.</summary>
    [JsonPropertyName("retriable")]
    public int Retriable { get; init; }

    /// <summary>Gets how many edits end in a minute, measured on the last of them; null while it is not worked on, or before two have ended.</summary>
    [JsonPropertyName("rate_per_minute")]
    public double? RatePerMinute { get; init; }

    /// <summary>Gets when it will have ended at that rate, in UTC; null while there is none.</summary>
    [JsonPropertyName("expected_end")]
    public DateTimeOffset? ExpectedEnd { get; init; }

    /// <summary>Gets the number of rows.</summary>
    [JsonIgnore]
    public int Total => Rows.Values.Sum();

    /// <summary>Gets the number of rows that have ended, whatever came of them.</summary>
    [JsonIgnore]
    public int Done => BatchItem.EndStates.Sum(Count);

    /// <summary>Gets whether every row succeeded, or was done already.</summary>
    [JsonIgnore]
    public bool HasSucceeded => Count(BatchItemState.Succeeded) + Count(BatchItemState.Skipped) == Total;

    /// <summary>Returns the number of rows in a state.</summary>
    /// <param name="state">The state.</param>
    public int Count(BatchItemState state) => Rows.GetValueOrDefault(Storage.WorkflowJson.NameOf(state));
}

/// <summary>The state of a batch.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<BatchState>))]
public enum BatchState
{
    /// <summary>Its rows are being planned.</summary>
    Planning,

    /// <summary>It is planned and waits for approval.</summary>
    Planned,

    /// <summary>It is approved, and its rows are worked on.</summary>
    Running,

    /// <summary>No further row is begun until it is resumed.</summary>
    Paused,

    /// <summary>Every row has ended.</summary>
    Ended,
}
