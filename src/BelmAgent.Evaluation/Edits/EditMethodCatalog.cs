using BelmAgent.Editing.Plans;
using BelmAgent.Sampling;

namespace BelmAgent.Evaluation.Edits;

/// <summary>The methods by name, and groups of methods.</summary>
public static class EditMethodCatalog
{
    private static readonly EditMethod Carried = new() { Target = TargetSampler.Carried };
    private static readonly EditMethod Kick = new() { Target = TargetSampler.Kick };
    private static readonly EditMethod Corrected = new();
    private static readonly EditMethod Prompts = new() { Control = AttentionControl.PromptToPrompt };

    // As its authors run it (Ju et al. 2024): prompt-to-prompt's window on diffusers' grid, inverted with the timestep of the next state.
    private static readonly EditMethod DirectInversion = Prompts with
    {
        Sampler = "ddim", Target = TargetSampler.Carried, InversionTimestep = DdimInversionTimestep.Destination, Grid = "leading", Steps = 50, Guidance = 7.5, CrossSteps = 0.4, SelfSteps = 0.6,
    };

    /// <summary>Gets every named method.</summary>
    public static IReadOnlyList<EditMethod> Methods { get; } =
    [
        // The bounds of the autoencoder alone; composed, they are the source itself and the bound of the composition.
        new() { Name = "unedited", Route = EditRoute.Unedited, Compose = false },
        new() { Name = "ideal", Route = EditRoute.Ideal, Compose = false },
        new() { Name = "ideal-composed", Route = EditRoute.Ideal },
        new() { Name = "noise-and-denoise", Route = EditRoute.NoiseAndDenoise, Strength = 0.6 },
        Carried with { Name = "ddim", Sampler = "ddim" },
        Carried with { Name = "edict", Sampler = "edict" },
        Carried with { Name = "bdia", Sampler = "bdia" },
        Carried with { Name = "belm-half-carried", Sampler = "belm", Kappa = 0.5 },
        Kick with { Name = "belm-half-kick", Sampler = "belm", Kappa = 0.5 },
        Kick with { Name = "belm-three-quarters-kick", Sampler = "belm", Kappa = 0.75 },
        Carried with { Name = "o-belm-carried" },
        Kick with { Name = "o-belm-kick" },
        Corrected with { Name = "o-belm-corrected" },
        Corrected with { Name = "o-belm-preset", Preset = true },
        new() { Name = "default", Sampler = null, Target = null, Preset = true },
        Corrected with { Name = "ddim-corrected", Sampler = "ddim" },
        Corrected with { Name = "ddim-corrected-bounded", Sampler = "ddim", Preset = true },
        Prompts with { Name = "ddim-p2p-undirected", Sampler = "ddim", Target = TargetSampler.Carried, DirectInversion = false },
        Prompts with { Name = "ddim-p2p", Sampler = "ddim", Target = TargetSampler.Carried },
        DirectInversion with { Name = "direct-inversion-p2p" },
        DirectInversion with { Name = "direct-inversion-p2p-words", Blend = BlendKind.Words },
        Prompts with { Name = "o-belm-kick-p2p", Target = TargetSampler.Kick },
        Prompts with { Name = "o-belm-p2p" },
        Prompts with { Name = "o-belm-p2p-words", Blend = BlendKind.Words },
        Prompts with { Name = "o-belm-p2p-words-min-max", Blend = BlendKind.WordsMinMax },
        Corrected with { Name = "o-belm-mutual", Control = AttentionControl.MutualSelfAttention, SelfSteps = 0.92 },
        Corrected with { Name = "o-belm-mutual-single-source", Control = AttentionControl.MutualSelfAttentionSingleSource, SelfSteps = 0.92 },
        Corrected with { Name = "o-belm-words", Blend = BlendKind.Words },
        Corrected with { Name = "o-belm-words-min-max", Blend = BlendKind.WordsMinMax },
        Corrected with { Name = "o-belm-departure", Blend = BlendKind.Departure },
        Corrected with { Name = "o-belm-mask", Mask = MaskUse.Latent },
        Corrected with { Name = "ddim-corrected-mask", Sampler = "ddim", Mask = MaskUse.Latent },
        Carried with { Name = "ddim-mask", Sampler = "ddim", Mask = MaskUse.Latent },
        Corrected with { Name = "o-belm-mask-picture", Mask = MaskUse.Picture },
    ];

    /// <summary>Gets the groups of methods by name.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<EditMethod>> Groups { get; } = new Dictionary<string, IReadOnlyList<EditMethod>>
    {
        ["all"] = Methods,
        ["bounds"] = [.. Methods.Where(method => method.Route is EditRoute.Unedited or EditRoute.Ideal)],
        ["plain"] = [.. Methods.Where(IsPlain)],
        ["control"] = [.. Methods.Where(method => !IsPlain(method))],
    };

    /// <summary>Returns the methods in a list of names and groups, each once.</summary>
    /// <param name="names">
    /// Names of <see cref="Methods"/> and <see cref="Groups"/>, each optionally with settings of its own: <c>ddim:guidance=2:steps=20</c>.
    /// </param>
    /// <exception cref="LimitExceededException">There is no method, group or setting of that name, or a value is not allowed.</exception>
    public static IReadOnlyList<EditMethod> Find(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return [.. names.SelectMany(Find).DistinctBy(method => method.Canonical())];
    }

    private static bool IsPlain(EditMethod method) =>
        method is { Preset: false, Control: AttentionControl.None, Blend: BlendKind.None, Mask: MaskUse.None };

    private static IEnumerable<EditMethod> Find(string text)
    {
        var parts = text.Split(':', StringSplitOptions.TrimEntries);
        return EditSweep.Apply([.. Named(parts[0])], [.. parts.Skip(1).Select(EditSweep.Parse)]);
    }

    private static IEnumerable<EditMethod> Named(string name) =>
        Groups.TryGetValue(name, out var group) ? group
        : Methods.FirstOrDefault(method => method.Name == name) is { } method ? [method]
        : throw new LimitExceededException("methods", name, string.Join(", ", Methods.Select(known => known.Name).Concat(Groups.Keys)));
}
