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
        [Description("True if the plan replaces the last edit. Default: false.")] bool? revises_last = null,
        [Description("What the image shows now: the source prompt, with words added that name what must stay or change more exactly. Default: the source prompt itself.")] string? source_prompt = null,
        [Description("How the edit shares the source's attention: none, prompt_to_prompt (a new colour or word in the same layout), or mutual_self_attention (another pose of the same thing). Default: by the edit's kind, none.")] string? control = null,
        [Description("Share of the steps that share cross attention, 0 to 1; only with prompt_to_prompt. Lower changes more. Default: 0.4.")] double? cross_steps = null,
        [Description("Share of the steps that share self attention, 0 to 1. Default: 0.4; 0.92 with mutual_self_attention.")] double? self_steps = null,
        [Description("What bounds the change: none (the whole picture may change), words (where blend_words are), or departure (where the picture departs much). Default: departure for a thing, none for pose, background and style.")] string? blend = null,
        [Description("Words of either prompt that bound the change; only with blend words. Default: the words that differ.")] string[]? blend_words = null,
        [Description("How far the picture may change, above 0 and at most 1. Default: 1.")] double? strength = null) => target_prompt;

    [KernelFunction("ask_person")]
    [Description("Asks the user, when several things fit the request, when what it names is not in the image, or when the image model cannot draw it.")]
    public string Ask(
        [Description("One short question that names the choices.")] string question,
        [Description("Why the question is necessary.")] string reason) => question;
}
