using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;
using BelmAgent.Sampling;

namespace BelmAgent.Evaluation.Edits;

/// <summary>A way to edit, with every setting filled in.</summary>
/// <remarks>Immutable and safe to share between threads. Two methods are equal if their <see cref="Canonical"/> forms are.</remarks>
public sealed record EditMethod
{
    /// <summary>Gets the name in tables and plots; not a setting.</summary>
    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    /// <summary>Gets the route from the source to the result. Default: by inversion.</summary>
    [JsonPropertyName("route")]
    [JsonConverter(typeof(KebabCaseEnumConverter<EditRoute>))]
    public EditRoute Route { get; init; } = EditRoute.Inversion;

    /// <summary>Gets the inverting sampler, a name of <see cref="SamplerCatalog"/>. Null: the one that the app takes for the edit's kind. Default: o-belm.</summary>
    [JsonPropertyName("sampler")]
    public string? Sampler { get; init; } = "o-belm";

    /// <summary>Gets the κ of the two-step family for belm, 0 to 1. Null: the sampler's own.</summary>
    [JsonPropertyName("kappa")]
    public double? Kappa { get; init; }

    /// <summary>Gets how the target is sampled. Null: as the app does with the sampler. Default: trajectory-corrected.</summary>
    [JsonPropertyName("target")]
    [JsonConverter(typeof(KebabCaseEnumConverter<TargetSampler>))]
    public TargetSampler? Target { get; init; } = TargetSampler.TrajectoryCorrected;

    /// <summary>
    /// Gets whether control and blend are taken from the preset of the edit's kind, as in the app; this method's own values are then
    /// ignored. Default: false.
    /// </summary>
    [JsonPropertyName("preset")]
    public bool Preset { get; init; }

    /// <summary>Gets the attention that the rows share. Default: none.</summary>
    [JsonPropertyName("control")]
    [JsonConverter(typeof(KebabCaseEnumConverter<AttentionControl>))]
    public AttentionControl Control { get; init; } = AttentionControl.None;

    /// <summary>
    /// Gets the share of the steps, from the noisy end, in which cross attention is shared (prompt-to-prompt), 0 to 1. Default: 0.4.
    /// </summary>
    [JsonPropertyName("cross")]
    public double CrossSteps { get; init; } = 0.4;

    /// <summary>Gets the share of the steps, from the noisy end, in which self-attention is shared, 0 to 1. Default: 0.4.</summary>
    [JsonPropertyName("self")]
    public double SelfSteps { get; init; } = 0.4;

    /// <summary>Gets how the words of the two prompts are aligned (prompt-to-prompt). Default: refine.</summary>
    [JsonPropertyName("cross_mode")]
    [JsonConverter(typeof(KebabCaseEnumConverter<CrossMode>))]
    public CrossMode CrossMode { get; init; } = CrossMode.Refine;

    /// <summary>
    /// Gets whether the source row is set to the inversion's own states (Direct Inversion, Ju et al. 2024). If not, it is sampled from
    /// the inverted state, with the sampler's own error. Default: true.
    /// </summary>
    [JsonPropertyName("direct")]
    public bool DirectInversion { get; init; } = true;

    /// <summary>Gets how the change is bounded. Default: not bounded.</summary>
    [JsonPropertyName("blend")]
    [JsonConverter(typeof(KebabCaseEnumConverter<BlendKind>))]
    public BlendKind Blend { get; init; } = BlendKind.None;

    /// <summary>Gets the share of the steps that pass before the blend begins, 0 to 1. Default: 0.2.</summary>
    [JsonPropertyName("blend_start")]
    public double BlendStart { get; init; } = 0.2;

    /// <summary>Gets the share of the maximum attention or departure above which a place may change, 0 to 1. Default: 0.3.</summary>
    [JsonPropertyName("blend_threshold")]
    public double BlendThreshold { get; init; } = 0.3;

    /// <summary>Gets how the pair's true mask is used. Default: not used.</summary>
    [JsonPropertyName("mask")]
    [JsonConverter(typeof(KebabCaseEnumConverter<MaskUse>))]
    public MaskUse Mask { get; init; } = MaskUse.None;

    /// <summary>Gets the number of steps N of the time grid, 2 to 1000. Default: 50.</summary>
    [JsonPropertyName("steps")]
    public int Steps { get; init; } = 50;

    /// <summary>Gets how far towards noise the source is taken, in (0, 1]. Default: 1.</summary>
    [JsonPropertyName("strength")]
    public double Strength { get; init; } = 1;

    /// <summary>Gets the guidance w of the target prompt, 1 to 30. Default: 5.</summary>
    [JsonPropertyName("guidance")]
    public double Guidance { get; init; } = 5;

    /// <summary>Gets the guidance of the inversion under the source prompt, 1 to 30. Default: 1.</summary>
    [JsonPropertyName("inversion_guidance")]
    public double InversionGuidance { get; init; } = 1;

    /// <summary>
    /// Gets whether the edit is composed with the source as in the app, so that what did not change stays the source's own. If not, the
    /// result is the decoder's picture, resampled to the source's size. Default: true.
    /// </summary>
    [JsonPropertyName("compose")]
    public bool Compose { get; init; } = true;

    /// <summary>
    /// Gets the timestep that DDIM passes to the network while inverting; exact samplers have no choice. Default: the source's.
    /// </summary>
    [JsonPropertyName("inversion_timestep")]
    [JsonConverter(typeof(KebabCaseEnumConverter<DdimInversionTimestep>))]
    public DdimInversionTimestep InversionTimestep { get; init; } = DdimInversionTimestep.Source;

    /// <summary>Gets the time grid: linspace, leading, trailing, fractional or scheduler. Default: linspace.</summary>
    [JsonPropertyName("grid")]
    public string Grid { get; init; } = "linspace";

    /// <summary>Gets how often the edit is tried until its check passes, 1 to 10, with one setting changed each time. Default: 1, no retry.</summary>
    [JsonPropertyName("attempts")]
    public int Attempts { get; init; } = 1;

    /// <summary>Gets the seed of the noise in noise-and-denoise. Default: 0.</summary>
    [JsonPropertyName("seed")]
    public long Seed { get; init; }

    /// <summary>Returns the settings alone: without the name, and with the default for settings that this method does not read.</summary>
    public EditMethod Canonical()
    {
        var blank = new EditMethod();
        return Route switch
        {
            EditRoute.Unedited or EditRoute.Ideal => blank with { Route = Route, Compose = Compose },
            EditRoute.NoiseAndDenoise => blank with { Route = Route, Compose = Compose, Steps = Steps, Strength = Strength, Guidance = Guidance, Grid = Grid, Seed = Seed },
            _ => this with
            {
                Name = "",
                Kappa = Info?.HasKappa is true ? Kappa : null,
                InversionTimestep = Info?.IsExact is true ? blank.InversionTimestep : InversionTimestep,
                Control = Preset ? blank.Control : Control,
                CrossSteps = SharesCross ? CrossSteps : blank.CrossSteps,
                CrossMode = SharesCross ? CrossMode : blank.CrossMode,
                SelfSteps = Control == AttentionControl.None || Preset ? blank.SelfSteps : SelfSteps,
                Blend = Preset ? blank.Blend : Blend,
                BlendStart = Bounds ? BlendStart : blank.BlendStart,
                BlendThreshold = Bounds ? BlendThreshold : blank.BlendThreshold,
                Seed = blank.Seed,
            },
        };
    }

    private SamplerInfo? Info => Sampler is null ? null : SamplerCatalog.Get(Sampler);

    private bool SharesCross => Control == AttentionControl.PromptToPrompt && !Preset;

    private bool Bounds => Blend != BlendKind.None && !Preset;
}
