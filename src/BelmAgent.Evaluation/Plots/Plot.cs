using BelmAgent.Imaging;

namespace BelmAgent.Evaluation.Plots;

/// <summary>Plots as pictures: a scatter of labelled points, or lines with a legend.</summary>
/// <remarks>
/// Draws by itself, with letters of its own: what comes out is the same on every machine, whatever fonts it has. Stateless; safe to call from any thread.
/// </remarks>
public static class Plot
{
    private const double Mark = 5;
    private const double TextSize = 11;
    private const int MostUnder = 3;

    /// <summary>Points with their names beside them.</summary>
    /// <param name="frame">Title and axes.</param>
    /// <param name="points">The points; of each series, all are marked and the first is labelled.</param>
    public static RgbImage Scatter(PlotFrame frame, IReadOnlyList<PlotSeries> points)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(points);
        var shown = Finite(points);
        var canvas = new PlotCanvas(frame.Width, frame.Height);
        var area = PlotArea.Draw(canvas, frame, shown, legendWidth: 0);
        var marks = shown.SelectMany((series, i) => series.Points.Select(point => (At: area.At(point), Series: i))).ToList();
        foreach (var ((x, y), series) in marks)
        {
            canvas.Dot(x, y, Mark, PlotColors.Of(series));
        }

        var labels = new LabelPlaces(canvas, area, [.. marks.Select(mark => mark.At)]);
        for (var i = 0; i < shown.Count; i++)
        {
            labels.Place(area.At(shown[i].Points[0]), shown[i].Name, TextSize, PlotColors.Of(i));
        }

        return canvas.ToImage();
    }

    /// <summary>Lines, and a legend beside them.</summary>
    /// <param name="frame">Title and axes.</param>
    /// <param name="lines">The lines, each from left to right.</param>
    public static RgbImage Lines(PlotFrame frame, IReadOnlyList<PlotSeries> lines)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(lines);
        var shown = Finite(lines);
        var canvas = new PlotCanvas(frame.Width, frame.Height);
        var legend = shown.Count == 0 ? 0 : shown.Max(line => StrokeFont.WidthOf(line.Name, TextSize)) + 60;
        var area = PlotArea.Draw(canvas, frame, shown, legend);
        for (var i = 0; i < shown.Count; i++)
        {
            // Where lines lie on one another, the lower ones look out at the sides.
            var (color, under) = (PlotColors.Of(i), Math.Min(shown.Count - 1 - i, MostUnder));
            var points = shown[i].Points.Select(area.At).ToList();
            for (var k = 1; k < points.Count; k++)
            {
                canvas.Line(points[k - 1], points[k], 2 + (3 * under), color);
            }

            points.ForEach(point => canvas.Dot(point.X, point.Y, Mark + (2 * under), color));
            var y = area.Top + 10 + (i * 22);
            canvas.Line((area.Right + 16, y), (area.Right + 40, y), 2, color);
            canvas.Dot(area.Right + 28, y, Mark, color);
            canvas.Text(shown[i].Name, area.Right + 48, y + (TextSize / 2), TextSize, RgbColor.Black);
        }

        return canvas.ToImage();
    }

    private static List<PlotSeries> Finite(IReadOnlyList<PlotSeries> series) =>
    [
        .. series.Select(one => one with { Points = [.. one.Points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))] })
            .Where(one => one.Points.Count > 0),
    ];
}
