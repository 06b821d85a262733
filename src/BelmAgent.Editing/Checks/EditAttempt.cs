using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Checks;

/// <summary>One attempt at an edit: what was set, and what came out.</summary>
/// <remarks>Immutable and safe to share.</remarks>
public sealed record EditAttempt
{
    /// <summary>Gets which attempt, from 1.</summary>
    [JsonPropertyName("attempt")]
    public required int Number { get; init; }

    /// <summary>
    /// Gets the one setting that is different from the attempt that it goes on from, such as <c>guidance 2 → 3</c>; null for the
    /// first.
    /// </summary>
    [JsonPropertyName("change")]
    public string? Change { get; init; }

    /// <summary>Gets the plan that ran.</summary>
    [JsonPropertyName("plan")]
    public required EditPlan Plan { get; init; }

    /// <summary>What was found in the picture.</summary>
    [JsonPropertyName("check")]
    public required EditCheck Check { get; init; }

    /// <summary>Gets how it differs from the picture before.</summary>
    [JsonPropertyName("measures")]
    public required PictureComparison Measures { get; init; }

    /// <summary>Gets the UNet row evaluations of the edit, the inversion included.</summary>
    [JsonPropertyName("unet_evaluations")]
    public required int UnetEvaluations { get; init; }

    /// <summary>Gets the UNet row evaluations of the check.</summary>
    [JsonPropertyName("check_evaluations")]
    public required int CheckEvaluations { get; init; }
}
