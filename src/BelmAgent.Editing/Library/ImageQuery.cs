using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Library;

/// <summary>Selects images of the library, newest first.</summary>
/// <remarks>Immutable and safe to share.</remarks>
public sealed record ImageQuery
{
    /// <summary>Gets the id after which the page begins, of the last image of the page before. Null: the newest image.</summary>
    public string? After { get; init; }

    /// <summary>Gets the most images of the page, 1 to 200. Default: 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Gets the only kind of images; null for all but masks.</summary>
    public PictureKind? Kind { get; init; }

    /// <summary>Gets words to look for in requests, prompts and captions, whatever their case. Null: any.</summary>
    public string? Words { get; init; }

    /// <summary>Reads the page.</summary>
    internal ImagePage Run(PictureLibrary library, CancellationToken cancellationToken)
    {
        if (Limit is < 1 or > 200)
        {
            throw new LimitExceededException("limit", Limit, "1 to 200");
        }

        var page = new List<Picture>();
        foreach (var picture in library.NewestFirst(After).Where(Matches))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (page.Count == Limit)
            {
                return new ImagePage(page, page[^1].Id);
            }

            page.Add(picture);
        }

        return new ImagePage(page, null);
    }

    private bool Matches(Picture picture)
    {
        var recipe = picture.Recipe;
        return (Kind is { } kind ? recipe.Kind == kind : recipe.Kind != PictureKind.Mask)
            && (string.IsNullOrWhiteSpace(Words)
                || new[] { recipe.Plan?.Request, recipe.Caption, recipe.Prompt, recipe.Plan?.TargetPrompt }.Any(text => text?.Contains(Words.Trim(), StringComparison.OrdinalIgnoreCase) == true));
    }
}

/// <summary>A page of images.</summary>
/// <param name="Images">The images, newest first.</param>
/// <param name="Next">The id to continue after; null if this is the last page.</param>
public sealed record ImagePage(
    [property: JsonPropertyName("images")] IReadOnlyList<Picture> Images,
    [property: JsonPropertyName("next")] string? Next);
