using System.Text.Json.Serialization;

namespace BelmAgent.Editing.Plans;

/// <summary>What bounds the change of an edit, besides a mask.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<BlendKind>))]
public enum BlendKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>
    /// The attention to some words, as prompt-to-prompt's LocalBlend has it: the picture may change where the attention is above a share of
    /// its largest value.
    /// </summary>
    Words,

    /// <summary>
    /// The attention to some words, with the map's smallest value subtracted first (min-max normalisation): the picture may change where
    /// the attention stands out. Tighter than LocalBlend for models that attend to every word a little everywhere.
    /// </summary>
    WordsMinMax,

    /// <summary>How far the target departs from the source's exact trajectory: it may change where it departs much.</summary>
    Departure,
}

/// <summary>What blends have in common.</summary>
internal static class BlendKinds
{
    /// <summary>Returns whether attention to words draws the mask, so that the source must run beside the target at every step.</summary>
    /// <param name="blend">The blend.</param>
    public static bool IsByWords(this BlendKind blend) => blend is BlendKind.Words or BlendKind.WordsMinMax;
}
