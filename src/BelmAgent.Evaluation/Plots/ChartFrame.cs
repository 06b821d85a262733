namespace BelmAgent.Evaluation.Plots;

/// <summary>The title, axes and size of a chart.</summary>
/// <param name="Title">The title.</param>
/// <param name="XLabel">The name of the horizontal axis, with its unit.</param>
/// <param name="YLabel">The name of the vertical axis, with its unit.</param>
internal sealed record ChartFrame(string Title, string XLabel, string YLabel)
{
    /// <summary>Gets the width in pixels, at least 300. Default: 1120.</summary>
    public int Width { get; init; } = 1120;

    /// <summary>Gets the height in pixels, at least 200. Default: 700.</summary>
    public int Height { get; init; } = 700;

    /// <summary>Gets the lowest and highest value of the vertical axis. Default: null, chosen to fit the points.</summary>
    public (double Low, double High)? YRange { get; init; }

    /// <summary>Gets the distance between ticks of the horizontal axis. Default: null, chosen to give round numbers.</summary>
    public int? XStep { get; init; }
}

/// <summary>Points under one name: a line, or a single point.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="Points">The points, in the units of the axes; those that are not finite are left out.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<ChartPoint> Points);

/// <summary>One point, with error bars where intervals are given.</summary>
/// <param name="X">The value on the horizontal axis.</param>
/// <param name="Y">The value on the vertical axis.</param>
/// <param name="XInterval">The confidence interval of <paramref name="X"/>.</param>
/// <param name="YInterval">The confidence interval of <paramref name="Y"/>.</param>
internal readonly record struct ChartPoint(double X, double Y, ConfidenceInterval? XInterval = null, ConfidenceInterval? YInterval = null)
{
    public bool IsFinite => double.IsFinite(X) && double.IsFinite(Y);
}
