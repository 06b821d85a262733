using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Evaluation.Edits;

/// <summary>The route of a method from the source to the result.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<EditRoute>))]
public enum EditRoute
{
    /// <summary>By inversion: the source is inverted, and the target sampled from there.</summary>
    Inversion,

    /// <summary>SDEdit (Meng et al. 2022): noise is added to the source, and DDIM samples from there under the target prompt.</summary>
    NoiseAndDenoise,

    /// <summary>No edit, only the autoencoder: the lower bound of every measure.</summary>
    Unedited,

    /// <summary>The ideal picture through the autoencoder: the upper bound for all methods with this model.</summary>
    Ideal,
}
