using System.Text.Json.Serialization;

namespace BelmAgent.Plugins.Chat;

/// <summary>A picture of a conversation, as described to the model.</summary>
/// <param name="Number">Its number, from 1: "the second picture".</param>
/// <param name="ImageId">Its id.</param>
internal sealed record ContextPicture([property: JsonPropertyName("number")] int Number, [property: JsonPropertyName("image_id")] string ImageId)
{
    /// <summary>Gets the previous picture: the one that it replaced, or else the one that it was made from.</summary>
    [JsonPropertyName("made_from")]
    public string? ParentId { get; init; }

    /// <summary>Gets the request that created it.</summary>
    [JsonPropertyName("request")]
    public string? Request { get; init; }

    /// <summary>Gets what it shows, as far as known.</summary>
    [JsonPropertyName("caption")]
    public string? Caption { get; init; }
}
