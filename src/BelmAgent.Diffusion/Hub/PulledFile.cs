namespace BelmAgent.Diffusion.Hub;

/// <summary>What is known of a file that was begun.</summary>
/// <param name="Identity">What its content is known by.</param>
/// <param name="Tag">The entity tag of the answer that it came with; null where it had none.</param>
internal sealed record PulledFile(string Identity, string? Tag);
