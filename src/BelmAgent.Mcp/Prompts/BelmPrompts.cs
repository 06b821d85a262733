using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using ModelContextProtocol.Server;

namespace BelmAgent.Mcp.Prompts;

/// <summary>Prompts that start common tasks.</summary>
[McpServerPromptType]
[SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "A parameter is named as on the wire.")]
internal static class BelmPrompts
{
    /// <summary>Asks for an edit.</summary>
    [McpServerPrompt(Name = "edit_picture", Title = "Edit a picture")]
    [Description("Plans an edit of a picture, shows the plan, and runs it once it is approved.")]
    public static string EditPicture(
        [Description("Id of the picture.")] string image_id,
        [Description("What should change, in plain words.")] string request) =>
        $"""
        Edit the image {image_id}: {request}

        Call belm_plan_edit with my words. If it returns a question, ask me. Otherwise call belm_edit_image with its proposal_id; while the status is "running", call belm_get_job. Then tell me what the check says and what changed that I did not ask for.
        """;

    /// <summary>Asks how a picture was made.</summary>
    [McpServerPrompt(Name = "explain_edit", Title = "Explain an edit")]
    [Description("Explains how a picture was made and what was kept.")]
    public static string ExplainEdit([Description("Id of the picture.")] string image_id) =>
        $"""
        Explain how the image {image_id} was made: read belm://images/{image_id}/recipe and belm_list_history of it. If it was edited, compare it with the image it was made from with belm_compare_images. Say in plain words what was asked, what changed, how much stayed the same, and what the check found.
        """;

    /// <summary>Asks for several versions.</summary>
    [McpServerPrompt(Name = "variations", Title = "Make variations")]
    [Description("Makes several different edits of one picture, each from the same picture.")]
    public static string Variations(
        [Description("Id of the picture.")] string image_id,
        [Description("Number of variations, 1 to 8. Default: 3.")] string? count = null) =>
        $"""
        Make {count ?? "3"} variations of the image {image_id}. Look at what it shows with belm_describe_image, then think of {count ?? "3"} small changes that differ from one another. Plan each with belm_plan_edit from {image_id} itself, not from the variation before, and run it with belm_edit_image. List the results with their ids.
        """;
}
