using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using BelmAgent.Editing;
using BelmAgent.Editing.Inversions;
using BelmAgent.Mcp.Pictures;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace BelmAgent.Mcp.Resources;

/// <summary>Pictures, their recipes and inversions, and a guide, as resources.</summary>
/// <remarks>Safe to share.</remarks>
/// <param name="images">The pictures.</param>
/// <param name="inversions">The saved inversions.</param>
[McpServerResourceType]
[SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "A parameter is named as in its template.")]
internal sealed class BelmResources(Images images, InversionStore inversions)
{
    private const string Json = "application/json";
    private const int ThumbnailSize = 512;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Reads a picture as PNG, with its recipe.</summary>
    [McpServerResource(UriTemplate = PictureUri.Template, Name = "image", Title = "Image", MimeType = "image/png")]
    [Description("An image of the library as PNG, with the recipe that made it.")]
    public Task<BlobResourceContents> ReadImageAsync(string image_id, CancellationToken cancellationToken) => ReadAsync(async () =>
    {
        await using var png = await images.OpenReadAsync(image_id, cancellationToken: cancellationToken);
        using var bytes = new MemoryStream();
        await png.CopyToAsync(bytes, cancellationToken);
        return BlobResourceContents.FromBytes(bytes.ToArray(), PictureUri.Create(image_id), "image/png");
    });

    /// <summary>Reads the thumbnail of a picture.</summary>
    [McpServerResource(UriTemplate = PictureUri.Template + "/thumbnail", Name = "thumbnail", Title = "Thumbnail", MimeType = Thumbnails.MediaType)]
    [Description("A small copy of an image, at most 512×512 pixels.")]
    public Task<BlobResourceContents> ReadThumbnailAsync(string image_id, CancellationToken cancellationToken) => ReadAsync(async () =>
        BlobResourceContents.FromBytes(await images.GetThumbnailAsync(image_id, ThumbnailSize, cancellationToken), $"{PictureUri.Create(image_id)}/thumbnail", Thumbnails.MediaType));

    /// <summary>Reads the recipe of a picture.</summary>
    [McpServerResource(UriTemplate = PictureUri.Template + "/recipe", Name = "recipe", Title = "Recipe", MimeType = Json)]
    [Description("How an image was made: its parent, prompts, settings, model and measures.")]
    public Task<TextResourceContents> ReadRecipeAsync(string image_id, CancellationToken cancellationToken) => ReadAsync(async () =>
        CreateJson($"{PictureUri.Create(image_id)}/recipe", (await images.GetAsync(image_id, cancellationToken)).Recipe));

    /// <summary>Reads what is known of an inversion.</summary>
    [McpServerResource(UriTemplate = "belm://inversions/{inversion_id}", Name = "inversion", Title = "Inversion", MimeType = Json)]
    [Description("A saved inversion: its image, source prompt, sampler, steps and time grid, without the noise itself.")]
    public Task<TextResourceContents> ReadInversionAsync(string inversion_id, CancellationToken cancellationToken) => ReadAsync(async () =>
    {
        var saved = await inversions.ListAsync(cancellationToken: cancellationToken);
        return CreateJson(
            $"belm://inversions/{inversion_id}",
            saved.FirstOrDefault(inversion => inversion.InversionId == inversion_id)
                ?? throw BelmException.NotFound("inversion_not_found", "inversion", inversion_id, [.. saved.Take(5).Select(known => known.InversionId)], "invert an image first"));
    });

    /// <summary>Reads the guide.</summary>
    [McpServerResource(UriTemplate = "belm://guide", Name = "guide", Title = "How to word requests", MimeType = "text/markdown")]
    [Description("How to word requests that the built-in planner understands, and the order of calls.")]
    public static string ReadGuide()
    {
        using var stream = typeof(BelmResources).Assembly.GetManifestResourceStream("Guide.md")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static TextResourceContents CreateJson<T>(string uri, T value) =>
        new() { Uri = uri, MimeType = Json, Text = JsonSerializer.Serialize(value, Indented) };

    private static async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (BelmException e)
        {
            var code = e.Kind == ErrorKind.NotFound ? McpErrorCode.ResourceNotFound : McpErrorCode.InternalError;
            throw new McpProtocolException($"{e.SafeMessage} {e.Advice}", e, code);
        }
    }
}
