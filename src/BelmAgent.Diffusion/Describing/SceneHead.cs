namespace BelmAgent.Diffusion.Describing;

/// <summary>A question that the describer answers.</summary>
/// <param name="Name">Its name, such as <c>sky</c> or <c>color_left</c>.</param>
/// <param name="Labels">The possible answers, in the order of the logits.</param>
public sealed record SceneHead(string Name, IReadOnlyList<string> Labels);
