using System.Runtime.ExceptionServices;
using System.Text.Json.Serialization;
using BelmAgent.Editing;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Plugins.Results;

/// <summary>An edit that has run or is still running.</summary>
public sealed record EditImageResult : BelmResult
{
    /// <summary>Gets <c>succeeded</c>, <c>running</c>, <c>queued</c>, <c>cancelled</c> or <c>failed</c>; null if no edit was started.</summary>
    [JsonPropertyName("status")]
    [JsonConverter(typeof(Editing.Plans.SnakeCaseEnumConverter<EditJobState>))]
    public EditJobState? Status { get; init; }

    /// <summary>Gets the job, for get_job and cancel_job.</summary>
    [JsonPropertyName("job_id")]
    public string? JobId { get; init; }

    /// <summary>Gets the progress of the current attempt, 0 to 1; null once the edit has ended.</summary>
    [JsonPropertyName("progress")]
    public double? Progress { get; init; }

    /// <summary>Gets what to do next; null if there is nothing to do.</summary>
    [JsonPropertyName("next")]
    public string? Next { get; init; }

    /// <summary>Gets the new picture.</summary>
    [JsonPropertyName("image_id")]
    public string? ImageId { get; init; }

    /// <summary>Gets the picture that was edited, which is unchanged.</summary>
    [JsonPropertyName("parent_id")]
    public string? ParentId { get; init; }

    /// <summary>Gets what the new picture should show; what it does show is <see cref="EditCheck.Seen"/>.</summary>
    [JsonPropertyName("target_prompt")]
    public string? TargetPrompt { get; init; }

    /// <summary>Gets how the new picture differs from the old one.</summary>
    [JsonPropertyName("measures")]
    public PictureComparison? Measures { get; init; }

    /// <summary>Gets the check of the picture.</summary>
    [JsonPropertyName("check")]
    public EditCheck? Check { get; init; }

    /// <summary>Gets the number of attempts; the picture is the best of them.</summary>
    [JsonPropertyName("attempts")]
    public int? Attempts { get; init; }

    /// <summary>Gets the changes between attempts and their results; null if the first was good.</summary>
    [JsonPropertyName("attempt_log")]
    public IReadOnlyList<AttemptEntry>? AttemptLog { get; init; }

    /// <summary>Gets what could not be done as requested, one sentence each; null if there is nothing to report.</summary>
    [JsonPropertyName("notes")]
    public IReadOnlyList<string>? Notes { get; init; }

    /// <summary>Gets whether the model's safety checker flags the picture, which is not changed; null if the model has no checker.</summary>
    [JsonPropertyName("flagged")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Flagged { get; init; }

    /// <summary>Gets the wall-clock seconds.</summary>
    [JsonPropertyName("seconds")]
    public double? Seconds { get; init; }

    /// <summary>Gets the execution provider that was actually used.</summary>
    [JsonPropertyName("provider")]
    public string? Provider { get; init; }

    /// <summary>Creates the result of a job.</summary>
    /// <param name="job">The job.</param>
    /// <exception cref="Exception">It failed because of a defect of the program.</exception>
    internal static EditImageResult From(EditJob job)
    {
        if (job.Error is { } fault && BelmError.From(fault) is null)
        {
            ExceptionDispatchInfo.Throw(fault);
        }

        var result = new EditImageResult { Status = job.State, JobId = job.Id };
        return job.State switch
        {
            EditJobState.Failed => result with { Error = BelmError.From(job.Error!) },
            EditJobState.Queued or EditJobState.Running => result with
            {
                Progress = job.Steps > 0 ? Math.Round((double)job.Step / job.Steps, 2) : 0,
                Next = "It is still running: call get_job with this job_id, or cancel_job if the user wants to stop it. Do not plan it again.",
            },
            EditJobState.Cancelled when job.Result is null => result with { Next = "It was stopped and changed nothing. Tell the user." },
            _ => result.With(job.Result!),
        };
    }

    /// <inheritdoc/>
    internal override BelmResult Spell(Func<string, string> spell) => (EditImageResult)base.Spell(spell) with { Next = Next is null ? null : spell(Next) };

    private EditImageResult With(EditResult edited) => this with
    {
        ImageId = edited.ImageId,
        ParentId = edited.ParentId,
        TargetPrompt = edited.Plan.TargetPrompt,
        Measures = edited.Measures,
        Check = edited.Check,
        Attempts = edited.Attempts,
        AttemptLog = edited.Attempts > 1 ? [.. edited.AttemptLog.Select(AttemptEntry.From)] : null,
        Notes = edited.Notes.Count > 0 ? edited.Notes : null,
        Flagged = edited.Flagged,
        Seconds = edited.Seconds,
        Provider = edited.Provider,
    };
}

/// <summary>A summary of an attempt at an edit.</summary>
public sealed record AttemptEntry
{
    /// <summary>Gets the number of the attempt, from 1.</summary>
    [JsonPropertyName("attempt")]
    public required int Number { get; init; }

    /// <summary>Gets the one setting that was changed; null for the first.</summary>
    [JsonPropertyName("change")]
    public string? Change { get; init; }

    /// <summary>Gets the outcome.</summary>
    [JsonPropertyName("result")]
    [JsonConverter(typeof(SnakeCaseEnumConverter<EditOutcome>))]
    public required EditOutcome Result { get; init; }

    /// <summary>Gets the fault of its picture.</summary>
    [JsonPropertyName("fault")]
    [JsonConverter(typeof(SnakeCaseEnumConverter<EditFault>))]
    public required EditFault Fault { get; init; }

    /// <summary>Gets what was seen in it; null if unknown.</summary>
    [JsonPropertyName("seen")]
    public string? Seen { get; init; }

    /// <summary>Gets what changed without being requested, one clause each; null if nothing could look.</summary>
    [JsonPropertyName("changes")]
    public IReadOnlyList<string>? Changes { get; init; }

    /// <summary>Creates the entry of an attempt.</summary>
    internal static AttemptEntry From(EditAttempt attempt) => new()
    {
        Number = attempt.Number,
        Change = attempt.Change,
        Result = attempt.Check.Result,
        Fault = attempt.Check.Fault,
        Seen = attempt.Check.Seen,
        Changes = attempt.Check.Changes,
    };
}
