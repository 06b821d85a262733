using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using ScottPlot;
using ScottPlot.AxisPanels;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace BelmAgent.Evaluation.Plots;

/// <summary>Draws scatter and line charts with error bars and a legend beside them.</summary>
/// <remarks>Letters come from a font in this assembly, so that a chart looks the same whatever fonts a machine has. Safe to call from any thread.</remarks>
internal static class Chart
{
    private const float MarkerSize = 9;
    private const float LineWidth = 2;
    private const int TicksPerAxis = 8;

    // Lines are set apart by this share of the axis, so that bars at one place do not hide one another.
    private const double Apart = 0.006;
    private static readonly LinePattern[] Patterns = [LinePattern.Solid, LinePattern.Dashed, LinePattern.Dotted, LinePattern.DenselyDashed];

    private static readonly MarkerShape[] Shapes =
    [
        MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledDiamond, MarkerShape.FilledTriangleUp, MarkerShape.FilledTriangleDown,
    ];

    // ScottPlot keeps its fonts in static lists and caches that are not safe to share between threads.
    private static readonly Lock Gate = new();

    /// <summary>Gets the colours of the series, which most people can tell apart (Okabe and Ito 2008, the yellow darkened for white paper).</summary>
    public static IReadOnlyList<RgbColor> Colors { get; } =
    [
        new(0, 114, 178), new(213, 94, 0), new(0, 158, 115), new(204, 121, 167), new(150, 130, 0), new(86, 180, 233), new(230, 159, 0), new(70, 70, 70),
    ];

    /// <summary>Draws the points of each series, without lines between them.</summary>
    public static RgbImage Scatter(ChartFrame frame, IReadOnlyList<ChartSeries> series) => Draw(frame, series, joined: false);

    /// <summary>Draws each series as a line from point to point.</summary>
    public static RgbImage Lines(ChartFrame frame, IReadOnlyList<ChartSeries> series) => Draw(frame, series, joined: true);

    private static RgbImage Draw(ChartFrame frame, IReadOnlyList<ChartSeries> series, bool joined)
    {
        var shown = series.Select(one => one with { Points = [.. one.Points.Where(point => point.IsFinite)] }).Where(one => one.Points.Count > 0).ToList();
        lock (Gate)
        {
            using var plot = new Plot();
            var xs = shown.SelectMany(one => one.Points).Select(point => point.X).DefaultIfEmpty().ToList();
            for (var i = 0; i < shown.Count; i++)
            {
                var shift = joined ? (i - ((shown.Count - 1) / 2.0)) * Apart * (xs.Max() - xs.Min()) : 0;
                Add(plot, shown[i], i, joined, shift);
            }

            Dress(plot, frame, legend: shown.Any(one => one.Name.Length > 0));
            return ImageCodec.Decode(plot.GetImage(frame.Width, frame.Height).GetImageBytes(ImageFormat.Png));
        }
    }

    private static void Add(Plot plot, ChartSeries series, int index, bool joined, double shift)
    {
        var rgb = Colors[index % Colors.Count];
        var color = new Color(rgb.R, rgb.G, rgb.B);
        var (xs, ys) = (series.Points.Select(point => point.X + shift).ToArray(), series.Points.Select(point => point.Y).ToArray());
        if (series.Points.Any(point => point.XInterval is not null || point.YInterval is not null))
        {
            // Its constructor takes all four by position; names cannot be mixed up.
            plot.Add.Plottable(new ErrorBar(xs, ys, null, null, null, null)
            {
                XErrorNegative = [.. series.Points.Select(point => point.XInterval is { } range ? point.X - range.Low : 0)],
                XErrorPositive = [.. series.Points.Select(point => point.XInterval is { } range ? range.High - point.X : 0)],
                YErrorNegative = [.. series.Points.Select(point => point.YInterval is { } range ? point.Y - range.Low : 0)],
                YErrorPositive = [.. series.Points.Select(point => point.YInterval is { } range ? range.High - point.Y : 0)],
                Color = color.WithAlpha(0.5),
                CapSize = 3,
            });
        }

        var scatter = plot.Add.Scatter(xs, ys, color);
        scatter.LegendText = series.Name;
        scatter.MarkerShape = Shapes[index % Shapes.Length];
        scatter.MarkerSize = MarkerSize;
        scatter.LineWidth = joined ? LineWidth : 0;
        // Where lines lie on one another, the lower ones show in the gaps of the upper ones.
        scatter.LinePattern = Patterns[index % Patterns.Length];
    }

    private static void Dress(Plot plot, ChartFrame frame, bool legend)
    {
        ChartFont.Use(plot);
        plot.Title(frame.Title, 17);
        plot.Axes.Title.Label.Bold = false;
        plot.XLabel(frame.XLabel, 14);
        plot.YLabel(frame.YLabel, 14);
        foreach (var axis in plot.Axes.GetAxes().OfType<AxisBase>())
        {
            axis.LabelStyle.Bold = false;
            axis.TickLabelStyle.FontSize = 13;
            axis.MinorTickStyle.Length = 0;
            axis.PaddingOutsideAxisLabels = new PixelPadding(12);
        }

        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Axes.Bottom.TickGenerator = frame.XStep is { } step ? new NumericFixedInterval(step) : new NumericAutomatic { TargetTickCount = TicksPerAxis };
        plot.Axes.Left.TickGenerator = new NumericAutomatic { TargetTickCount = TicksPerAxis };

        plot.Axes.AutoScale();
        if (frame.YRange is { } range)
        {
            var room = 0.06 * (range.High - range.Low);
            plot.Axes.SetLimitsY(range.Low - room, range.High + room);
        }

        if (legend)
        {
            plot.Legend.OutlineWidth = 0;
            plot.Legend.ShadowColor = ScottPlot.Colors.Transparent;
            plot.Legend.FontSize = 13;
            plot.Legend.SymbolWidth = 32;
            plot.ShowLegend(Edge.Right).Alignment = Alignment.UpperLeft;
        }
    }
}
