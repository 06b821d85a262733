using BelmAgent.Editing;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Mcp.Pictures;
using ModelContextProtocol.Protocol;

namespace BelmAgent.Mcp.Resources;

/// <summary>Lists the newest pictures, and completes ids.</summary>
/// <remarks>Safe to share.</remarks>
/// <param name="images">The pictures.</param>
/// <param name="inversions">The saved inversions.</param>
internal sealed class ResourceCatalog(Images images, InversionStore inversions)
{
    private const int Listed = 50;
    private const int Searched = 200;

    // The protocol's limit of one completion.
    private const int Completed = 100;

    /// <summary>Lists the newest pictures as resources.</summary>
    public async Task<ListResourcesResult> ListAsync(CancellationToken cancellationToken)
    {
        var newest = await images.ListPageAsync(new ImageQuery { Limit = Listed }, cancellationToken);
        return new ListResourcesResult { Resources = [.. newest.Images.Select(Describe)] };
    }

    /// <summary>Returns the ids that begin with the letters typed so far, newest first.</summary>
    public async Task<CompleteResult> CompleteAsync(Argument argument, CancellationToken cancellationToken)
    {
        var ids = argument.Name switch
        {
            "image_id" => (await images.ListPageAsync(new ImageQuery { Limit = Searched }, cancellationToken)).Images.Select(picture => picture.Id),
            "inversion_id" => (await inversions.ListAsync(cancellationToken: cancellationToken)).Select(inversion => inversion.InversionId),
            _ => Enumerable.Empty<string>(),
        };
        string[] found = [.. ids.Where(id => id.StartsWith(argument.Value, StringComparison.Ordinal))];
        return new CompleteResult { Completion = new Completion { Values = [.. found.Take(Completed)], Total = found.Length, HasMore = found.Length > Completed } };
    }

    private static Resource Describe(Picture picture)
    {
        var recipe = picture.Recipe;
        return new Resource
        {
            Uri = PictureUri.Create(picture.Id),
            Name = picture.Id,
            Title = recipe.Plan?.Request ?? recipe.Prompt ?? recipe.Caption ?? recipe.Kind.ToString(),
            Description = recipe.Caption,
            MimeType = "image/png",
            Size = new FileInfo(picture.Path) is { Exists: true } file ? file.Length : null,
            Annotations = new Annotations { LastModified = picture.Created },
        };
    }
}
