using System.Text.Json.Serialization;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Workflows.Batches;

/// <summary>A row of a batch: one picture, one request, and what became of it.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record BatchItem
{
    /// <summary>Gets the states in which nothing more happens unless the row is retried.</summary>
    public static IReadOnlyList<BatchItemState> EndStates { get; } =
        [BatchItemState.Succeeded, BatchItemState.Failed, BatchItemState.NeedsAnswer, BatchItemState.Skipped, BatchItemState.Cancelled];

    /// <summary>Gets the row's number in the manifest, from 1.</summary>
    [JsonPropertyName("n")]
    public required int Number { get; init; }

    /// <summary>Gets the row's id.</summary>
    [JsonPropertyName("item_id")]
    public required string Id { get; init; }

    /// <summary>Gets its state.</summary>
    [JsonPropertyName("state")]
    public required BatchItemState State { get; init; }

    /// <summary>Gets the picture that was made; null if there is none.</summary>
    [JsonPropertyName("image_id")]
    public string? ImageId { get; init; }

    /// <summary>Gets the file in the batch's folder; null if there is no picture.</summary>
    [JsonPropertyName("output")]
    public string? Output { get; init; }

    /// <summary>Gets the check of the picture; null if there is none.</summary>
    [JsonPropertyName("check")]
    public EditCheck? Check { get; init; }

    /// <summary>Gets why it failed, or the question that it waits for; null if neither.</summary>
    [JsonPropertyName("error")]
    public BatchItemError? Error { get; init; }

    /// <summary>Gets how often it was attempted: edits until the check passed; of a failed row, how often it was begun.</summary>
    [JsonPropertyName("attempts")]
    public int Attempts { get; init; }

    /// <summary>Gets the wall-clock seconds of the edit; null if there was none.</summary>
    [JsonPropertyName("seconds")]
    public double? Seconds { get; init; }

    /// <summary>Gets the picture's file or id as the manifest has it.</summary>
    [JsonIgnore]
    public string Image { get; init; } = "";

    /// <summary>Gets the request; null if the manifest has a target prompt instead.</summary>
    [JsonIgnore]
    public string? Request { get; init; }

    /// <summary>Gets the picture in the library that is edited; null before it is planned.</summary>
    [JsonIgnore]
    public string? SourceId { get; init; }

    /// <summary>Gets the plan with every setting filled in; null before it is planned.</summary>
    [JsonIgnore]
    public EditPlan? Plan { get; init; }

    /// <summary>Gets whether it has ended.</summary>
    [JsonIgnore]
    public bool HasEnded => EndStates.Contains(State);
}

/// <summary>The state of a row.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<BatchItemState>))]
public enum BatchItemState
{
    /// <summary>It is not planned yet.</summary>
    Draft,

    /// <summary>It is planned and waits for approval.</summary>
    Planned,

    /// <summary>It is the same work as another row, and takes over what comes of that.</summary>
    Waiting,

    /// <summary>It waits for a worker.</summary>
    Queued,

    /// <summary>A worker is on it.</summary>
    Running,

    /// <summary>Its picture is made and is being put into the library.</summary>
    Publishing,

    /// <summary>Its picture is in the library. The check may have failed all the same.</summary>
    Succeeded,

    /// <summary>It failed, and says why.</summary>
    Failed,

    /// <summary>Its request is unclear: the question is its error.</summary>
    NeedsAnswer,

    /// <summary>The same work was done for another row, whose picture it names.</summary>
    Skipped,

    /// <summary>It was cancelled.</summary>
    Cancelled,
}

/// <summary>Why a row failed.</summary>
/// <param name="Code">A short name for programs, in snake_case.</param>
/// <param name="Message">One sentence with the remedy.</param>
/// <param name="Column">The column of the manifest that is at fault; null if none is.</param>
public sealed record BatchItemError(
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("column")] [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Column = null);
