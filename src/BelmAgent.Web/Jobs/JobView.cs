using BelmAgent.Editing;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Edits;
using BelmAgent.Web.Pictures;
using BelmAgent.Web.Problems;

namespace BelmAgent.Web.Jobs;

/// <summary>A job on the wire.</summary>
internal sealed record JobView
{
    public required string JobId { get; init; }

    public string Kind { get; init; } = "edit";

    public required string ProposalId { get; init; }

    public string? SessionId { get; init; }

    public required EditJobState State { get; init; }

    public string? Stage { get; init; }

    public int Step { get; init; }

    public int Steps { get; init; }

    public int Attempt { get; init; } = 1;

    public int Attempts { get; init; } = 1;

    public double? SecondsLeft { get; init; }

    public int QueuePosition { get; init; }

    public int PreviewSeq { get; init; }

    public EditResultView? Result { get; init; }

    public Problem? Error { get; init; }
}

/// <summary>An edit's result on the wire.</summary>
internal sealed record EditResultView
{
    public required string ImageId { get; init; }

    public string? ParentId { get; init; }

    public required PictureView Picture { get; init; }

    public required EditCheck Check { get; init; }

    public required PictureComparison Measures { get; init; }

    public required int Attempts { get; init; }

    public required IReadOnlyList<EditAttempt> AttemptLog { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public bool? Flagged { get; init; }

    public required double Seconds { get; init; }

    public string? ApprovedBy { get; init; }

    public required string Provider { get; init; }

    public static EditResultView From(EditResult result) => new()
    {
        ImageId = result.ImageId,
        ParentId = result.ParentId,
        Picture = PictureView.From(result.Picture),
        Check = result.Check,
        Measures = result.Measures,
        Attempts = result.Attempts,
        AttemptLog = result.AttemptLog,
        Notes = result.Notes,
        Flagged = result.Flagged,
        Seconds = result.Seconds,
        ApprovedBy = result.ApprovedBy,
        Provider = result.Provider,
    };
}
