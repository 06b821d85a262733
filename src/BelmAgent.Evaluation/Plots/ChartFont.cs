using ScottPlot;
using SkiaSharp;

namespace BelmAgent.Evaluation.Plots;

/// <summary>The font of charts and headings, Roboto, read from this assembly.</summary>
internal sealed class ChartFont : IFontResolver
{
    private const string Name = "Roboto";

    static ChartFont() => Fonts.FontResolvers.Insert(0, new ChartFont());

    private ChartFont()
    {
    }

    /// <summary>Gets the font; it lives as long as the process.</summary>
    public static SKTypeface Typeface { get; } = Load();

    /// <summary>Sets the font of all that a chart has so far.</summary>
    public static void Use(Plot plot) => plot.Font.Set(Name);

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Name ? Load() : null;

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) => CreateTypeface(fontName, bold: false, italic: false);

    private static SKTypeface Load()
    {
        using var file = typeof(ChartFont).Assembly.GetManifestResourceStream("Roboto-Regular.ttf")!;
        using var data = SKData.Create(file);
        return SKTypeface.FromData(data);
    }
}
