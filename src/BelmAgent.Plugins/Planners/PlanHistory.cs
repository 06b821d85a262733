using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using BelmAgent.Planning;

namespace BelmAgent.Plugins.Planners;

/// <summary>Earlier turns as described to a language model: as JSON strings, so that their content cannot look like instructions.</summary>
internal static class PlanHistory
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IReadOnlyList<PlanningTurn> turns) => turns.Count == 0 ? "none" : new JsonArray(
    [
        .. turns.Select(turn => (JsonNode)new JsonObject(Fields(turn).Where(field => field.Value is not null))),
    ]).ToJsonString(Json);

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Fields(PlanningTurn turn) =>
    [
        new("request", turn.Request), new("caption", turn.Caption), new("question", turn.Question), new("target_prompt", turn.Plan?.TargetPrompt),
    ];
}
