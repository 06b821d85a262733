using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Imaging.Tests.Comparison;

/// <summary>Masks select, invert and grow.</summary>
public sealed class ImageMaskTests
{
    [Fact]
    public void A_region_and_its_inverse_share_out_the_picture()
    {
        var mask = ImageMask.Create(5, 4, new ImageRegion(1, 2, 3, 2));
        Assert.Equal(6, mask.Count);
        Assert.Equal(14, mask.Inverted().Count);
        Assert.True(mask[1, 2] && mask[3, 3] && !mask[0, 2] && !mask[4, 3] && !mask[1, 1]);
        Assert.False(mask.Inverted()[1, 2]);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 9)]
    [InlineData(2, 20)]
    [InlineData(9, 42)]
    public void Grows_by_a_square_within_the_picture(int radius, int count)
    {
        var grown = ImageMask.Create(7, 6, new ImageRegion(4, 1, 1, 1)).Dilated(radius);
        Assert.Equal(count, grown.Count);
        Assert.True(grown[4, 1]);
    }

    [Fact]
    public void Is_held_to_its_size()
    {
        Assert.Throws<ArgumentException>(() => new ImageMask(2, 2, new bool[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageMask(0, 2, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageMask.Create(4, 4, new ImageRegion(2, 2, 3, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageMask(1, 1, [true]).Dilated(-1));
    }
}
