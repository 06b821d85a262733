using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Evaluation.Edits;

/// <summary>An edit whose perfect result is known, or of a picture that the model generates.</summary>
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

    /// <summary>
    /// Gets the picture to edit; null if the model is still to generate it from <see cref="SourceCaption"/> and <see cref="Seed"/>
    /// (<see cref="GeneratedSources"/>).
    /// </summary>
    public required RgbImage? Source { get; init; }

    /// <summary>Gets the seed of a generated source; null for a drawn one.</summary>
    public long? Seed { get; init; }

    /// <summary>
    /// Gets the perfect result, in which everything that was not to change is unchanged to the pixel; null for a generated source, for
    /// which it is not known.
    /// </summary>
    public required RgbImage? Ideal { get; init; }

    /// <summary>
    /// Gets the pixels that an edit may touch; never empty. For a generated source, whose objects have no exact place, these are all
    /// places where the edit of such a picture may touch anything.
    /// </summary>
    public required ImageMask Mask { get; init; }

    /// <summary>
    /// Gets the pixels where outlines should stay as they are; empty if nothing stays. Null, for a drawn source: those outside the mask, and up to 4 pixels into
    /// it (at 128×128, more in larger pictures).
    /// </summary>
    public ImageMask? Outlines { get; init; }
}
