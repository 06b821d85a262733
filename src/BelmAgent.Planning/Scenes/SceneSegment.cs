namespace BelmAgent.Planning.Scenes;

/// <summary>A part of a scene with its words in a caption; canonical where they are null.</summary>
/// <param name="Part">What is said.</param>
/// <param name="Words">How the caption says it.</param>
/// <param name="Lead">What joins it to the segment before.</param>
internal sealed record SceneSegment(ScenePart Part, string? Words = null, string? Lead = null);
