using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Evaluation.Edits;

/// <summary>Specifies how a method uses the pair's true mask, as if a user had painted it.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<MaskUse>))]
public enum MaskUse
{
    /// <summary>It is not used.</summary>
    None,

    /// <summary>It bounds the latent while the target is sampled.</summary>
    Latent,

    /// <summary>As in the app: it bounds the latent, and outside it the source's pixels are kept bit for bit, composed or not.</summary>
    Picture,
}
