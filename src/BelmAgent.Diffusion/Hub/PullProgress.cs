namespace BelmAgent.Diffusion.Hub;

/// <summary>How far a pull is.</summary>
/// <param name="File">Path of the file that is being fetched.</param>
/// <param name="FileBytes">Bytes of it that are here.</param>
/// <param name="FileSize">Its size.</param>
/// <param name="Bytes">Bytes of all files that are here.</param>
/// <param name="Size">Their size.</param>
public sealed record PullProgress(string File, long FileBytes, long FileSize, long Bytes, long Size);
