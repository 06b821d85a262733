using System.Text.Json.Serialization;

namespace BelmAgent.Diffusion.Models.Reports;

/// <summary>What a model folder is, by its networks.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelKind>))]
public enum ModelKind
{
    /// <summary>No UNet that can be read.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,

    /// <summary>Text embeddings of 768 numbers.</summary>
    [JsonStringEnumMemberName("sd-1.x")]
    StableDiffusion1,

    /// <summary>Text embeddings of 1024 numbers.</summary>
    [JsonStringEnumMemberName("sd-2")]
    StableDiffusion2,

    /// <summary>Text to picture, with a describer of scenes as ToyTown has one.</summary>
    [JsonStringEnumMemberName("toytown-like")]
    ToyTownLike,

    /// <summary>Text to picture, with embeddings of another width.</summary>
    [JsonStringEnumMemberName("text-to-image")]
    TextToImage,

    /// <summary>Pictures without a text.</summary>
    [JsonStringEnumMemberName("unconditional")]
    Unconditional,
}
