using System.Text.Json.Serialization;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Evaluation.Edits;

/// <summary>What a method does with the pair's true mask, as if a person had painted it.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<MaskUse>))]
public enum MaskUse
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It bounds the latent while the target is sampled.</summary>
    Latent,

    /// <summary>As the app does: the latent, and outside it the source's pixels are kept to the last bit.</summary>
    Picture,
}
