using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Plans;

/// <summary>How prompt-to-prompt lets the words of two prompts stand for one another.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<CrossMode>))]
public enum CrossMode
{
    /// <summary>Words that both prompts have share attention; words that only the target has keep their own.</summary>
    Refine,

    /// <summary>Word stands for word: a new word takes over the attention of the old. Needs as many words in both prompts.</summary>
    Replace,
}
