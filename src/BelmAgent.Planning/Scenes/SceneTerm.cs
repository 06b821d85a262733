using System.Text.Json.Serialization;

namespace BelmAgent.Planning.Scenes;

/// <summary>A value that a picture's caption can contain, with its words.</summary>
/// <param name="Label">The describer's label, such as <c>day</c>.</param>
/// <param name="Phrase">The canonical words in a caption, such as <c>under a blue sky</c>.</param>
/// <param name="Names">Other words that users use for it, such as <c>daytime</c>.</param>
public sealed record SceneTerm(
    [property: JsonPropertyName("label")] string Label,
    [property: JsonPropertyName("phrase")] string Phrase,
    [property: JsonPropertyName("names")] params IReadOnlyList<string> Names);
