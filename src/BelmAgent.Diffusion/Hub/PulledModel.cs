using System.Text.Json.Serialization;

namespace BelmAgent.Diffusion.Hub;

/// <summary>A downloaded model.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Repository">The repository.</param>
/// <param name="Commit">The commit.</param>
/// <param name="Files">Its files.</param>
/// <param name="Bytes">Their total size in bytes.</param>
/// <param name="Fetched">Bytes that this call downloaded.</param>
public sealed record PulledModel(
    [property: JsonPropertyName("folder")] string Folder,
    [property: JsonPropertyName("repository")] string Repository,
    [property: JsonPropertyName("commit")] string Commit,
    [property: JsonPropertyName("files")] int Files,
    [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("fetched")] long Fetched);
