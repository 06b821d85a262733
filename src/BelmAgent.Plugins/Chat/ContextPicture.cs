using System.Text.Json.Serialization;

namespace BelmAgent.Plugins.Chat;

/// <summary>One picture of a conversation, as the model is told of it.</summary>
/// <param name="Number">Its number, from 1: "the second picture".</param>
/// <param name="ImageId">Its id.</param>
internal sealed record ContextPicture([property: JsonPropertyName("number")] int Number, [property: JsonPropertyName("image_id")] string ImageId)
{
    /// <summary>Gets the picture that came before: the one whose place it took, else the one that it was made from.</summary>
    [JsonPropertyName("made_from")]
    public string? ParentId { get; init; }

    /// <summary>Gets the request that it was made by.</summary>
    [JsonPropertyName("request")]
    public string? Request { get; init; }

    /// <summary>What it shows, as far as known.</summary>
    [JsonPropertyName("caption")]
    public string? Caption { get; init; }
}
