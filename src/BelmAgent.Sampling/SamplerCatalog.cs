namespace BelmAgent.Sampling;

/// <summary>The samplers by name.</summary>
public static class SamplerCatalog
{
    /// <summary>The names there are: <c>ddim</c>, <c>edict</c>, <c>bdia</c>, <c>belm</c>, <c>o-belm</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["ddim", "edict", "bdia", "belm", "o-belm"];

    /// <summary>Makes the sampler of a name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="grid">The nodes.</param>
    /// <param name="settings">What it may be told. Default: each sampler's own.</param>
    /// <exception cref="UnknownSamplerException">There is no such name.</exception>
    /// <exception cref="ArgumentException">A setting is out of its range, or fixed point is asked of a sampler without it.</exception>
    public static Sampler Create(string name, TimeGrid grid, SamplerSettings? settings = null)
    {
        settings ??= new();
        return name switch
        {
            "ddim" => WithoutFixedPoint(new DdimSampler(grid, settings.InversionTimestep)),
            "edict" => WithoutFixedPoint(new EdictSampler(grid, settings.Mixing, settings.Alternate)),
            "bdia" => Rounded(TwoStepSampler.Bdia(grid, settings.Gamma)),
            "belm" => Rounded(TwoStepSampler.Kappa(grid, settings.Kappa)),
            "o-belm" => Rounded(TwoStepSampler.OBelm(grid)),
            _ => throw new UnknownSamplerException(name, Names),
        };

        TwoStepSampler Rounded(TwoStepSampler sampler) => settings.FixedPoint ? sampler.InFixedPoint() : sampler;

        Sampler WithoutFixedPoint(Sampler sampler) => settings.FixedPoint
            ? throw new ArgumentException($"The sampler '{name}' has no fixed-point form.", nameof(settings))
            : sampler;
    }
}
