using System.Globalization;
using System.Text.Json.Serialization;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Sampling;
using BelmAgent.Sampling;

namespace BelmAgent.Evaluation.Methods;

/// <summary>A sampler with all that decides how it samples besides the number of steps.</summary>
/// <remarks>Immutable and safe to share between threads; equal settings make equal methods.</remarks>
public sealed record SamplingMethod
{
    private static readonly string[] Grids = ["linspace", "leading", "trailing", "fractional", "scheduler"];

    private static readonly IReadOnlyDictionary<string, StartRule> Starts = new Dictionary<string, StartRule>
    {
        ["ddim"] = StartRule.Ddim,
        ["heun"] = StartRule.Heun,
        ["rk4"] = StartRule.RungeKutta4,
    };

    /// <summary>Gets the sampler, one of <see cref="SamplerCatalog.Names"/>.</summary>
    [JsonPropertyName("sampler")]
    public required string Sampler { get; init; }

    /// <summary>Gets the time grid. Default: linspace, that of BELM's authors.</summary>
    [JsonPropertyName("grid")]
    public string Grid { get; init; } = Grids[0];

    /// <summary>Gets the first step of a two-step sampler: ddim, heun or rk4; others have none. Default: ddim, as in the paper.</summary>
    [JsonPropertyName("start")]
    public string Start { get; init; } = "ddim";

    /// <summary>Gets the first step as a value.</summary>
    [JsonIgnore]
    internal StartRule StartRule => Starts[Start];

    /// <summary>Gets whether the predicted clean picture is clipped to [−1, 1] at every call, as DDPM's own code does. Default: false.</summary>
    [JsonPropertyName("clip")]
    public bool Clip { get; init; }

    /// <summary>Gets κ of belm, 0 to 1. Default: the sampler's.</summary>
    [JsonPropertyName("kappa")]
    public double? Kappa { get; init; }

    /// <summary>Gets the number of states that a step of belm reads, 2 to 8. Default: 2.</summary>
    [JsonPropertyName("order")]
    public int? Order { get; init; }

    /// <summary>Gets γ of bdia, above 0 to 1. Default: the sampler's.</summary>
    [JsonPropertyName("gamma")]
    public double? Gamma { get; init; }

    /// <summary>Gets the mixing weight p of edict, above 0 to 1. Default: the sampler's.</summary>
    [JsonPropertyName("mixing")]
    public double? Mixing { get; init; }

    /// <summary>Gets the method as users write it: the sampler, then each setting that differs from its default.</summary>
    [JsonIgnore]
    public string Name => string.Join(':', new[]
    {
        Sampler,
        Setting("grid", Grid == Grids[0] ? null : Grid),
        Setting("start", Start == "ddim" ? null : Start),
        Setting("clip", Clip ? "on" : null),
        Setting("kappa", Kappa?.ToString(CultureInfo.InvariantCulture)),
        Setting("order", Order?.ToString(CultureInfo.InvariantCulture)),
        Setting("gamma", Gamma?.ToString(CultureInfo.InvariantCulture)),
        Setting("mixing", Mixing?.ToString(CultureInfo.InvariantCulture)),
    }.OfType<string>());

    /// <summary>Gets the number of network calls a step.</summary>
    [JsonIgnore]
    public int EvaluationsPerStep => SamplerCatalog.Get(Sampler).EvaluationsPerStep;

    /// <summary>Reads a method such as <c>o-belm</c> or <c>o-belm:start=heun:grid=leading</c>.</summary>
    /// <param name="text">The sampler and its settings: grid, start, clip, kappa, order, gamma, mixing.</param>
    /// <exception cref="BelmException"><c>unknown_sampler</c>, or a setting that does not exist, that the sampler does not have, or that is out of its range.</exception>
    public static SamplingMethod Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(':', StringSplitOptions.TrimEntries);
        var info = SamplerCatalog.Get(parts[0]);
        var method = new SamplingMethod { Sampler = info.Name };
        foreach (var part in parts.Skip(1))
        {
            var (name, value) = part.Split('=', 2) is [var left, var right] ? (left, right) : (part, "");
            method = name switch
            {
                "start" when !info.IsTwoStep => throw Lacking(info, part),
                "kappa" when !info.HasKappa => throw Lacking(info, part),
                "order" when !info.HasOrder => throw Lacking(info, part),
                "gamma" when !info.HasGamma => throw Lacking(info, part),
                "mixing" when !info.HasMixing => throw Lacking(info, part),
                "grid" when Grids.Contains(value) => method with { Grid = value },
                "start" when Starts.ContainsKey(value) => method with { Start = value },
                "clip" when value is "on" or "off" => method with { Clip = value == "on" },
                "kappa" when Number(value) is { } kappa and >= 0 and <= 1 => method with { Kappa = kappa },
                "order" when Number(value) is { } order and >= 2 and <= 8 && order == Math.Round(order) => method with { Order = (int)order },
                "gamma" when Number(value) is { } gamma and > 0 and <= 1 => method with { Gamma = gamma },
                "mixing" when Number(value) is { } mixing and > 0 and <= 1 => method with { Mixing = mixing },
                "grid" => throw new LimitExceededException("samplers (grid)", value, string.Join(", ", Grids)),
                "start" => throw new LimitExceededException("samplers (start)", value, string.Join(", ", Starts.Keys)),
                "clip" => throw new LimitExceededException("samplers (clip)", value, "on, off"),
                "kappa" => throw new LimitExceededException("samplers (kappa)", value, "0 to 1"),
                "order" => throw new LimitExceededException("samplers (order)", value, "a whole number from 2 to 8"),
                "gamma" or "mixing" => throw new LimitExceededException($"samplers ({name})", value, "above 0 to 1"),
                _ => throw new LimitExceededException("samplers", part, "settings grid, start, clip, kappa, order, gamma, mixing"),
            };
        }

        return method;
    }

    /// <summary>Creates the sampler for a model, on its own grid.</summary>
    internal Sampler Create(DiffusionPipeline pipeline, int steps) => Create(GridFactory.Create(Grid, pipeline, steps));

    /// <summary>Creates the sampler on a given grid.</summary>
    internal Sampler Create(TimeGrid grid)
    {
        var defaults = new SamplerSettings();
        var sampler = SamplerCatalog.Create(
            Sampler, grid, new SamplerSettings { Kappa = Kappa ?? defaults.Kappa, Order = Order ?? defaults.Order, Gamma = Gamma ?? defaults.Gamma, Mixing = Mixing ?? defaults.Mixing });
        return sampler is TwoStepSampler twoStep ? twoStep.StartingWith(StartRule) : sampler;
    }

    private static LimitExceededException Lacking(SamplerInfo info, string part) => new(
        "samplers", $"{info.Name}:{part}", "settings of that sampler: " + string.Join(", ", new[]
        {
            "grid", "clip", info.IsTwoStep ? "start" : null, info.HasKappa ? "kappa" : null, info.HasOrder ? "order" : null, info.HasGamma ? "gamma" : null, info.HasMixing ? "mixing" : null,
        }.OfType<string>()));

    private static string? Setting(string name, string? value) => value is null ? null : $"{name}={value}";

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
