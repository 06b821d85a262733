using BelmAgent.Plugins.Tools;

namespace BelmAgent.Mcp.Tools;

/// <summary>The title and the hints of a tool, which a client shows and relies on.</summary>
/// <param name="Title">The title for users.</param>
/// <param name="IsReadOnly">Whether it changes nothing.</param>
/// <param name="IsIdempotent">Whether calling it again with the same arguments changes nothing more.</param>
/// <param name="ShowsPicture">Whether the picture of its result is shown to the user.</param>
internal sealed record ToolTraits(string Title, bool IsReadOnly = false, bool IsIdempotent = false, bool ShowsPicture = false)
{
    /// <summary>The tool that runs a proposed edit.</summary>
    public const string EditImage = "edit_image";

    /// <summary>The tool that waits for an edit.</summary>
    public const string GetJob = "get_job";

    private static readonly Dictionary<string, ToolTraits> Known = new()
    {
        ["describe_image"] = new("Describe an image", IsReadOnly: true),
        ["generate_image"] = new("Generate an image", ShowsPicture: true),
        ["invert_image"] = new("Invert an image exactly"),
        ["plan_edit"] = new("Plan an edit", IsReadOnly: true),
        [EditImage] = new("Run a planned edit", ShowsPicture: true),
        [GetJob] = new("Wait for a running edit", IsReadOnly: true, IsIdempotent: true, ShowsPicture: true),
        ["cancel_job"] = new("Cancel a running edit", IsIdempotent: true, ShowsPicture: true),
        ["compare_images"] = new("Compare two images", IsReadOnly: true),
        ["list_history"] = new("List images", IsReadOnly: true),
        ["undo_edit"] = new("Go back to another image", IsIdempotent: true, ShowsPicture: true),
    };

    /// <summary>Returns the traits of one of the plugin's tools.</summary>
    /// <param name="tool">The tool's name, such as <c>belm_edit_image</c>.</param>
    public static ToolTraits Of(string tool) => Known[Function(tool)];

    /// <summary>Returns the name of a tool's function.</summary>
    public static string Function(string tool) => tool[(ToolName.Plugin.Length + 1)..];
}
