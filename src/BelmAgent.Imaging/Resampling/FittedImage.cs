namespace BelmAgent.Imaging.Resampling;

/// <summary>A picture fitted to a model's size, with the mapping of its parts to the original.</summary>
/// <param name="Image">The picture at the model's size.</param>
/// <param name="Source">The part of the original that was used, in the original's pixels.</param>
/// <param name="Placed">Where that part lies in <paramref name="Image"/>.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record FittedImage(RgbImage Image, ImageRegion Source, ImageRegion Placed);
