using BelmAgent.Sampling;

namespace BelmAgent.Editing.Plans;

/// <summary>Creates samplers from requested settings, and refuses settings that a sampler does not have.</summary>
internal static class SamplerFactory
{
    /// <summary>The most states that a step of <c>belm</c> may read.</summary>
    public const int MaxOrder = 4;

    private static readonly SamplerSettings Defaults = new();

    /// <summary>Fills in a sampler's settings.</summary>
    /// <param name="sampler">The sampler.</param>
    /// <param name="asked">The requested settings.</param>
    /// <param name="steps">Number of steps N of the run.</param>
    /// <exception cref="LimitExceededException">A setting is out of range, the sampler does not have it, or N steps with it overflow.</exception>
    public static SamplerParameters Resolve(SamplerInfo sampler, SamplerParameters asked, int steps)
    {
        Require(asked.Kappa is null or (>= 0 and <= 1), "kappa", asked.Kappa, "0 to 1");
        Require(asked.Order is null or (>= 2 and <= MaxOrder), "order", asked.Order, $"2 to {MaxOrder}");
        Require(asked.Gamma is null or (> 0 and <= 1), "gamma", asked.Gamma, "above 0 and at most 1");
        Require(asked.Mixing is null or (> 0 and <= 1), "mixing", asked.Mixing, "above 0 and at most 1");
        RequireHad(asked.Order is null || sampler.HasOrder, "order", asked.Order, sampler, info => info.HasOrder);
        Require(asked.Kappa is null || asked.Order is not > 2, "kappa", asked.Kappa, $"no kappa with order {asked.Order}, which is the one member with the least local error");
        RequireHad(asked.Gamma is null || sampler.HasGamma, "gamma", asked.Gamma, sampler, info => info.HasGamma);
        RequireHad(asked.Mixing is null || sampler.HasMixing, "mixing", asked.Mixing, sampler, info => info.HasMixing);
        RequireHad(asked.Alternate is not true || sampler.CanAlternate, "alternate", asked.Alternate, sampler, info => info.CanAlternate);
        var (gamma, mixing) = (asked.Gamma ?? Defaults.Gamma, asked.Mixing ?? Defaults.Mixing);
        Require(!sampler.HasGamma || IsNumber(Math.Pow(gamma, -steps)), "gamma", gamma, $"a value nearer to 1, or fewer steps than {steps}: an inversion magnifies errors by gamma^(-steps)");
        Require(!sampler.HasMixing || IsNumber(Math.Pow(mixing, -2 * steps)), "mixing", mixing, $"a value nearer to 1, or fewer steps than {steps}: an inversion magnifies errors by mixing^(-2 steps)");
        return new(
            asked.Order > 2 ? null : KappaOf(sampler, asked.Kappa),
            sampler.HasGamma ? gamma : null,
            sampler.HasMixing ? mixing : null,
            sampler.CanAlternate ? asked.Alternate ?? Defaults.Alternate : null,
            asked.Order > 2 ? asked.Order : null);
    }

    /// <summary>Creates a sampler.</summary>
    /// <param name="sampler">The sampler.</param>
    /// <param name="parameters">Its settings; null means the sampler's default.</param>
    /// <param name="grid">The nodes.</param>
    /// <param name="fixedPoint">Whether its state is kept in 64-bit fixed point.</param>
    /// <param name="inversionTimestep">The timestep that DDIM passes to the network while inverting.</param>
    /// <exception cref="LimitExceededException">Fixed point was requested for a sampler that does not support it.</exception>
    public static Sampler Create(SamplerInfo sampler, SamplerParameters parameters, TimeGrid grid, bool fixedPoint = false,
        DdimInversionTimestep inversionTimestep = DdimInversionTimestep.Source)
    {
        if (fixedPoint)
        {
            RequireFixedPoint(sampler, parameters);
        }

        return sampler.Create(grid, new SamplerSettings
        {
            Order = parameters.Order ?? Defaults.Order,
            Kappa = parameters.Kappa ?? Defaults.Kappa,
            Gamma = parameters.Gamma ?? Defaults.Gamma,
            Mixing = parameters.Mixing ?? Defaults.Mixing,
            Alternate = parameters.Alternate ?? Defaults.Alternate,
            FixedPoint = fixedPoint,
            InversionTimestep = inversionTimestep,
        });
    }

    /// <summary>Refuses a sampler that does not support fixed point.</summary>
    /// <exception cref="LimitExceededException">It does not.</exception>
    public static void RequireFixedPoint(SamplerInfo sampler, SamplerParameters parameters)
    {
        Require(sampler.HasFixedPoint, "fixed_point", sampler.Name, $"{Names(info => info.HasFixedPoint)} as the sampler");
        Require(parameters.Order is not > 2, "fixed_point", $"{sampler.Name} of order {parameters.Order}", "order 2");
    }

    private static double? KappaOf(SamplerInfo sampler, double? asked) => sampler switch
    {
        { HasKappa: true } => asked ?? Defaults.Kappa,
        { FixedKappa: { } kappa } => asked is null || asked == kappa
            ? kappa
            : throw new LimitExceededException("kappa", asked, FormattableString.Invariant($"no kappa with {sampler.Name}, whose κ is always {kappa}, or choose the sampler {Names(info => info.HasKappa)}")),
        _ => asked is null ? null : throw Lacking("kappa", asked, sampler, info => info.HasKappa),
    };

    // Leaves room for the two factors α of a step in addition to the power.
    private static bool IsNumber(double power) => power < 1e300;

    private static void Require(bool holds, string setting, object? value, string allowed)
    {
        if (!holds)
        {
            throw new LimitExceededException(setting, value, allowed);
        }
    }

    private static void RequireHad(bool holds, string setting, object? value, SamplerInfo sampler, Func<SamplerInfo, bool> has)
    {
        if (!holds)
        {
            throw Lacking(setting, value, sampler, has);
        }
    }

    private static LimitExceededException Lacking(string setting, object? value, SamplerInfo sampler, Func<SamplerInfo, bool> has) =>
        new(setting, value, $"no {setting} with {sampler.Name}, or choose the sampler {Names(has)}");

    // As in "o-belm, belm or bdia".
    private static string Names(Func<SamplerInfo, bool> has)
    {
        var names = SamplerCatalog.All.Where(has).Select(sampler => sampler.Name).Reverse().ToArray();
        return names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }
}

/// <summary>
/// Settings that only some samplers have. In a request, null leaves a setting to the sampler; once filled in, null means that the
/// sampler does not have it.
/// </summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
/// <param name="Kappa">κ of the two-step family, 0 to 1.</param>
/// <param name="Gamma">γ of BDIA, above 0 and at most 1.</param>
/// <param name="Mixing">Mixing weight p of EDICT, above 0 and at most 1.</param>
/// <param name="Alternate">Whether EDICT's chains swap roles every other step.</param>
/// <param name="Order">Number of states that a step of <c>belm</c> reads, 2 to 4; once filled in, null means 2.</param>
public sealed record SamplerParameters(double? Kappa = null, double? Gamma = null, double? Mixing = null, bool? Alternate = null, int? Order = null)
{
    /// <summary>Returns these settings with the open ones taken from others.</summary>
    /// <param name="other">The others.</param>
    public SamplerParameters Over(SamplerParameters other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(Kappa ?? other.Kappa, Gamma ?? other.Gamma, Mixing ?? other.Mixing, Alternate ?? other.Alternate, Order ?? other.Order);
    }
}
