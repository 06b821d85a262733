using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Evaluation.Edits;

/// <summary>How a method gets from the source to its result.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<EditRoute>))]
public enum EditRoute
{
    /// <summary>By inversion: the source is inverted, and the target sampled from there.</summary>
    Inversion,

    /// <summary>SDEdit (Meng et al. 2022): noise is added to the source, and DDIM brings it down under the target prompt.</summary>
    NoiseAndDenoise,

    /// <summary>No edit at all, through the autoencoder: the floor of every measure.</summary>
    Unedited,

    /// <summary>The ideal picture through the autoencoder: the ceiling that no method of this model can pass.</summary>
    Ideal,
}
