using BelmAgent.Diffusion.Models;
using BelmAgent.Editing.Framing;
using BelmAgent.Editing.Plans;
using BelmAgent.Imaging;

namespace BelmAgent.Editing.Tests.Framing;

/// <summary>What of the source's own detail stays, by the kind of the edit: a striped picture that the model sees, and edits, as plain grey.</summary>
public sealed class FrameComposerTests
{
    private const int Size = 64;
    private const int Working = 16;

    [Theory]
    [InlineData(EditType.ChangeColor, 40, true)]
    [InlineData(EditType.ChangeMaterial, 40, true)]
    [InlineData(EditType.ChangeBackground, 40, true)]
    [InlineData(EditType.ChangeContent, 40, false)]
    [InlineData(EditType.ChangePose, 40, false)]
    [InlineData(EditType.DeleteObject, 40, false)]
    [InlineData(EditType.ChangeStyle, 40, false)]
    [InlineData(EditType.ChangeStyle, 6, false)]
    [InlineData(EditType.DeleteObject, 6, true)]
    [InlineData(EditType.ChangeContent, 6, true)]
    public void Detail_stays_where_the_kind_keeps_it(EditType kind, byte change, bool stays)
    {
        var stripes = new byte[Size * Size * 3];
        for (var k = 0; k < stripes.Length; k++)
        {
            stripes[k] = (byte)(k / 3 % 2 == 0 ? 110 : 130);
        }

        var frame = WorkingFrame.Create(Size, Size, (Working, Working), (_, _) => (Working, Working), PictureFit.Keep);
        var result = FrameComposer.Compose(
            new RgbImage(Size, Size, stripes), frame, Plain(120), Plain((byte)(120 + change)), bound: null, new LatentShape(4, 2, 2), mask: default, [kind], CancellationToken.None);

        var (even, odd) = (result.Pixels[0], result.Pixels[3]);
        Assert.Equal(stays, even != odd);
        Assert.Equal(!stays, even == 120 + change);
    }

    private static RgbImage Plain(byte grey) => RgbImage.Filled(Working, Working, new RgbColor(grey, grey, grey));
}
