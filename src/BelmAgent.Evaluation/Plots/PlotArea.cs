using System.Globalization;
using BelmAgent.Imaging;

namespace BelmAgent.Evaluation.Plots;

/// <summary>The rectangle that points lie in, and the scales along its sides.</summary>
internal sealed class PlotArea
{
    private const double TextSize = 11;
    private const double TitleSize = 14;
    private readonly PlotScale _x;
    private readonly PlotScale _y;

    private PlotArea(PlotCanvas canvas, double legendWidth, PlotScale x, PlotScale y)
    {
        (Left, Top, Right, Bottom) = (86, 56, canvas.Width - 32 - legendWidth, canvas.Height - 66);
        (_x, _y) = (x, y);
    }

    public double Left { get; }

    public double Top { get; }

    public double Right { get; }

    public double Bottom { get; }

    /// <summary>Draws the frame for some points.</summary>
    public static PlotArea Draw(PlotCanvas canvas, PlotFrame frame, IReadOnlyList<PlotSeries> series, double legendWidth)
    {
        var points = series.SelectMany(one => one.Points).ToList();
        var area = new PlotArea(canvas, legendWidth, PlotScale.Of(points.Select(point => point.X), null, frame.XStep), PlotScale.Of(points.Select(point => point.Y), frame.YRange, null));
        area.DrawTicks(canvas);
        area.DrawText(canvas, frame);
        return area;
    }

    /// <summary>Returns where a point lies on the canvas.</summary>
    public (double X, double Y) At((double X, double Y) point) =>
        (double.Lerp(Left, Right, _x.Share(point.X)), double.Lerp(Bottom, Top, _y.Share(point.Y)));

    private void DrawTicks(PlotCanvas canvas)
    {
        foreach (var tick in _x.Ticks())
        {
            var (x, text) = (At((tick, 0)).X, _x.Text(tick));
            canvas.Line((x, Top), (x, Bottom), 1, PlotColors.Grid);
            canvas.Text(text, x - (StrokeFont.WidthOf(text, TextSize) / 2), Bottom + 20, TextSize, RgbColor.Black);
        }

        foreach (var tick in _y.Ticks())
        {
            var (y, text) = (At((0, tick)).Y, _y.Text(tick));
            canvas.Line((Left, y), (Right, y), 1, PlotColors.Grid);
            canvas.Text(text, Left - 10 - StrokeFont.WidthOf(text, TextSize), y + (TextSize / 2), TextSize, RgbColor.Black);
        }

        canvas.Line((Left, Top), (Left, Bottom), 1.4, PlotColors.Axis);
        canvas.Line((Left, Bottom), (Right, Bottom), 1.4, PlotColors.Axis);
    }

    private void DrawText(PlotCanvas canvas, PlotFrame frame)
    {
        canvas.Text(frame.Title, Left, 32, TitleSize, RgbColor.Black);
        canvas.Text(frame.XLabel, ((Left + Right) / 2) - (StrokeFont.WidthOf(frame.XLabel, TextSize) / 2), canvas.Height - 18, TextSize, RgbColor.Black);
        canvas.TextUpwards(frame.YLabel, 22, ((Top + Bottom) / 2) + (StrokeFont.WidthOf(frame.YLabel, TextSize) / 2), TextSize, RgbColor.Black);
    }

    /// <summary>Round numbers along one side.</summary>
    private sealed record PlotScale(double Low, double High, double Step)
    {
        private const int About = 7;

        public static PlotScale Of(IEnumerable<double> values, (double Low, double High)? range, double? step)
        {
            var (low, high) = values.Concat(range is { } ends ? [ends.Low, ends.High] : [])
                .Aggregate((Low: double.PositiveInfinity, High: double.NegativeInfinity), (found, value) => (Math.Min(found.Low, value), Math.Max(found.High, value)));
            if (!double.IsFinite(low))
            {
                return new(0, 1, 0.2);
            }

            // One value alone, or none that differ, still needs a scale around it.
            var room = high > low ? 0.06 * (high - low) : Math.Max(Math.Abs(high) * 0.1, 0.05);
            return new(low - room, high + room, step ?? Round((high - low + (2 * room)) / About));
        }

        public double Share(double value) => (value - Low) / (High - Low);

        public IEnumerable<double> Ticks()
        {
            for (var i = (long)Math.Ceiling(Low / Step); i * Step <= High; i++)
            {
                yield return i * Step;
            }
        }

        public string Text(double tick) => Math.Round(tick, 10).ToString(Step < 1 ? $"F{(int)Math.Ceiling(-Math.Log10(Step) - 1e-9)}" : "0", CultureInfo.InvariantCulture);

        // The next of 1, 2 and 5 times a power of ten.
        private static double Round(double raw)
        {
            var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
            return power * (raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        }
    }
}
