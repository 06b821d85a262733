namespace BelmAgent.Evaluation.Plots;

/// <summary>What stands around a plot's points.</summary>
/// <param name="Title">What the plot shows.</param>
/// <param name="XLabel">What lies along the bottom, with its unit.</param>
/// <param name="YLabel">What lies along the side, with its unit.</param>
/// <remarks>Text is ASCII; other characters are drawn as boxes.</remarks>
public sealed record PlotFrame(string Title, string XLabel, string YLabel)
{
    /// <summary>Gets the width of the picture in pixels, at least 300. Default: 1120.</summary>
    public int Width { get; init; } = 1120;

    /// <summary>Gets the height of the picture in pixels, at least 200. Default: 700.</summary>
    public int Height { get; init; } = 700;

    /// <summary>Gets the lowest and highest number along the side. Default: null, what the points need.</summary>
    public (double Low, double High)? YRange { get; init; }

    /// <summary>Gets the distance of the numbers along the bottom. Default: null, what gives round ones.</summary>
    public double? XStep { get; init; }
}
