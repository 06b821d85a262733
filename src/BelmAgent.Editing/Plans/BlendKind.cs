using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Plans;

/// <summary>The way in which the change of an edit is bounded, in addition to a mask.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<BlendKind>))]
public enum BlendKind
{
    /// <summary>Not bounded.</summary>
    None,

    /// <summary>
    /// By the attention to some words, as in prompt-to-prompt's LocalBlend: the picture may change where the attention exceeds a share
    /// of its maximum.
    /// </summary>
    Words,

    /// <summary>
    /// By the attention to some words, after subtracting the map's minimum (min-max normalisation): the picture may change where the
    /// attention stands out. Tighter than LocalBlend for models that attend to every word a little everywhere.
    /// </summary>
    WordsMinMax,

    /// <summary>By how far the target departs from the source's exact trajectory: the picture may change where it departs much.</summary>
    Departure,
}

/// <summary>Extension methods for blends.</summary>
internal static class BlendKinds
{
    /// <summary>Returns whether the mask follows from attention to words, so that the source must run alongside the target at every step.</summary>
    /// <param name="blend">The blend.</param>
    public static bool IsByWords(this BlendKind blend) => blend is BlendKind.Words or BlendKind.WordsMinMax;
}
