using BelmAgent.Imaging;

namespace BelmAgent.Host.Terminal;

/// <summary>A rectangle of character cells. A cell is assumed to be twice as high as wide, as almost all are.</summary>
/// <param name="Columns">Width in cells, at least 1.</param>
/// <param name="Rows">Height in cells, at least 1.</param>
internal readonly record struct CellBox(int Columns, int Rows)
{
    private const int MaxColumns = 80;
    private const int MaxRows = 20;

    /// <summary>Returns the space for a picture in a terminal of this size, which leaves some lines of the conversation visible.</summary>
    public CellBox ForPicture() => new(Math.Clamp(Columns - 2, 1, MaxColumns), Math.Clamp(Rows / 2, 1, MaxRows));

    /// <summary>Returns the box of a picture at a width.</summary>
    public static CellBox Fit(RgbImage image, int columns)
    {
        columns = Math.Max(columns, 1);
        return new(columns, Math.Max((int)Math.Round(columns * (double)image.Height / image.Width / 2, MidpointRounding.AwayFromZero), 1));
    }

    /// <summary>Returns the largest box of a picture that fits in another one.</summary>
    public static CellBox Within(RgbImage image, CellBox room)
    {
        var box = Fit(image, room.Columns);
        if (box.Rows > room.Rows)
        {
            box = Fit(image, (int)(room.Rows * 2.0 * image.Width / image.Height));
        }

        // A very long picture is limited by the space, and at least one cell thick.
        return box with { Rows = Math.Min(box.Rows, room.Rows) };
    }
}
