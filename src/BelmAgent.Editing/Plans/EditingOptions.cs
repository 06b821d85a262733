using System.ComponentModel.DataAnnotations;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Sampling;

namespace BelmAgent.Editing.Plans;

/// <summary>Defaults and limits of edits. Configuration section <c>Belm:Editing</c>.</summary>
public sealed class EditingOptions
{
    /// <summary>
    /// Gets or sets the sampler of edits, inversions and generations, a name of <see cref="SamplerCatalog"/>. Default: null, ddim with a corrected
    /// target for edits of the background (sky, ground, light, weather), and o-belm for all else.
    /// </summary>
    [SamplerName(ErrorMessage = "Belm:Editing:Sampler must be " + SamplerCatalog.Choices + ".")]
    public string? Sampler { get; set; }

    /// <summary>
    /// Gets or sets the spacing of the time grid: linspace, leading, trailing or fractional, each with a noiseless clean end, or
    /// scheduler, the grid of the model's scheduler config as in diffusers (with <c>set_alpha_to_one: false</c>, its clean end is ᾱ₀).
    /// Default: linspace, as in the official O-BELM code.
    /// </summary>
    [RegularExpression("^(linspace|leading|trailing|fractional|scheduler)$", ErrorMessage = "Belm:Editing:TimeGrid must be linspace, leading, trailing, fractional or scheduler.")]
    public string TimeGrid { get; set; } = "linspace";

    /// <summary>
    /// Gets or sets the number of steps N of an edit, inversion or generation, 2 to 1000. Default: 50; for edits, the value in the
    /// model's <c>editing.json</c> if there is one.
    /// </summary>
    [Range(2, 1000, ErrorMessage = "Belm:Editing:Steps must be 2 to 1000.")]
    public int? Steps { get; set; }

    /// <summary>
    /// Gets or sets the guidance w of an edit's target prompt, 1 to 30. Default: the value in the model's <c>editing.json</c>, or 5.
    /// </summary>
    [Range(1.0, 30.0, ErrorMessage = "Belm:Editing:Guidance must be 1 to 30.")]
    public double? Guidance { get; set; }

    /// <summary>Gets or sets how far towards noise an edit inverts, above 0 and at most 1. Default: 1.</summary>
    [Range(0.01, 1.0, ErrorMessage = "Belm:Editing:Strength must be 0.01 to 1.")]
    public double Strength { get; set; } = 1;

    /// <summary>Gets or sets the guidance w of a picture generated from a prompt, 1 to 30. Default: 5.</summary>
    [Range(1.0, 30.0, ErrorMessage = "Belm:Editing:GenerationGuidance must be 1 to 30.")]
    public double GenerationGuidance { get; set; } = 5;

    /// <summary>Gets or sets the maximum number of steps that a request may ask for, 2 to 1000. Default: 1000.</summary>
    [Range(2, 1000, ErrorMessage = "Belm:Editing:MaxSteps must be 2 to 1000.")]
    public int MaxSteps { get; set; } = 1000;

    /// <summary>Gets or sets how often an edit is tried until its check passes, 1 to 10; 1 means no retry. Default: 3.</summary>
    [Range(1, 10, ErrorMessage = "Belm:Editing:Attempts must be 1 to 10.")]
    public int Attempts { get; set; } = 3;

    /// <summary>Gets or sets the maximum number of attempts that a request may ask for, 1 to 10. Default: 10.</summary>
    [Range(1, 10, ErrorMessage = "Belm:Editing:MaxAttempts must be 1 to 10.")]
    public int MaxAttempts { get; set; } = 10;

    /// <summary>Gets or sets the maximum file size of an imported picture or mask in mebibytes, 1 to 1900. Default: 256.</summary>
    [Range(1, 1900, ErrorMessage = "Belm:Editing:MaxImportMebibytes must be 1 to 1900.")]
    public int MaxImportMebibytes { get; set; } = 256;

    /// <summary>Gets or sets the maximum size of an imported picture or mask in megapixels, as its header gives it, 1 to 500. Default: 100.</summary>
    [Range(1, 500, ErrorMessage = "Belm:Editing:MaxImportMegapixels must be 1 to 500.")]
    public int MaxImportMegapixels { get; set; } = 100;

    /// <summary>Gets or sets whether an edit needs approval. Default: required.</summary>
    public ApprovalMode Approval { get; set; } = ApprovalMode.Required;

    /// <summary>Gets the codec's limits according to <see cref="MaxImportMebibytes"/> and <see cref="MaxImportMegapixels"/>.</summary>
    internal ImageLimits ImportLimits => new() { MaxEncodedBytes = MaxImportMebibytes * 1024 * 1024, MaxPixels = MaxImportMegapixels * 1_000_000L };
}

/// <summary>Accepts the names of <see cref="SamplerCatalog"/>, and null.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SamplerNameAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null || (value is string name && SamplerCatalog.Find(name) is not null);
}

/// <summary>Specifies whether an edit needs approval before it runs.</summary>
public enum ApprovalMode
{
    /// <summary>The approver is asked; without one, the edit is refused.</summary>
    Required,

    /// <summary>Every valid proposal runs.</summary>
    Automatic,
}
