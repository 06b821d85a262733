namespace BelmAgent.Diffusion.AttentionControl;

/// <summary>Reports that an edited graph could not be cached. It was used all the same and will be edited again next time.</summary>
/// <param name="Folder">The cache folder.</param>
/// <param name="Reason">The reason, in one sentence.</param>
public sealed record AttentionCacheFailure(string Folder, string Reason);
