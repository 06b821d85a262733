using System.Text.Json.Serialization;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Plans;
using BelmAgent.Plugins.Results;
using BelmAgent.Workflows;
using BelmAgent.Workflows.Batches;

namespace BelmAgent.Mcp.Batches;

/// <summary>A batch as a model sees it.</summary>
internal sealed record BatchToolResult : BelmResult
{
    // A model's context is small; the resource has all rows.
    private const int Listed = 20;

    /// <summary>Gets the batch.</summary>
    [JsonPropertyName("batch_id")]
    public string? BatchId { get; init; }

    /// <summary>Gets its state.</summary>
    [JsonPropertyName("state")]
    [JsonConverter(typeof(SnakeCaseEnumConverter<BatchState>))]
    public BatchState? State { get; init; }

    /// <summary>Gets the number of rows in each state that occurs.</summary>
    [JsonPropertyName("rows")]
    public IReadOnlyDictionary<string, int>? Rows { get; init; }

    /// <summary>Gets when it will have ended; null while that is not known.</summary>
    [JsonPropertyName("expected_end")]
    public DateTimeOffset? ExpectedEnd { get; init; }

    /// <summary>Gets the first rows whose image is made.</summary>
    [JsonPropertyName("made")]
    public IReadOnlyList<BatchRowResult>? Made { get; init; }

    /// <summary>Gets the first rows that ask, failed, or cannot be used.</summary>
    [JsonPropertyName("open")]
    public IReadOnlyList<BatchRowResult>? Open { get; init; }

    /// <summary>Describes a batch.</summary>
    public static async Task<BatchToolResult> CreateAsync(IBatchService batches, Batch batch, CancellationToken cancellationToken)
    {
        async Task<IReadOnlyList<BatchRowResult>> RowsAsync(params BatchItemState[] states)
        {
            var rows = new List<BatchRowResult>();
            foreach (var state in states)
            {
                rows.AddRange(await batches.ListItemsAsync(batch.Id, state, cancellationToken: cancellationToken).Take(Listed - rows.Count).Select(BatchRowResult.From).ToListAsync(cancellationToken));
            }

            return rows;
        }

        return new BatchToolResult
        {
            BatchId = batch.Id,
            State = batch.State,
            Rows = batch.Rows,
            ExpectedEnd = batch.ExpectedEnd,
            Made = await RowsAsync(BatchItemState.Succeeded, BatchItemState.Skipped),
            Open = await RowsAsync(BatchItemState.NeedsAnswer, BatchItemState.Failed),
        };
    }
}

/// <summary>A row of a batch as a model sees it.</summary>
internal sealed record BatchRowResult
{
    /// <summary>Gets its number, from 1.</summary>
    [JsonPropertyName("n")]
    public required int Number { get; init; }

    /// <summary>Gets its state.</summary>
    [JsonPropertyName("state")]
    [JsonConverter(typeof(SnakeCaseEnumConverter<BatchItemState>))]
    public required BatchItemState State { get; init; }

    /// <summary>Gets the image that is edited; null before it is planned.</summary>
    [JsonPropertyName("source_id")]
    public string? SourceId { get; init; }

    /// <summary>Gets the request.</summary>
    [JsonPropertyName("request")]
    public string? Request { get; init; }

    /// <summary>Gets the image that was made; null if there is none.</summary>
    [JsonPropertyName("image_id")]
    public string? ImageId { get; init; }

    /// <summary>Gets what its check says; null if there is none.</summary>
    [JsonPropertyName("check")]
    [JsonConverter(typeof(SnakeCaseEnumConverter<EditOutcome>))]
    public EditOutcome? Check { get; init; }

    /// <summary>Gets why it failed, or the question that it waits for.</summary>
    [JsonPropertyName("message")]
    public string? Message { get; init; }

    /// <summary>Describes a row.</summary>
    public static BatchRowResult From(BatchItem item) => new()
    {
        Number = item.Number,
        State = item.State,
        SourceId = item.SourceId,
        Request = item.Request,
        ImageId = item.ImageId,
        Check = item.Check?.Result,
        Message = item.Error?.Message,
    };
}
