using System.Text.RegularExpressions;
using BelmAgent.Host.Terminal;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Tests.Doubles;

namespace BelmAgent.Host.Tests.Terminal.Graphics;

/// <summary>The protocols that carry a PNG: a terminal would decode it to the picture.</summary>
public partial class PngProtocolTests
{
    [Theory]
    [InlineData(8, 8)]
    [InlineData(200, 100)]
    public void Kitty_gets_the_picture_in_chunks(int width, int height)
    {
        var picture = TestImages.Noise(width, height, seed: 1);

        var text = KittyImage.Encode(picture, CellBox.Fit(picture, 20));

        var chunks = KittyChunk().Matches(text);
        Assert.Equal(text.Length, chunks.Sum(chunk => chunk.Length));
        Assert.Equal($"a=T,f=100,q=2,c=20,r={20 * height / width / 2}", chunks[0].Groups["keys"].Value);
        Assert.All(chunks.Skip(1), chunk => Assert.Equal("q=2", chunk.Groups["keys"].Value));
        Assert.All(chunks.SkipLast(1), chunk => Assert.Equal(("1", 4096), (chunk.Groups["more"].Value, chunk.Groups["data"].Length)));
        Assert.Equal("0", chunks[^1].Groups["more"].Value);
        Assert.InRange(chunks[^1].Groups["data"].Length, 1, 4096);
        Assert.True(Decode(string.Concat(chunks.Select(chunk => chunk.Groups["data"].Value))).ContentEquals(picture));
    }

    [Fact]
    public void ITerm2_gets_the_picture_in_one_piece()
    {
        var picture = TestPicture.Gradient(64, 64);

        var file = ITerm2File().Match(ITerm2Image.Encode(picture, new(30, 15)));

        Assert.True(file.Success);
        var bytes = Convert.FromBase64String(file.Groups["data"].Value);
        Assert.Equal($"inline=1;size={bytes.Length};width=30;height=15;preserveAspectRatio=1", file.Groups["keys"].Value);
        Assert.True(Decode(file.Groups["data"].Value).ContentEquals(picture));
    }

    [Fact]
    public void What_the_cells_could_not_show_is_not_sent()
    {
        var sent = Decode(ITerm2File().Match(ITerm2Image.Encode(TestPicture.Gradient(1000, 500), new(10, 3))).Groups["data"].Value);

        Assert.Equal((200, 100), (sent.Width, sent.Height));
    }

    private static RgbImage Decode(string base64) => ImageCodec.Decode(Convert.FromBase64String(base64), ImageLimits.Default, null);

    [GeneratedRegex(@"\e_G(?<keys>[^;]*),m=(?<more>[01]);(?<data>[A-Za-z0-9+/=]+)\e\\")]
    private static partial Regex KittyChunk();

    [GeneratedRegex(@"^\e\]1337;File=(?<keys>[^:]*):(?<data>[A-Za-z0-9+/=]+)\a$")]
    private static partial Regex ITerm2File();
}
