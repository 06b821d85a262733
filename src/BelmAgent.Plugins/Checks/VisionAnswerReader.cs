using System.Text.Json;
using BelmAgent.Plugins.Answers;

namespace BelmAgent.Plugins.Checks;

/// <summary>Reads a verdict in a language model's answer.</summary>
internal static class VisionAnswerReader
{
    /// <summary>Reads an answer.</summary>
    /// <param name="answer">The text: JSON alone, in a code fence, or between prose.</param>
    /// <returns>The answer, or what is wrong with it in words that the model can act on.</returns>
    public static (VisionAnswer? Answer, string? Problem) Read(string answer)
    {
        var found = JsonAnswer.Find(answer, "shows").ToList();
        if (found.Count == 0)
        {
            return (null, "there is no JSON object with \"shows\" in it.");
        }

        var verdicts = found.Select(fields => Truth(fields["shows"])).Distinct().ToList();
        // One of several may be a quotation from the prompts, which must not decide.
        if (verdicts is not [(true, var shows)])
        {
            return (null, verdicts.Count > 1 ? "it contradicts itself about \"shows\"." : "\"shows\" must be true, false or null.");
        }

        var last = found[^1];
        return (new VisionAnswer(shows, Truth(last["kept"]).Value, last.Text("seen")), null);
    }

    private static (bool IsRead, bool? Value) Truth(JsonElement? said) => said switch
    {
        { ValueKind: JsonValueKind.True } => (true, true),
        { ValueKind: JsonValueKind.False } => (true, false),
        { ValueKind: JsonValueKind.Null } => (true, null),
        { ValueKind: JsonValueKind.String } text => JsonAnswer.Key(text.GetString()!) switch
        {
            "true" or "yes" => (true, true),
            "false" or "no" => (true, false),
            "null" or "unknown" or "unsure" => (true, null),
            _ => (false, null),
        },
        _ => (false, null),
    };
}

/// <summary>A language model's comparison of two pictures.</summary>
/// <param name="Shows">Whether the second shows what was requested; null if it cannot tell.</param>
/// <param name="Kept">Whether everything else is unchanged; null if it does not say.</param>
/// <param name="Seen">The description of the second picture; null if not given.</param>
internal sealed record VisionAnswer(bool? Shows, bool? Kept, string? Seen);
