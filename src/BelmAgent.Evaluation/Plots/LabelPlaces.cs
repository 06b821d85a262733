using BelmAgent.Imaging;

namespace BelmAgent.Evaluation.Plots;

/// <summary>Puts labels beside their points where they hide least: no other label, no mark, nothing outside the area.</summary>
internal sealed class LabelPlaces(PlotCanvas canvas, PlotArea area, IReadOnlyList<(double X, double Y)> marks)
{
    private const double Reach = 8;
    private readonly List<Box> _taken = [.. marks.Select(mark => new Box(mark.X - 6, mark.Y - 6, mark.X + 6, mark.Y + 6))];

    public void Place((double X, double Y) point, string text, double size, RgbColor color)
    {
        var width = StrokeFont.WidthOf(text, size);
        var best = Candidates(point, width, size).MinBy(Cost);
        _taken.Add(best);
        var (x, y) = ((best.Left + best.Right) / 2, (best.Top + best.Bottom) / 2);
        // A label that had to go far is tied to its point.
        if (double.Hypot(x - point.X, y - point.Y) > (width / 2) + (3 * Reach))
        {
            canvas.Line(point, (Math.Clamp(point.X, best.Left, best.Right), Math.Clamp(point.Y, best.Top, best.Bottom)), 1, PlotColors.Axis);
        }

        canvas.Text(text, best.Left + 1, best.Bottom - 3, size, color);
    }

    private static IEnumerable<Box> Candidates((double X, double Y) point, double width, double size)
    {
        var height = size + 6;
        foreach (var distance in (double[])[Reach, 2 * Reach, 4 * Reach, 6 * Reach, 9 * Reach])
        {
            foreach (var (across, down) in ((double, double)[])[(1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1)])
            {
                var x = point.X + (across * distance) + (across switch { > 0 => 0, < 0 => -width, _ => -width / 2 });
                var y = point.Y + (down * distance) + (down switch { > 0 => 0, < 0 => -height, _ => -height / 2 });
                yield return new Box(x, y, x + width + 2, y + height);
            }
        }
    }

    // Candidates come nearest first, and the first of equal cost wins.
    private double Cost(Box box)
    {
        var outside = Math.Max(0, area.Left - box.Left) + Math.Max(0, box.Right - area.Right) + Math.Max(0, area.Top - box.Top) + Math.Max(0, box.Bottom - area.Bottom);
        return (1000 * outside) + _taken.Sum(box.Overlap);
    }

    private readonly record struct Box(double Left, double Top, double Right, double Bottom)
    {
        public double Overlap(Box other) =>
            Math.Max(0, Math.Min(Right, other.Right) - Math.Max(Left, other.Left)) * Math.Max(0, Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top));
    }
}
