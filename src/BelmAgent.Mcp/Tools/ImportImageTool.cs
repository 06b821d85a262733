using System.Text.Json;
using System.Text.Json.Serialization;
using BelmAgent.Editing;
using BelmAgent.Plugins.Results;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace BelmAgent.Mcp.Tools;

/// <summary>The tool that imports a file, for servers that run as their client's user on the same machine.</summary>
/// <param name="images">Imports the pictures.</param>
/// <param name="folders">Decides which files may be read.</param>
/// <param name="results">Creates results.</param>
internal sealed class ImportImageTool(Images images, ImportFolders folders, ToolResults results) : McpServerTool
{
    private const string Title = "Import an image file";
    private const string Roots = "roots";

    private const string Schema = """
        {
          "type": "object",
          "properties": { "path": { "type": "string", "description": "Path of the file; a relative one starts at the client's first root." } },
          "required": ["path"]
        }
        """;

    /// <inheritdoc/>
    public override Tool ProtocolTool { get; } = new()
    {
        Name = "belm_import_image",
        Title = Title,
        Description = "Imports an image file of this machine (PNG, JPEG or WebP) and returns its image_id for the other tools. Only files in the allowed folders.",
        InputSchema = JsonElement.Parse(Schema),
        OutputSchema = AIJsonUtilities.CreateJsonSchema(typeof(ImportImageResult), serializerOptions: AIJsonUtilities.DefaultOptions),
        Annotations = new ToolAnnotations { Title = Title, ReadOnlyHint = false, IdempotentHint = false, DestructiveHint = false, OpenWorldHint = false },
    };

    /// <inheritdoc/>
    public override IReadOnlyList<object> Metadata => [];

    /// <inheritdoc/>
    public override async ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var path = request.Params?.Arguments?.TryGetValue("path", out var value) == true && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        var result = await ImportAsync(path, ReadRoots(request), cancellationToken);
        return await results.CreateAsync(result, showsPicture: true, cancellationToken);
    }

    private async Task<JsonElement> ImportAsync(string path, IReadOnlyList<string> roots, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = Open(folders.Resolve(path, roots));
            var picture = await images.ImportAsync(file, cancellationToken);
            return ToolResults.ToJson(new ImportImageResult { ImageId = picture.Id, Width = picture.Width, Height = picture.Height });
        }
        catch (Exception e) when (BelmError.From(e) is { } error)
        {
            return ToolResults.Failed<ImportImageResult>(error);
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BelmException("file_not_readable", ErrorKind.InvalidInput, $"The file '{path}' does not exist or cannot be read", "correct the path", e)
            {
                SafeProblem = "The file does not exist or cannot be read",
            };
        }
    }

#pragma warning disable MCP9005 // The protocol deprecates roots, but they are how the desktop clients of today tell their folders.
    // The client is asked for its roots once in a call, and calls again with them.
    private IReadOnlyList<string> ReadRoots(RequestContext<CallToolRequestParams> request)
    {
        if (!folders.UsesRoots || !request.Server.IsMrtrSupported || request.Server.ClientCapabilities?.Roots is null)
        {
            return [];
        }

        if (request.Params?.InputResponses?.TryGetValue(Roots, out var answer) != true)
        {
            throw new InputRequiredException(new Dictionary<string, InputRequest> { [Roots] = InputRequest.ForRootsList(new ListRootsRequestParams()) });
        }

        return [.. (answer!.Deserialize(InputResponse.ListRootsResultJsonTypeInfo)?.Roots ?? [])
            .Select(root => Uri.TryCreate(root.Uri, UriKind.Absolute, out var uri) && uri.IsFile ? uri.LocalPath : null).OfType<string>()];
    }
#pragma warning restore MCP9005
}

/// <summary>An imported picture.</summary>
internal sealed record ImportImageResult : BelmResult
{
    /// <summary>Gets the picture.</summary>
    [JsonPropertyName("image_id")]
    public string? ImageId { get; init; }

    /// <summary>Gets its width in pixels.</summary>
    [JsonPropertyName("width")]
    public int? Width { get; init; }

    /// <summary>Gets its height in pixels.</summary>
    [JsonPropertyName("height")]
    public int? Height { get; init; }
}
