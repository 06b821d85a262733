using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Plans;

/// <summary>A question that the planner asked the user, and that a later request answered.</summary>
/// <param name="Request">The request that caused the question, in the user's words.</param>
/// <param name="Question">The question.</param>
public sealed record AnsweredQuestion(
    [property: JsonPropertyName("request")] string Request,
    [property: JsonPropertyName("question")] string Question);
