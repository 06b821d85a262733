using System.Globalization;
using System.Text.Json;
using BelmAgent.Editing.Plans;
using BelmAgent.Sampling;

namespace BelmAgent.Evaluation.Edits;

/// <summary>A setting of a method by name, so that grids of settings can be written as text.</summary>
public sealed class EditMethodSetting
{
    private static readonly string[] Grids = ["linspace", "leading", "trailing", "fractional", "scheduler"];

    private readonly Func<EditMethod, string, EditMethod?> _with;
    private readonly string _allowed;

    private EditMethodSetting(string name, string allowed, Func<EditMethod, string, EditMethod?> with) => (Name, _allowed, _with) = (name, allowed, with);

    /// <summary>Gets every setting.</summary>
    public static IReadOnlyList<EditMethodSetting> All { get; } =
    [
        Number("guidance", 1, 30, (method, value) => method with { Guidance = value }),
        Number("inversion_guidance", 1, 30, (method, value) => method with { InversionGuidance = value }),
        Number("strength", 0.001, 1, (method, value) => method with { Strength = value }),
        Number("cross", 0, 1, (method, value) => method with { CrossSteps = value }),
        Number("self", 0, 1, (method, value) => method with { SelfSteps = value }),
        Number("blend_start", 0, 1, (method, value) => method with { BlendStart = value }),
        Number("blend_threshold", 0, 1, (method, value) => method with { BlendThreshold = value }),
        Number("kappa", 0, 1, (method, value) => method with { Kappa = value }),
        Whole("steps", 2, 1000, (method, value) => method with { Steps = (int)value }),
        Whole("attempts", 1, 10, (method, value) => method with { Attempts = (int)value }),
        Whole("seed", long.MinValue, long.MaxValue, (method, value) => method with { Seed = value }),
        Choice("sampler", [.. SamplerCatalog.Names], (method, value) => method with { Sampler = value }),
        Choice("grid", Grids, (method, value) => method with { Grid = value }),
        Choice("direct", ["on", "off"], (method, value) => method with { DirectInversion = value == "on" }),
        Choice("compose", ["on", "off"], (method, value) => method with { Compose = value == "on" }),
        Choice("preset", ["on", "off"], (method, value) => method with { Preset = value == "on" }),
        Named<DdimInversionTimestep>("inversion_timestep", (method, value) => method with { InversionTimestep = value }),
        Named<TargetSampler>("target", (method, value) => method with { Target = value }),
        Named<AttentionControl>("control", (method, value) => method with { Control = value }),
        Named<CrossMode>("cross_mode", (method, value) => method with { CrossMode = value }),
        Named<BlendKind>("blend", (method, value) => method with { Blend = value }),
        Named<MaskUse>("mask", (method, value) => method with { Mask = value }),
    ];

    /// <summary>Gets the name, as in a method's JSON.</summary>
    public string Name { get; }

    /// <summary>Returns the setting with a name.</summary>
    /// <param name="name">A name of <see cref="All"/>.</param>
    /// <exception cref="LimitExceededException">There is no such setting.</exception>
    public static EditMethodSetting Parse(string name) =>
        All.FirstOrDefault(setting => setting.Name == name)
        ?? throw new LimitExceededException("sweep", name, string.Join(", ", All.Select(setting => setting.Name)));

    /// <summary>Returns the method with another value for this setting.</summary>
    /// <param name="method">The method.</param>
    /// <param name="value">The value, as text in the invariant culture.</param>
    /// <exception cref="LimitExceededException">The value is not allowed.</exception>
    public EditMethod With(EditMethod method, string value) => _with(method, value) ?? throw new LimitExceededException(Name, value, _allowed);

    private static EditMethodSetting Number(string name, double lowest, double highest, Func<EditMethod, double, EditMethod> with) => new(
        name,
        FormattableString.Invariant($"{lowest} to {highest}"),
        (method, text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= lowest && value <= highest
            ? with(method, value)
            : null);

    private static EditMethodSetting Whole(string name, long lowest, long highest, Func<EditMethod, long, EditMethod> with) => new(
        name,
        $"a whole number from {lowest} to {highest}",
        (method, text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= lowest && value <= highest
            ? with(method, value)
            : null);

    private static EditMethodSetting Choice(string name, string[] allowed, Func<EditMethod, string, EditMethod> with) => new(
        name, string.Join(", ", allowed), (method, text) => allowed.Contains(text) ? with(method, text) : null);

    private static EditMethodSetting Named<T>(string name, Func<EditMethod, T, EditMethod> with)
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>().ToDictionary(value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));
        return new(name, string.Join(", ", values.Keys), (method, text) => values.TryGetValue(text, out var value) ? with(method, value) : null);
    }
}
