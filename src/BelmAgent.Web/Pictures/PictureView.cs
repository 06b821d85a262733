using System.Text.Json.Serialization;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Library;

namespace BelmAgent.Web.Pictures;

/// <summary>A picture on the wire: the library's record without its path.</summary>
internal sealed record PictureView
{
    public required string ImageId { get; init; }

    public string? ParentId { get; init; }

    public string? PreviousId { get; init; }

    public required PictureKind Kind { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required DateTimeOffset Created { get; init; }

    public string? Request { get; init; }

    public string? Caption { get; init; }

    public EditOutcome? Check { get; init; }

    public required PictureLinks Links { get; init; }

    /// <summary>How it was made; only where one picture is asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PictureRecipe? Recipe { get; init; }

    public static PictureView From(Picture picture) => new()
    {
        ImageId = picture.Id,
        ParentId = picture.ParentId,
        PreviousId = picture.PreviousId,
        Kind = picture.Recipe.Kind,
        Width = picture.Width,
        Height = picture.Height,
        Created = picture.Created,
        Request = picture.Recipe.Plan?.Request,
        Caption = picture.Recipe.Caption,
        Check = picture.Recipe.Check,
        Links = new PictureLinks($"api/v1/pictures/{picture.Id}", $"api/v1/pictures/{picture.Id}/file", $"api/v1/pictures/{picture.Id}/thumbnail"),
    };
}

/// <summary>Where a picture is, relative to the page.</summary>
internal sealed record PictureLinks(string Self, string File, string Thumbnail);

/// <summary>A page of something.</summary>
internal sealed record PageView<T>(IReadOnlyList<T> Items, string? Next = null);
