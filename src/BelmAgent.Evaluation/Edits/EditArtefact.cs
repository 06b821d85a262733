using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Evaluation.Edits;

/// <summary>What is broken about an edited picture, whatever it shows.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<EditArtefact>))]
public enum EditArtefact
{
    /// <summary>The latent reaches beyond what pictures have.</summary>
    Latent,

    /// <summary>More of the decoded picture lies beyond black and white than real ones have.</summary>
    Overshoot,

    /// <summary>The model itself sees more noise in the finished picture than in sound ones: blotches, grids, smears.</summary>
    Noise,

    /// <summary>The describer cannot tell some attribute.</summary>
    Unsure,

    /// <summary>The describer sees what cannot be: a colour without its object, two suns.</summary>
    Nonsense,

    /// <summary>The numbers overflowed, and there is no picture.</summary>
    NotFinite,
}
