using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Microsoft.SemanticKernel;

namespace BelmAgent.Plugins.Planners;

/// <summary>The two tools by which a language model answers a planner. They are never run: their arguments are the answer.</summary>
[SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "A parameter's name is its name on the wire, which is snake_case.")]
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "A plugin's functions are its instance's.")]
internal sealed class PlanTools
{
    // A model that is asked for JSON may call the function that its prompt is named after.
    private static readonly string[] Names = ["propose_plan", "ask_person", "plan_edit"];

    /// <summary>Creates a plugin with both tools.</summary>
    public static KernelPlugin Create() => KernelPluginFactory.CreateFromObject(new PlanTools(), "planner");

    /// <summary>Returns the tool that a name means, with or without its plugin; null if it is neither.</summary>
    public static string? Resolve(string name)
    {
        var plain = name.Replace('-', '_').Replace('.', '_');
        return Names.FirstOrDefault(tool => plain.Equals(tool, StringComparison.OrdinalIgnoreCase) || plain.EndsWith($"_{tool}", StringComparison.OrdinalIgnoreCase));
    }

    [KernelFunction("propose_plan")]
    [Description("Proposes the target prompt of the edit that the user asked for.")]
    public string Propose(
        [Description("What the image should show: the source prompt with only what was asked for changed.")] string target_prompt,
        [Description("change_object, add_object, delete_object, change_content, change_pose, change_color, change_material, change_background, change_style, or random for several at once.")] string edit_type,
        [Description("What changes, in a few words.")] string reason,
        [Description("True if the plan replaces the last edit. Default: false.")] bool? revises_last = null) => target_prompt;

    [KernelFunction("ask_person")]
    [Description("Asks the user, when several things fit the request, when what it names is not in the image, or when the image model cannot draw it.")]
    public string Ask(
        [Description("One short question that names the choices.")] string question,
        [Description("Why the question is necessary.")] string reason) => question;
}
