using BelmAgent.Host.Terminal;
using BelmAgent.Imaging;

namespace BelmAgent.Host.Tests.Terminal.Graphics;

public class CellBoxTests
{
    [Theory]
    [InlineData(64, 64, 40, 20)]
    [InlineData(136, 64, 80, 19)]
    [InlineData(640, 1, 40, 1)]
    [InlineData(64, 64, 1, 1)]
    public void A_picture_keeps_its_shape(int width, int height, int columns, int rows) =>
        Assert.Equal(new CellBox(columns, rows), CellBox.Fit(Picture(width, height), columns));

    [Theory]
    [InlineData(64, 64)]
    [InlineData(1000, 10)]
    [InlineData(10, 1000)]
    [InlineData(1, 1)]
    public void It_fits_into_the_room_that_there_is(int width, int height)
    {
        foreach (var room in (CellBox[])[new(80, 20), new(10, 3), new(1, 1)])
        {
            var box = CellBox.Within(Picture(width, height), room);

            Assert.InRange(box.Columns, 1, room.Columns);
            Assert.InRange(box.Rows, 1, room.Rows);
        }
    }

    private static RgbImage Picture(int width, int height) => RgbImage.Filled(width, height, RgbColor.Grey);
}
