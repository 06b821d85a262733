using System.Text.Json.Serialization;

namespace BelmAgent.Planning.Conversations;

/// <summary>The pictures of a conversation, as they are told to the model before each request.</summary>
internal sealed record PictureContext
{
    /// <summary>Id of the current picture; null when there is none.</summary>
    [JsonPropertyName("current")]
    public string? ImageId { get; init; }

    /// <summary>The current picture when its file was taken away; null as a rule.</summary>
    [JsonPropertyName("missing")]
    public string? Missing { get; init; }

    /// <summary>The pictures by number.</summary>
    [JsonPropertyName("pictures")]
    public IReadOnlyList<ContextPicture> Pictures { get; init; } = [];

    /// <summary>The picture that redo goes to; null when nothing was undone.</summary>
    [JsonPropertyName("redo")]
    public string? Redo { get; init; }

    /// <summary>The edit that still runs; null when none does.</summary>
    [JsonPropertyName("running_job")]
    public string? Job { get; init; }

    /// <summary>The mask that the next edit of the current picture keeps to; null for none.</summary>
    [JsonPropertyName("mask_id")]
    public string? Mask { get; init; }

    /// <summary>The question that the last answer put to the person; null when there was none.</summary>
    [JsonPropertyName("open_question")]
    public string? Question { get; init; }

    /// <summary>The request that the question is about.</summary>
    [JsonPropertyName("open_question_is_about")]
    public string? About { get; init; }

    /// <summary>The picture that the question is about.</summary>
    [JsonPropertyName("open_question_image_id")]
    public string? AboutImage { get; init; }

    /// <summary>What the current picture shows; null when nobody knows.</summary>
    [JsonIgnore]
    public string? Caption => Current?.Caption;

    /// <summary>The current picture; null when there is none.</summary>
    [JsonIgnore]
    public ContextPicture? Current => Find(ImageId);

    /// <summary>A picture by its id; null when it is none of the conversation's.</summary>
    public ContextPicture? Find(string? imageId) => Pictures.FirstOrDefault(picture => picture.ImageId == imageId);
}

/// <summary>One picture of a conversation, as the model is told of it.</summary>
/// <param name="Number">Its number, from 1: "the second picture".</param>
/// <param name="ImageId">Its id.</param>
internal sealed record ContextPicture([property: JsonPropertyName("number")] int Number, [property: JsonPropertyName("image_id")] string ImageId)
{
    /// <summary>The picture that came before: the one whose place it took, else the one that it was made from.</summary>
    [JsonPropertyName("made_from")]
    public string? ParentId { get; init; }

    /// <summary>The request that it was made by.</summary>
    [JsonPropertyName("request")]
    public string? Request { get; init; }

    /// <summary>What it shows, as far as known.</summary>
    [JsonPropertyName("caption")]
    public string? Caption { get; init; }
}
