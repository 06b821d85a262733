namespace BelmAgent.Diffusion.Hub;

/// <summary>The progress of a download.</summary>
/// <param name="File">Path of the current file.</param>
/// <param name="FileBytes">Bytes of it that have been downloaded.</param>
/// <param name="FileSize">Its size.</param>
/// <param name="Bytes">Bytes of all files that have been downloaded.</param>
/// <param name="Size">Their total size.</param>
public sealed record PullProgress(string File, long FileBytes, long FileSize, long Bytes, long Size);
