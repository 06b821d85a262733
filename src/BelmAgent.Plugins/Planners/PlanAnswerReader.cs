using System.Text.Json;
using BelmAgent.Editing.Plans;
using BelmAgent.Plugins.Answers;

namespace BelmAgent.Plugins.Planners;

/// <summary>Reads a plan or a question in a language model's answer.</summary>
internal static class PlanAnswerReader
{
    // Placeholders in the prompt's own answer format, which weak models repeat.
    private static readonly string[] Forms = ["string", "text", "null", "none", "n/a", "undefined", "target prompt", "question", "your question"];

    /// <summary>Reads an answer.</summary>
    /// <param name="answer">The text: JSON alone, in a code fence, or between prose.</param>
    /// <returns>
    /// The meaning of each JSON object, last first, since models draft before they decide: a plan or a question, or a description of
    /// the problem that the model can act on. Never empty.
    /// </returns>
    public static IReadOnlyList<(PlanAnswer? Answer, string? Problem)> Read(string answer)
    {
        var read = JsonAnswer.Find(answer, "target_prompt", "question").Select(Read).Reverse().ToList();
        return read.Count > 0 ? read : [(null, "there is no JSON object in it.")];
    }

    private static (PlanAnswer? Answer, string? Problem) Read(JsonAnswer fields)
    {
        var target = Said(fields, "target_prompt");
        var question = Said(fields, "question");
        if (target is null && question is null)
        {
            return (null, "it has neither \"target_prompt\" nor \"question\".");
        }

        var type = EditType.Random;
        if (fields["edit_type"] is { } said && !TryType(said, out type))
        {
            return (null, $"\"edit_type\" is {said.GetRawText()}, which is not one of the ten.");
        }

        var settings = PlanSettings.Read(fields, out var problem);
        return (new PlanAnswer(target, question, type, fields.Text("reason") ?? "", fields.Texts("notes"))
        {
            SourcePrompt = Said(fields, "source_prompt"),
            Settings = settings,
            SettingsProblem = problem,
            RevisesLast = fields["revises_last"] is { ValueKind: JsonValueKind.True } || "true".Equals(fields.Text("revises_last"), StringComparison.OrdinalIgnoreCase),
        }, null);
    }

    // Null for a repeated placeholder: "string", "…", "<the target prompt>".
    private static string? Said(JsonAnswer fields, string name) =>
        fields.Text(name) is { } text && text.Any(char.IsLetterOrDigit) && text is not (['<', .., '>'] or ['{', .., '}'] or ['[', .., ']'])
        && !Forms.Contains(text.TrimEnd('.').ToLowerInvariant())
            ? text
            : null;

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

/// <summary>A language model's answer: a target prompt or a question.</summary>
internal sealed record PlanAnswer(string? TargetPrompt, string? Question, EditType Type, string Reason, IReadOnlyList<string> Notes)
{
    /// <summary>Gets what the model says that the picture shows now. Null: the caption.</summary>
    public string? SourcePrompt { get; init; }

    /// <summary>Gets the settings that the model chose.</summary>
    public PlanSettings Settings { get; init; } = PlanSettings.None;

    /// <summary>Gets the problem with the settings that it chose; null if there is none.</summary>
    public string? SettingsProblem { get; init; }

    /// <summary>Gets whether the plan replaces the last edit instead of continuing from it.</summary>
    public bool RevisesLast { get; init; }
}
