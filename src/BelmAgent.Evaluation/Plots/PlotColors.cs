using BelmAgent.Imaging;

namespace BelmAgent.Evaluation.Plots;

/// <summary>Colours that are told apart by most eyes (Okabe and Ito 2008, the yellow darkened for white paper).</summary>
internal static class PlotColors
{
    private static readonly RgbColor[] All =
    [
        new(0, 114, 178), new(213, 94, 0), new(0, 158, 115), new(204, 121, 167), new(150, 130, 0), new(86, 180, 233), new(230, 159, 0), new(70, 70, 70),
    ];

    public static RgbColor Axis => new(110, 110, 110);

    public static RgbColor Grid => new(228, 228, 228);

    public static RgbColor Of(int series) => All[series % All.Length];
}
