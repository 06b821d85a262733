using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Plans;

/// <summary>What bounds the change of an edit, besides a mask.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<BlendKind>))]
public enum BlendKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The attention to some words (LocalBlend).</summary>
    Words,

    /// <summary>How far the target departs from the source's exact trajectory: it may change where it departs much.</summary>
    Departure,
}
