using System.Text.Json.Serialization;

namespace BelmAgent.Diffusion.Models.Reports;

/// <summary>The kind of a model, by its networks.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelKind>))]
public enum ModelKind
{
    /// <summary>No readable UNet.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,

    /// <summary>Text embeddings of 768 numbers.</summary>
    [JsonStringEnumMemberName("sd-1.x")]
    StableDiffusion1,

    /// <summary>Text embeddings of 1024 numbers.</summary>
    [JsonStringEnumMemberName("sd-2")]
    StableDiffusion2,

    /// <summary>Text to image, with a describer of scenes like ToyTown's.</summary>
    [JsonStringEnumMemberName("toytown-like")]
    ToyTownLike,

    /// <summary>Text to image, with embeddings of another width.</summary>
    [JsonStringEnumMemberName("text-to-image")]
    TextToImage,

    /// <summary>Images without text.</summary>
    [JsonStringEnumMemberName("unconditional")]
    Unconditional,
}
