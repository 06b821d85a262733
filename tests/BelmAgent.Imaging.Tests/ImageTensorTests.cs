using BelmAgent.Imaging.Tests.Doubles;

namespace BelmAgent.Imaging.Tests;

/// <summary>Pictures as tensors [1, 3, H, W] in [−1, 1], and back.</summary>
public sealed class ImageTensorTests
{
    [Fact]
    public void Every_byte_survives_the_way_there_and_back()
    {
        var all = TestImages.Of(16, 16, (x, y) => new RgbColor((byte)((16 * y) + x), (byte)(255 - (16 * y) - x), (byte)((16 * x) + y)));
        Assert.Equal(256, all.Pixels.ToArray().Distinct().Count());
        TestImages.AssertClose(all, ImageTensor.FromTensor(ImageTensor.ToTensor(all), 16, 16));
    }

    [Fact]
    public void Channels_are_planes_and_rows_are_rows()
    {
        var image = new RgbImage(3, 2, [0, 51, 102, 153, 204, 255, 0, 0, 0, 255, 255, 255, 51, 51, 51, 102, 153, 204]);
        float[] expected =
        [
            -1f, 0.2f, -1f, 1f, -0.6f, -0.2f,
            -0.6f, 0.6f, -1f, 1f, -0.6f, 0.2f,
            -0.2f, 1f, -1f, 1f, -0.6f, 0.6f,
        ];
        Assert.Equal(expected, ImageTensor.ToTensor(image), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void Values_are_rounded_and_clamped()
    {
        Assert.Equal<byte>([0, 128, 0, 255, 128, 255], ImageTensor.FromTensor([-1.5f, 3f, 0.0038f, 0.0040f, -1f, 1f], 2, 1).Pixels);
        Assert.Equal<byte>([129, 129, 130], ImageTensor.FromTensor([1.6f / 127.5f, 1.4f / 127.5f, 2.6f / 127.5f], 1, 1).Pixels);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void An_overflowed_model_is_not_hidden(float value)
    {
        var error = Assert.Throws<NotFiniteNumberException>(() => ImageTensor.FromTensor([0, value, 0], 1, 1));
        Assert.Equal(value, error.OffendingNumber);
    }

    [Fact]
    public void Lengths_must_agree()
    {
        Assert.Equal(3 * 5 * 7, ImageTensor.Length(5, 7));
        Assert.Throws<ArgumentException>(() => ImageTensor.FromTensor(new float[11], 2, 2));
        Assert.Throws<ArgumentException>(() => ImageTensor.ToTensor(RgbImage.Filled(2, 2, RgbColor.Grey), new float[13]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageTensor.FromTensor([], 0, 2));
    }
}
