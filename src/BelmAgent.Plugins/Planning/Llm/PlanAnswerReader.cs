using System.Text.Json;
using BelmAgent.Editing.Plans;
using BelmAgent.Plugins.Answers;

namespace BelmAgent.Plugins.Planning.Llm;

/// <summary>Reads a plan or a question in a language model's answer.</summary>
internal static class PlanAnswerReader
{
    /// <summary>Reads an answer.</summary>
    /// <param name="answer">The text: JSON alone, in a code fence, or between prose.</param>
    /// <returns>The answer, or what is wrong with it in words that the model can act on.</returns>
    public static (PlanAnswer? Answer, string? Problem) Read(string answer)
    {
        if (JsonAnswer.Find(answer, "target_prompt", "question").FirstOrDefault() is not { } fields)
        {
            return (null, "there is no JSON object in it.");
        }

        var target = fields.Text("target_prompt");
        var question = fields.Text("question");
        if (target is null && question is null)
        {
            return (null, "it has neither \"target_prompt\" nor \"question\".");
        }

        var type = EditType.Random;
        if (fields["edit_type"] is { } said && !TryType(said, out type))
        {
            return (null, $"\"edit_type\" is {said.GetRawText()}, which is none of the ten.");
        }

        return (new PlanAnswer(target, question, type, fields.Text("reason") ?? "", fields.Texts("notes")), null);
    }

    private static bool TryType(JsonElement said, out EditType type)
    {
        type = EditType.Random;
        if (said.ValueKind == JsonValueKind.Number)
        {
            return said.TryGetInt32(out var number) && Enum.IsDefined(type = (EditType)number);
        }

        return said.ValueKind is JsonValueKind.Null
            || (said.ValueKind is JsonValueKind.String && Enum.TryParse(JsonAnswer.Key(said.GetString()!), ignoreCase: true, out type) && Enum.IsDefined(type));
    }
}
