using System.Globalization;
using System.Text.Json;
using BelmAgent.Editing.Plans;
using BelmAgent.Plugins.Answers;

namespace BelmAgent.Plugins.Planners;

/// <summary>The settings of Direct Inversion that a language model chose; what it leaves out is taken from the preset of the edit's kind.</summary>
/// <param name="DirectInversion">How the source constrains the edit.</param>
/// <param name="Strength">How far the picture may change, above 0 and at most 1. Null: the preset's.</param>
internal sealed record PlanSettings(DirectInversionSetting DirectInversion, double? Strength)
{
    /// <summary>Gets settings that choose nothing.</summary>
    public static PlanSettings None { get; } = new(new DirectInversionSetting(), null);

    /// <summary>Gets the settings that were chosen.</summary>
    public IReadOnlyList<PlannerSetting> Chosen => [.. Settings().Select(setting => setting.Setting)];

    /// <summary>Gets the chosen settings in words; empty if nothing was chosen.</summary>
    public string Words => string.Join(", ", Settings().Select(setting => setting.Words));

    /// <summary>Reads the settings in a model's answer.</summary>
    /// <param name="answer">The answer: its fields, or those of its object <c>direct_inversion</c>.</param>
    /// <param name="problem">A problem that the model can act on, if a setting is out of its range.</param>
    /// <returns>The settings within their ranges; others are left out.</returns>
    public static PlanSettings Read(JsonAnswer answer, out string? problem)
    {
        var problems = new List<string>();
        var fields = answer["direct_inversion"] is { ValueKind: JsonValueKind.Object } inner ? JsonAnswer.Of(inner) : answer;
        var setting = new DirectInversionSetting
        {
            Control = Choice<AttentionControl>(fields, "control", "none, prompt_to_prompt or mutual_self_attention", problems),
            CrossSteps = Share(fields, "cross_steps", problems),
            SelfSteps = Share(fields, "self_steps", problems),
            Blend = Choice<BlendKind>(fields, "blend", "none, words or departure", problems),
            BlendWords = fields.Texts("blend_words") is { Count: > 0 } words ? [.. words.Select(word => word.Trim()).Where(word => word.Length > 0)] : null,
        };
        var strength = Number(fields["strength"] ?? answer["strength"]);
        if (IsOutside(fields["strength"] ?? answer["strength"], strength, value => value is > 0 and <= 1))
        {
            problems.Add("\"strength\" must be above 0 and at most 1");
            strength = null;
        }

        problem = problems.Count > 0 ? $"{string.Join("; ", problems)}; leave out what the preset should choose." : null;
        return new PlanSettings(setting, strength);
    }

    /// <summary>Returns the settings without words that neither prompt has, and the problem with those.</summary>
    public (PlanSettings Settings, string? Problem) In(string source, string target)
    {
        var unknown = DirectInversion.BlendWords?.Where(word => !Says(source, word) && !Says(target, word)).ToList() ?? [];
        return unknown.Count == 0 ? (this, null)
            : (this with { DirectInversion = DirectInversion with { BlendWords = null } }, $"\"blend_words\" has {string.Join(", ", unknown.Select(word => $"\"{word}\""))}, which neither prompt says.");
    }

    private static bool Says(string prompt, string word) => $" {Plain(prompt)} ".Contains($" {Plain(word)} ", StringComparison.OrdinalIgnoreCase);

    private static string Plain(string text) => string.Join(' ', text.Split([' ', ',', '.', ';'], StringSplitOptions.RemoveEmptyEntries));

    private IEnumerable<(PlannerSetting Setting, string Words)> Settings()
    {
        if (DirectInversion.Control is { } control)
        {
            yield return (PlannerSetting.Control, $"control {JsonNamingPolicy.KebabCaseLower.ConvertName(control.ToString())}");
        }

        (PlannerSetting Setting, string Name, double? Value)[] shares =
        [
            (PlannerSetting.CrossSteps, "cross steps", DirectInversion.CrossSteps), (PlannerSetting.SelfSteps, "self steps", DirectInversion.SelfSteps), (PlannerSetting.Strength, "strength", Strength),
        ];
        foreach (var (setting, name, share) in shares)
        {
            if (share is { } value)
            {
                yield return (setting, string.Create(CultureInfo.InvariantCulture, $"{name} {value:0.##}"));
            }
        }

        if (DirectInversion.Blend is { } blend)
        {
            yield return (PlannerSetting.Blend, $"blend {JsonNamingPolicy.KebabCaseLower.ConvertName(blend.ToString())}");
        }

        if (DirectInversion.BlendWords is { Count: > 0 } words)
        {
            yield return (PlannerSetting.BlendWords, $"blend words {string.Join(" and ", words)}");
        }
    }

    private static T? Choice<T>(JsonAnswer fields, string name, string choices, List<string> problems)
        where T : struct, Enum
    {
        if (fields[name] is not { } said || said.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (said.ValueKind == JsonValueKind.String && Enum.TryParse<T>(JsonAnswer.Key(said.GetString()!), ignoreCase: true, out var value) && Enum.IsDefined(value) && !int.TryParse(said.GetString(), out _))
        {
            return value;
        }

        problems.Add($"\"{name}\" must be {choices}");
        return null;
    }

    private static double? Share(JsonAnswer fields, string name, List<string> problems)
    {
        var value = Number(fields[name]);
        if (!IsOutside(fields[name], value, share => share is >= 0 and <= 1))
        {
            return value;
        }

        problems.Add($"\"{name}\" must be from 0 to 1");
        return null;
    }

    private static bool IsOutside(JsonElement? said, double? value, Func<double, bool> allows) =>
        said is { ValueKind: not JsonValueKind.Null } && (value is not { } number || !allows(number));

    private static double? Number(JsonElement? said) => said switch
    {
        { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
        { ValueKind: JsonValueKind.String } text when double.TryParse(text.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => value,
        _ => null,
    };
}
