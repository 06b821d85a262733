namespace BelmAgent.Planning.Scenes;

/// <summary>A part of a scene with its words in a caption; canonical if they are null.</summary>
/// <param name="Part">The part.</param>
/// <param name="Words">Its words in the caption.</param>
/// <param name="Lead">The text that joins it to the previous segment.</param>
internal sealed record SceneSegment(ScenePart Part, string? Words = null, string? Lead = null);
