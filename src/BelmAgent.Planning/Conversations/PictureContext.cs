using System.Text.Json.Serialization;

namespace BelmAgent.Planning.Conversations;

/// <summary>The pictures of a conversation, as described to the model before each request.</summary>
internal sealed record PictureContext
{
    /// <summary>Gets the id of the current picture; null if there is none.</summary>
    [JsonPropertyName("current")]
    public string? ImageId { get; init; }

    /// <summary>Gets the current picture if its file was removed; usually null.</summary>
    [JsonPropertyName("missing")]
    public string? Missing { get; init; }

    /// <summary>Gets the pictures by number.</summary>
    [JsonPropertyName("pictures")]
    public IReadOnlyList<ContextPicture> Pictures { get; init; } = [];

    /// <summary>Gets the picture that redo returns to; null if nothing was undone.</summary>
    [JsonPropertyName("redo")]
    public string? Redo { get; init; }

    /// <summary>Gets the edit that is still running; null if there is none.</summary>
    [JsonPropertyName("running_job")]
    public string? Job { get; init; }

    /// <summary>Gets the mask for the next edit of the current picture; null for none.</summary>
    [JsonPropertyName("mask_id")]
    public string? Mask { get; init; }

    /// <summary>Gets the question that the last answer asked the user; null if there was none.</summary>
    [JsonPropertyName("open_question")]
    public string? Question { get; init; }

    /// <summary>Gets the request that the question refers to.</summary>
    [JsonPropertyName("open_question_is_about")]
    public string? About { get; init; }

    /// <summary>Gets the picture that the question refers to.</summary>
    [JsonPropertyName("open_question_image_id")]
    public string? AboutImage { get; init; }

    /// <summary>Gets what the current picture shows; null if unknown.</summary>
    [JsonIgnore]
    public string? Caption => Current?.Caption;

    /// <summary>Gets the current picture; null if there is none.</summary>
    [JsonIgnore]
    public ContextPicture? Current => Find(ImageId);

    /// <summary>Returns a picture by its id; null if it is not in the conversation.</summary>
    public ContextPicture? Find(string? imageId) => Pictures.FirstOrDefault(picture => picture.ImageId == imageId);
}

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
