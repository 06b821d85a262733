using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Evaluation.Edits;

/// <summary>An edit whose perfect result is known.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record EditPair
{
    /// <summary>Gets the name of the pair, unique in its set.</summary>
    public required string Id { get; init; }

    /// <summary>Gets its half of the set: <c>tune</c>, for choosing settings, or <c>report</c>.</summary>
    public required string Half { get; init; }

    /// <summary>Gets the kind of change: colour, object, add, remove, sky, ground or several.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets the request, as a user would say it.</summary>
    public required string Request { get; init; }

    /// <summary>Gets the canonical caption of the source.</summary>
    public required string SourceCaption { get; init; }

    /// <summary>Gets the canonical caption of the ideal picture.</summary>
    public required string TargetCaption { get; init; }

    /// <summary>Gets the requested changes: the describer's head, with its expected label after the edit.</summary>
    public required IReadOnlyDictionary<string, string> Asked { get; init; }

    /// <summary>Gets the attributes of the source, by the describer's heads.</summary>
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>Gets the picture to edit.</summary>
    public required RgbImage Source { get; init; }

    /// <summary>Gets the perfect result: everything that was not to change is unchanged to the pixel.</summary>
    public required RgbImage Ideal { get; init; }

    /// <summary>Gets the pixels that an edit may touch; never empty.</summary>
    public required ImageMask Mask { get; init; }
}
