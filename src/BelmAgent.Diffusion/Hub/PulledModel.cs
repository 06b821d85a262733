using System.Text.Json.Serialization;

namespace BelmAgent.Diffusion.Hub;

/// <summary>A model that was fetched.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Repository">Where it comes from.</param>
/// <param name="Commit">Which commit of it.</param>
/// <param name="Files">Its files.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Fetched">Bytes that were not here before.</param>
public sealed record PulledModel(
    [property: JsonPropertyName("folder")] string Folder,
    [property: JsonPropertyName("repository")] string Repository,
    [property: JsonPropertyName("commit")] string Commit,
    [property: JsonPropertyName("files")] int Files,
    [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("fetched")] long Fetched);
