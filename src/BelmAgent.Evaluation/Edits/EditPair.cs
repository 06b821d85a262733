using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Evaluation.Edits;

/// <summary>One edit whose perfect result is known.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record EditPair
{
    /// <summary>Gets the name of the pair, unique in its set.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the half it belongs to: <c>tune</c>, to choose settings on, or <c>report</c>.</summary>
    public required string Half { get; init; }

    /// <summary>What kind of change it asks for: colour, object, add, remove, sky, ground or several.</summary>
    public required string Kind { get; init; }

    /// <summary>What is asked for, as a person says it.</summary>
    public required string Request { get; init; }

    /// <summary>Gets the canonical caption of the source.</summary>
    public required string SourceCaption { get; init; }

    /// <summary>Gets the canonical caption of the ideal picture.</summary>
    public required string TargetCaption { get; init; }

    /// <summary>What is to change: the describer's head, with the label that it should read afterwards.</summary>
    public required IReadOnlyDictionary<string, string> Asked { get; init; }

    /// <summary>What the source shows, by the describer's heads.</summary>
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>Gets the picture to edit.</summary>
    public required RgbImage Source { get; init; }

    /// <summary>Gets the perfect result: everything that was not asked for is where it was, to the pixel.</summary>
    public required RgbImage Ideal { get; init; }

    /// <summary>Gets the pixels that an edit may touch; never empty.</summary>
    public required ImageMask Mask { get; init; }
}
