namespace BelmAgent.Sampling;

/// <summary>Lists the samplers.</summary>
/// <remarks>A new sampler is its own file, with its <see cref="SamplerInfo"/>, and one entry here.</remarks>
public static class SamplerCatalog
{
    /// <summary>The names of <see cref="All"/>, as used in sentences.</summary>
    public const string Choices = "ddim, edict, bdia, belm or o-belm";

    /// <summary>Gets every sampler.</summary>
    public static IReadOnlyList<SamplerInfo> All { get; } =
        [DdimSampler.Description, EdictSampler.Description, TwoStepSampler.BdiaDescription, TwoStepSampler.BelmDescription, TwoStepSampler.OBelmDescription];

    /// <summary>Gets the names of <see cref="All"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(sampler => sampler.Name)];

    /// <summary>Finds a sampler by its name in lower case; returns null if there is none.</summary>
    /// <param name="name">The name.</param>
    public static SamplerInfo? Find(string name) => All.FirstOrDefault(sampler => sampler.Name == name);

    /// <summary>Gets a sampler by its name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="BelmException"><c>unknown_sampler</c>: there is no sampler of that name.</exception>
    public static SamplerInfo Get(string name) => Find(name) ?? throw new BelmException(
        "unknown_sampler", ErrorKind.NotFound, $"There is no sampler '{name}'", $"give {Choices}") { KnownIds = Names };

    /// <summary>Creates a sampler by its name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="grid">The nodes.</param>
    /// <param name="settings">The settings; each sampler reads only its own. Default: the defaults of each sampler.</param>
    /// <exception cref="BelmException"><c>unknown_sampler</c>: there is no sampler of that name.</exception>
    /// <exception cref="ArgumentException">
    /// A setting is out of its range, or fixed point was requested for a sampler that does not support it.
    /// </exception>
    public static Sampler Create(string name, TimeGrid grid, SamplerSettings? settings = null)
    {
        var sampler = Get(name);
        settings ??= new();
        return settings.FixedPoint && !sampler.HasFixedPoint
            ? throw new ArgumentException($"The sampler '{name}' has no fixed-point form.", nameof(settings))
            : sampler.Create(grid, settings);
    }
}
