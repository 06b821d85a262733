using System.Globalization;
using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Evaluation.Plans;

/// <summary>An instruction with the captions that annotators wrote for it, in PIE-Bench's format.</summary>
/// <remarks>Immutable and safe to share.</remarks>
public sealed record PlanInstruction
{
    /// <summary>Gets the name in the set.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>Gets the caption of the picture; brackets mark what will change.</summary>
    [JsonPropertyName("original_prompt")]
    public required string OriginalPrompt { get; init; }

    /// <summary>Gets the annotator's caption of the edited picture; brackets mark what has changed.</summary>
    [JsonPropertyName("editing_prompt")]
    public required string EditingPrompt { get; init; }

    /// <summary>Gets the instruction.</summary>
    [JsonPropertyName("editing_instruction")]
    public required string Instruction { get; init; }

    /// <summary>Gets further captions of the edited picture that are as good. Default: none.</summary>
    [JsonPropertyName("also")]
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>Gets whether a question is the right answer, as when the picture has no such thing. Default: false.</summary>
    [JsonPropertyName("ask")]
    public bool IsQuestionRight { get; init; }

    /// <summary>Gets the number of the kind, "0" to "9".</summary>
    [JsonPropertyName("editing_type_id")]
    public required string TypeId { get; init; }

    /// <summary>Gets the caption for the planner: without the brackets, which would reveal the answer.</summary>
    [JsonIgnore]
    public string Caption => PromptWords.WithoutBrackets(OriginalPrompt);

    /// <summary>Gets the kind. <see cref="EditType.Random"/> contains instructions of all the others.</summary>
    [JsonIgnore]
    public EditType Kind => (EditType)int.Parse(TypeId, CultureInfo.InvariantCulture);

    /// <summary>Gets whether all required fields are there.</summary>
    internal bool IsWhole =>
        Caption.Length > 0 && (EditingPrompt.Length > 0 || IsQuestionRight) && Instruction.Length > 0 && TypeId is [>= '0' and <= '9'];
}
