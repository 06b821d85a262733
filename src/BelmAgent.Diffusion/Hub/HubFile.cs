namespace BelmAgent.Diffusion.Hub;

/// <summary>A file of a repository, as the hub lists it.</summary>
/// <param name="Path">Its path in the repository, with '/' between folders; validated by <see cref="HubPath"/>.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">SHA-256 of its content, 64 lower-case hex digits; null for small files that git stores itself.</param>
/// <param name="GitSha1">Git's hash of it, 40 lower-case hex digits; null if unknown, and for large files, where it is the hash of a pointer.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record HubFile(string Path, long Size, string? Sha256, string? GitSha1)
{
    /// <summary>Gets the identity of the content.</summary>
    internal string Identity => $"{Size} {Sha256 ?? GitSha1}";
}
