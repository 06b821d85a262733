using System.Text.Json.Serialization;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Edits;

/// <summary>The result of an edit.</summary>
public sealed record EditResult
{
    /// <summary>Gets the new picture.</summary>
    [JsonIgnore]
    public required Picture Picture { get; init; }

    /// <summary>Gets the plan that ran.</summary>
    [JsonPropertyName("plan")]
    public required EditPlan Plan { get; init; }

    /// <summary>Gets the id of the new picture.</summary>
    [JsonPropertyName("image_id")]
    public string ImageId => Picture.Id;

    /// <summary>Gets the id of the picture that was edited.</summary>
    [JsonPropertyName("parent_id")]
    public string? ParentId => Picture.ParentId;

    /// <summary>Gets how the new picture differs from the old one.</summary>
    [JsonPropertyName("measures")]
    public required PictureComparison Measures { get; init; }

    /// <summary>Gets the check of the picture.</summary>
    [JsonPropertyName("check")]
    public required EditCheck Check { get; init; }

    /// <summary>Gets the number of attempts.</summary>
    [JsonPropertyName("attempts")]
    public int Attempts => Math.Max(1, AttemptLog.Count);

    /// <summary>Gets each attempt in order: what was changed, and the result. The picture is the best of them.</summary>
    [JsonPropertyName("attempt_log")]
    public IReadOnlyList<EditAttempt> AttemptLog { get; init; } = [];

    /// <summary>Gets who approved it: a front end's name, or <c>automatic</c>.</summary>
    [JsonPropertyName("approved_by")]
    public string? ApprovedBy { get; init; }

    /// <summary>Gets whether the model's safety checker flags the picture, which is not changed; null if the model has no checker.</summary>
    [JsonPropertyName("flagged")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Flagged { get; init; }

    /// <summary>Gets the number of UNet row evaluations of all attempts, including the inversion but not the checks.</summary>
    [JsonPropertyName("unet_evaluations")]
    public required int UnetEvaluations { get; init; }

    /// <summary>Gets the number of UNet row evaluations of the checks of all attempts.</summary>
    [JsonPropertyName("check_evaluations")]
    public int CheckEvaluations { get; init; }

    /// <summary>Gets the wall-clock seconds.</summary>
    [JsonPropertyName("seconds")]
    public required double Seconds { get; init; }

    /// <summary>Gets the execution provider that was actually used.</summary>
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    /// <summary>Gets what could not be done as requested, one sentence each.</summary>
    [JsonPropertyName("notes")]
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>An edit was stopped while it tried again; the best that it had made by then is kept.</summary>
/// <param name="best">The best attempt, in the library.</param>
/// <param name="cancellationToken">The token that stopped it.</param>
public sealed class EditStoppedException(EditResult best, CancellationToken cancellationToken)
    : OperationCanceledException($"Stopped after {best?.Attempts} attempts; the best is kept as {best?.ImageId}.", cancellationToken)
{
    /// <summary>The best attempt.</summary>
    public EditResult Best { get; } = best!;
}
