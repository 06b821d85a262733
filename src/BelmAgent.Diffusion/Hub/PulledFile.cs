namespace BelmAgent.Diffusion.Hub;

/// <summary>Information about a file whose download has started.</summary>
/// <param name="Identity">The identity of its content.</param>
/// <param name="Tag">The entity tag of the response; null if it had none.</param>
internal sealed record PulledFile(string Identity, string? Tag);
