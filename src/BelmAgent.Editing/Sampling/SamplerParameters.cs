using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Editing.Sampling;

/// <summary>
/// Settings that only some samplers have. In a request, null leaves a setting to the sampler; once filled in, null means that the
/// sampler does not have it.
/// </summary>
/// <param name="Kappa">κ of the two-step family, 0 to 1.</param>
/// <param name="Gamma">γ of BDIA, above 0 and at most 1.</param>
/// <param name="Mixing">Mixing weight p of EDICT, above 0 and at most 1.</param>
/// <param name="Alternate">Whether EDICT's chains swap roles every other step.</param>
internal sealed record SamplerParameters(double? Kappa = null, double? Gamma = null, double? Mixing = null, bool? Alternate = null)
{
    public static SamplerParameters Of(EditPlan plan) => new(plan.Kappa, plan.Gamma, plan.Mixing, plan.Alternate);

    public static SamplerParameters Of(GenerateRequest request) => new(request.Kappa, request.Gamma, request.Mixing, request.Alternate);

    public static SamplerParameters Of(InvertRequest request) => new(request.Kappa, request.Gamma, request.Mixing, request.Alternate);

    public static SamplerParameters Of(InversionMetadata metadata) => new(metadata.Kappa, metadata.Gamma, metadata.P, metadata.Alternate);

    /// <summary>Returns a recipe that includes these settings.</summary>
    public PictureRecipe WriteTo(PictureRecipe recipe) => recipe with { Kappa = Kappa, Gamma = Gamma, Mixing = Mixing, Alternate = Alternate };
}
