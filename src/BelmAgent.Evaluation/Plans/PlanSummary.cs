using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Evaluation.Plans;

/// <summary>The results of a planner on the instructions of one kind, or on all.</summary>
/// <remarks>Immutable and safe to share.</remarks>
/// <param name="Kind">The kind; null for all together.</param>
/// <param name="Count">Number of instructions.</param>
/// <param name="Equal">Number of plans whose target prompt equals the annotator's.</param>
/// <param name="Equivalent">Number of plans whose target prompt is equivalent to the annotator's, including equal ones.</param>
/// <param name="Kept">Number of answers that lose nothing of the caption.</param>
/// <param name="Kinds">Number of instructions whose kind counts.</param>
/// <param name="KindRight">Number of plans with the right kind among those.</param>
/// <param name="Asked">Number of questions.</param>
/// <param name="Sound">Number of answers that are sound: questions, and target prompts that are sentences without contradictions.</param>
/// <param name="Right">Number of answers that are right: equivalent target prompts, and questions where those are right.</param>
/// <param name="AskedNeedlessly">Number of questions where a plan would be right.</param>
public sealed record PlanSummary(
    [property: JsonPropertyName("kind"), JsonConverter(typeof(SnakeCaseEnumConverter<EditType>))] EditType? Kind,
    [property: JsonPropertyName("n")] int Count,
    [property: JsonPropertyName("equal")] int Equal,
    [property: JsonPropertyName("equivalent")] int Equivalent,
    [property: JsonPropertyName("kept")] int Kept,
    [property: JsonPropertyName("kinds")] int Kinds,
    [property: JsonPropertyName("kind_right")] int KindRight,
    [property: JsonPropertyName("asked")] int Asked,
    [property: JsonPropertyName("sound")] int Sound,
    [property: JsonPropertyName("right")] int Right,
    [property: JsonPropertyName("asked_needlessly")] int AskedNeedlessly)
{
    /// <summary>Returns one summary for each kind in PIE-Bench's order, and one for all at the end.</summary>
    public static IReadOnlyList<PlanSummary> Create(IReadOnlyList<PlanScore> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return
        [
            .. scores.GroupBy(score => score.Instruction.Kind).OrderBy(kind => kind.Key).Select(kind => Create(kind.Key, [.. kind])),
            Create(null, scores),
        ];
    }

    private static PlanSummary Create(EditType? kind, IReadOnlyList<PlanScore> scores) => new(
        kind,
        scores.Count,
        scores.Count(score => score.IsEqual),
        scores.Count(score => score.IsEquivalent),
        scores.Count(score => score.IsKept),
        scores.Count(score => score.HasKind),
        scores.Count(score => score.HasKind && score.IsKindRight),
        scores.Count(score => score.IsAsked),
        scores.Count(score => score.IsSound),
        scores.Count(score => score.IsRight),
        scores.Count(score => score.IsAsked && !score.Instruction.IsQuestionRight));
}
