using System.Globalization;
using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Evaluation.Plans;

/// <summary>An instruction with the captions that people wrote for it, in PIE-Bench's form.</summary>
/// <remarks>Immutable and safe to share.</remarks>
public sealed record PlanInstruction
{
    /// <summary>Gets the name in the set.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>What the picture shows; brackets mark what is going to change.</summary>
    [JsonPropertyName("original_prompt")]
    public required string OriginalPrompt { get; init; }

    /// <summary>What a person wrote for the picture after the edit; brackets mark what has changed.</summary>
    [JsonPropertyName("editing_prompt")]
    public required string EditingPrompt { get; init; }

    /// <summary>What to do.</summary>
    [JsonPropertyName("editing_instruction")]
    public required string Instruction { get; init; }

    /// <summary>Gets the number of the kind, "0" to "9".</summary>
    [JsonPropertyName("editing_type_id")]
    public required string TypeId { get; init; }

    /// <summary>What a planner is given as the caption: without the brackets, which would tell it the answer.</summary>
    [JsonIgnore]
    public string Caption => PromptWords.WithoutBrackets(OriginalPrompt);

    /// <summary>Gets the kind. <see cref="EditType.Random"/> holds instructions of all the others.</summary>
    [JsonIgnore]
    public EditType Kind => (EditType)int.Parse(TypeId, CultureInfo.InvariantCulture);

    /// <summary>Gets whether all that is needed is there.</summary>
    internal bool IsWhole =>
        Caption.Length > 0 && EditingPrompt.Length > 0 && Instruction.Length > 0 && TypeId is [>= '0' and <= '9'];
}
