using System.Text.Json.Serialization;
using BelmAgent.Editing.Plans;

namespace BelmAgent.Evaluation.Edits;

/// <summary>An artefact of an edited picture, whatever it shows.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<EditArtefact>))]
public enum EditArtefact
{
    /// <summary>The latent exceeds the range of real pictures.</summary>
    Latent,

    /// <summary>More of the decoded picture exceeds black and white than in real ones.</summary>
    Overshoot,

    /// <summary>The model itself sees more noise in the finished picture than in sound ones: blotches, grids, smears.</summary>
    Noise,

    /// <summary>The describer is unsure about an attribute.</summary>
    Unsure,

    /// <summary>The describer sees something impossible: a colour without its object, two suns.</summary>
    Nonsense,

    /// <summary>The numbers overflowed, and there is no picture.</summary>
    NotFinite,
}
