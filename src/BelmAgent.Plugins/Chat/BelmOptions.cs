using System.ComponentModel.DataAnnotations;

namespace BelmAgent.Plugins.Chat;

/// <summary>Options of a chat turn. Configuration section <c>Belm:Agent</c>.</summary>
public sealed class BelmOptions
{
    /// <summary>
    /// Gets or sets a folder with custom prompts, laid out as <c>PLUGIN/FUNCTION/skprompt.txt</c>. Default: null, the built-in ones.
    /// </summary>
    public string? PromptDirectory { get; set; }

    /// <summary>
    /// Gets or sets how long edit_image and get_job wait for an edit to finish before they report that it is still running, 0 to 1
    /// day. Default: 25 s.
    /// </summary>
    /// <remarks>Tool clients have timeouts of their own, usually one minute.</remarks>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "Belm:Agent:Wait must be 00:00:00 to 1.00:00:00.")]
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Gets or sets how many pictures one turn may create by editing and generating, 1 to 100. Default: 4.</summary>
    [Range(1, 100, ErrorMessage = "Belm:Agent:MaxPicturesPerTurn must be 1 to 100.")]
    public int MaxPicturesPerTurn { get; set; } = 4;

    /// <summary>Gets or sets how often the language model may call tools in one turn, 1 to 50. Default: 8.</summary>
    [Range(1, 50, ErrorMessage = "Belm:Agent:MaxIterations must be 1 to 50.")]
    public int MaxIterations { get; set; } = 8;

    /// <summary>Gets or sets how many consecutive tool calls may fail before a turn ends, 0 to 10. Default: 3.</summary>
    [Range(0, 10, ErrorMessage = "Belm:Agent:MaxConsecutiveErrors must be 0 to 10.")]
    public int MaxConsecutiveErrors { get; set; } = 3;
}
