using System.Text.Json.Serialization;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Plugins.Results;

/// <summary>Pictures, newest first.</summary>
public sealed record ListHistoryResult : BelmResult
{
    /// <summary>Gets the pictures.</summary>
    [JsonPropertyName("images")]
    public IReadOnlyList<HistoryEntry>? Images { get; init; }
}

/// <summary>An entry of a history.</summary>
public sealed record HistoryEntry
{
    /// <summary>Gets the picture.</summary>
    [JsonPropertyName("image_id")]
    public required string ImageId { get; init; }

    /// <summary>Gets the picture from which it was made; null for the first one.</summary>
    [JsonPropertyName("parent_id")]
    public string? ParentId { get; init; }

    /// <summary>Gets its origin.</summary>
    [JsonPropertyName("kind")]
    [JsonConverter(typeof(SnakeCaseEnumConverter<PictureKind>))]
    public PictureKind Kind { get; init; }

    /// <summary>Gets what it shows, as far as known.</summary>
    [JsonPropertyName("caption")]
    public string? Caption { get; init; }

    /// <summary>Gets when it entered the library, in UTC.</summary>
    [JsonPropertyName("created")]
    public DateTimeOffset Created { get; init; }

    /// <summary>Creates the entry of a picture.</summary>
    /// <param name="picture">The picture.</param>
    public static HistoryEntry From(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return new()
        {
            ImageId = picture.Id,
            ParentId = picture.ParentId,
            Kind = picture.Recipe.Kind,
            Caption = picture.Recipe.Caption,
            Created = picture.Created,
        };
    }
}
