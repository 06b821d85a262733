namespace BelmAgent.Imaging.Tests;

/// <summary>Pictures of bytes.</summary>
public sealed class RgbImageTests
{
    private static readonly RgbImage Image = new(2, 2, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

    [Fact]
    public void Pixels_and_rows_are_where_they_belong()
    {
        Assert.Equal(new RgbColor(4, 5, 6), Image[1, 0]);
        Assert.Equal(new RgbColor(7, 8, 9), Image[0, 1]);
        Assert.Equal<byte>([7, 8, 9, 10, 11, 12], Image.Row(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Image[2, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Image[-1, 1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Image.Row(2).Length);
    }

    [Fact]
    public void Crop_copies_a_part()
    {
        Assert.Equal<byte>([4, 5, 6, 10, 11, 12], Image.Crop(new ImageRegion(1, 0, 1, 2)).Pixels);
        Assert.Throws<ArgumentOutOfRangeException>(() => Image.Crop(new ImageRegion(1, 0, 2, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Image.Crop(new ImageRegion(0, 0, 0, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Image.Crop(new ImageRegion(int.MaxValue, 0, int.MaxValue, 1)));
    }

    [Fact]
    public void Content_is_size_and_bytes()
    {
        Assert.True(Image.ContentEquals(new RgbImage(2, 2, Image.Pixels.ToArray())));
        Assert.False(Image.ContentEquals(new RgbImage(4, 1, Image.Pixels.ToArray())));
        Assert.False(Image.ContentEquals(RgbImage.Filled(2, 2, RgbColor.White)));
    }

    [Fact]
    public void Sizes_are_checked_without_overflow()
    {
        Assert.Throws<ArgumentException>(() => new RgbImage(2, 2, new byte[11]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RgbImage(0, 2, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RgbImage(2, -1, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RgbImage(1 << 20, 1 << 12, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => RgbImage.Filled(1 << 16, 1 << 16, RgbColor.White));
    }
}
