namespace BelmAgent.Evaluation.Plots;

/// <summary>Points of one name: a line, or a single labelled point.</summary>
/// <param name="Name">What the legend or the label says; ASCII.</param>
/// <param name="Points">Its points in the plot's own units; those that are not finite are left out.</param>
public sealed record PlotSeries(string Name, IReadOnlyList<(double X, double Y)> Points);
