using BelmAgent.Imaging.Comparison;
using BelmAgent.Imaging.Tests.Doubles;

namespace BelmAgent.Imaging.Tests.Comparison;

/// <summary>Sheets contain every picture completely, each in its place.</summary>
public sealed class ContactSheetTests
{
    [Fact]
    public void Before_and_after_lie_side_by_side()
    {
        var (before, after) = (TestImages.Noise(20, 10, seed: 1), TestImages.Noise(12, 6, seed: 2));
        var sheet = ContactSheet.SideBySide([before, after], gap: 4, background: new RgbColor(1, 2, 3));
        Assert.Equal((36, 10), (sheet.Width, sheet.Height));
        TestImages.AssertClose(before, sheet.Crop(new ImageRegion(0, 0, 20, 10)));
        TestImages.AssertClose(after, sheet.Crop(new ImageRegion(24, 2, 12, 6)));
        Assert.Equal(new RgbColor(1, 2, 3), sheet[21, 5]);
        Assert.Equal(new RgbColor(1, 2, 3), sheet[30, 0]);
    }

    [Fact]
    public void A_grid_has_columns_as_wide_as_their_widest()
    {
        RgbImage[] images = [TestImages.Noise(4, 4, 1), TestImages.Noise(8, 4, 2), TestImages.Noise(6, 10, 3)];
        var sheet = ContactSheet.Grid(images, columns: 2, gap: 1);
        Assert.Equal((15, 15), (sheet.Width, sheet.Height));
        TestImages.AssertClose(images[0], sheet.Crop(new ImageRegion(1, 0, 4, 4)));
        TestImages.AssertClose(images[1], sheet.Crop(new ImageRegion(7, 0, 8, 4)));
        TestImages.AssertClose(images[2], sheet.Crop(new ImageRegion(0, 5, 6, 10)));
        Assert.Equal(RgbColor.White, sheet[14, 14]);
    }

    [Fact]
    public void Fewer_pictures_than_columns_leave_no_empty_columns() =>
        Assert.Equal(4, ContactSheet.Grid([TestImages.Noise(4, 4, 1)], columns: 5).Width);

    [Fact]
    public void An_empty_sheet_is_refused()
    {
        Assert.Throws<ArgumentException>(() => ContactSheet.SideBySide([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContactSheet.Grid([RgbImage.Filled(1, 1, RgbColor.Grey)], columns: 0));
    }
}
