namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>An edited graph could not be kept; it was used all the same, and will be edited anew the next time.</summary>
/// <param name="Folder">The cache folder.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record AttentionCacheFailure(string Folder, string Reason);
