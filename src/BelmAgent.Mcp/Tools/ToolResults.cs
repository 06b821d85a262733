using System.Text.Encodings.Web;
using System.Text.Json;
using BelmAgent.Mcp.Configuration;
using BelmAgent.Mcp.Pictures;
using BelmAgent.Plugins.Results;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;

namespace BelmAgent.Mcp.Tools;

/// <summary>Creates results of tools: the values as structured content and as text, and the picture for the user.</summary>
/// <param name="thumbnails">Creates the small pictures.</param>
/// <param name="options">Sets how pictures are shown.</param>
internal sealed class ToolResults(Thumbnails thumbnails, IOptions<McpOptions> options)
{
    // Models read the text: letters of any language stay as they are.
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Creates the result of one of the plugin's functions.</summary>
    /// <param name="result">Its result as JSON.</param>
    /// <param name="showsPicture">Whether the picture that it names is shown.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<CallToolResult> CreateAsync(JsonElement result, bool showsPicture, CancellationToken cancellationToken)
    {
        var content = new List<ContentBlock> { new TextContentBlock { Text = JsonSerializer.Serialize(result, Compact) } };
        if (showsPicture && result.TryGetProperty("image_id", out var id) && id.GetString() is { } imageId)
        {
            content.AddRange(await ShowAsync(imageId, cancellationToken));
        }

        return new CallToolResult { Content = content, StructuredContent = result, IsError = result.TryGetProperty("error", out _) };
    }

    /// <summary>Creates the result of a function that failed.</summary>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <param name="error">The error.</param>
    public static JsonElement Failed<T>(BelmError error)
        where T : BelmResult, new() => ToJson(new T { Error = error });

    /// <summary>Converts a result to JSON.</summary>
    public static JsonElement ToJson<T>(T result)
        where T : BelmResult => JsonSerializer.SerializeToElement(result, AIJsonUtilities.DefaultOptions);

    private async Task<IEnumerable<ContentBlock>> ShowAsync(string imageId, CancellationToken cancellationToken)
    {
        if (options.Value.Pictures == McpPictures.None)
        {
            return [];
        }

        var link = new ResourceLinkBlock { Uri = PictureUri.Create(imageId), Name = $"{imageId}.png", Title = "The image at full size", MimeType = "image/png" };
        if (options.Value.Pictures == McpPictures.Link)
        {
            return [link];
        }

        try
        {
            // Without annotations: version 2.4.0 of the SDK cannot write those of a content block.
            return await thumbnails.FindAsync(imageId, cancellationToken) is { } thumbnail
                ? [ImageContentBlock.FromBytes(thumbnail, Thumbnails.MediaType), link]
                : [link];
        }
        catch (Exception e) when (BelmError.From(e) is not null)
        {
            // The picture was forgotten meanwhile, or the disk is full: the result itself is not lost.
            return [];
        }
    }
}
