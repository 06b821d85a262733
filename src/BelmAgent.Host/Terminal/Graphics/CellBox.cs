using BelmAgent.Imaging;

namespace BelmAgent.Host.Terminal.Graphics;

/// <summary>A rectangle of character cells. A cell is taken to be twice as high as wide, as nearly all are.</summary>
/// <param name="Columns">Width in cells, at least 1.</param>
/// <param name="Rows">Height in cells, at least 1.</param>
internal readonly record struct CellBox(int Columns, int Rows)
{
    private const int MostColumns = 80;
    private const int MostRows = 20;

    /// <summary>Returns the room for a picture in a terminal of this size: with it some lines of the talk stay in sight.</summary>
    public CellBox ForPicture() => new(Math.Clamp(Columns - 2, 1, MostColumns), Math.Clamp(Rows / 2, 1, MostRows));

    /// <summary>Returns the box of a picture at a width.</summary>
    public static CellBox Of(RgbImage image, int columns)
    {
        columns = Math.Max(columns, 1);
        return new(columns, Math.Max((int)Math.Round(columns * (double)image.Height / image.Width / 2, MidpointRounding.AwayFromZero), 1));
    }

    /// <summary>Returns the largest box of a picture that is inside another.</summary>
    public static CellBox Within(RgbImage image, CellBox room)
    {
        var box = Of(image, room.Columns);
        if (box.Rows > room.Rows)
        {
            box = Of(image, (int)(room.Rows * 2.0 * image.Width / image.Height));
        }

        // What is very long is as long as there is room, and no thinner than a cell.
        return box with { Rows = Math.Min(box.Rows, room.Rows) };
    }
}
