using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Plans;

/// <summary>Specifies how prompt-to-prompt aligns the words of two prompts.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<CrossMode>))]
public enum CrossMode
{
    /// <summary>Words in both prompts share attention; words only in the target keep their own.</summary>
    Refine,

    /// <summary>
    /// Words correspond by position: a new word takes over the attention of the old one. Both prompts need the same number of words.
    /// </summary>
    Replace,
}
