using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Tests.Doubles;
using BelmAgent.Mcp.Pictures;

namespace BelmAgent.Mcp.Tests.Pictures;

public sealed class ThumbnailTests
{
    [Theory]
    [InlineData(1600, 900, 150 * 1024)]
    [InlineData(1600, 900, 16 * 1024)]
    [InlineData(300, 2000, 16 * 1024)]
    [InlineData(1, 1, 16 * 1024)]
    public void A_thumbnail_keeps_its_limits_even_of_noise(int width, int height, int maxBytes)
    {
        var jpeg = Thumbnails.Encode(TestImages.Noise(width, height, seed: 1), maxBytes);

        Assert.InRange(jpeg.Length, 1, maxBytes);
        var small = ImageCodec.Decode(jpeg);
        Assert.InRange(Math.Max(small.Width, small.Height), 1, 512);
        Assert.InRange((double)small.Width / small.Height, 0.98 * width / height - 0.02, 1.02 * width / height + 0.02);
    }

    [Fact]
    public void A_small_picture_keeps_its_size()
    {
        var small = ImageCodec.Decode(Thumbnails.Encode(TestImages.Smooth(128, 96), 150 * 1024));

        Assert.Equal((128, 96), (small.Width, small.Height));
    }
}
