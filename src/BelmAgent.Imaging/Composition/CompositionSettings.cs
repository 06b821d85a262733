namespace BelmAgent.Imaging.Composition;

/// <summary>
/// Settings of <see cref="EditComposition"/>. Differences are shares of a channel's range, 0 to 1; each end is above its start. With an end
/// of 0 every pixel counts as changed, or as drawn.
/// </summary>
public sealed record CompositionSettings
{
    /// <summary>Gets the difference of edit and reconstruction up to which a pixel counts as unchanged. Default: 0.06.</summary>
    public float ChangeStart { get; init; } = 0.06f;

    /// <summary>Gets the difference from which a pixel counts as changed. Default: 0.14.</summary>
    public float ChangeEnd { get; init; } = 0.14f;

    /// <summary>Gets the part of a change that no change of colours explains up to which the source's own detail is kept. Default: 0.05.</summary>
    public float DrawStart { get; init; } = 0.05f;

    /// <summary>Gets the part of a change that no change of colours explains from which the edit's own pixels are taken. Default: 0.15.</summary>
    public float DrawEnd { get; init; } = 0.15f;

    /// <summary>
    /// Gets whether changes of colours at the edges of the region are continued to the picture's own edges. Default: false, the rest stays.
    /// </summary>
    public bool Continues { get; init; }

    /// <summary>Gets the reach of the windows in which changes of colours are read, in pixels of the edit, at least 1. Default: 3.</summary>
    public int Radius { get; init; } = 3;

    /// <summary>Gets the variance below which a window's colours are shifted rather than scaled, above 0. Default: 0.0001.</summary>
    public float Epsilon { get; init; } = 1e-4f;
}
