using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Checks;

/// <summary>One attempt at an edit: its settings and its result.</summary>
/// <remarks>Immutable and safe to share.</remarks>
public sealed record EditAttempt
{
    /// <summary>Gets the number of the attempt, from 1.</summary>
    [JsonPropertyName("attempt")]
    public required int Number { get; init; }

    /// <summary>Gets the one setting that differs from the attempt that it is based on, such as <c>guidance 2 → 3</c>; null for the first.</summary>
    [JsonPropertyName("change")]
    public string? Change { get; init; }

    /// <summary>Gets the plan that ran.</summary>
    [JsonPropertyName("plan")]
    public required EditPlan Plan { get; init; }

    /// <summary>Gets the result of checking the picture.</summary>
    [JsonPropertyName("check")]
    public required EditCheck Check { get; init; }

    /// <summary>Gets how it differs from the picture before.</summary>
    [JsonPropertyName("measures")]
    public required PictureComparison Measures { get; init; }

    /// <summary>Gets the number of UNet row evaluations of the edit, including the inversion.</summary>
    [JsonPropertyName("unet_evaluations")]
    public required int UnetEvaluations { get; init; }

    /// <summary>Gets the number of UNet row evaluations of the check.</summary>
    [JsonPropertyName("check_evaluations")]
    public required int CheckEvaluations { get; init; }
}
