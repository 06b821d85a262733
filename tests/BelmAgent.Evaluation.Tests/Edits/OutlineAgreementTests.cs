using BelmAgent.Evaluation.Edits;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;

namespace BelmAgent.Evaluation.Tests.Edits;

/// <summary>Outlines on hand-made pictures: squares on grey.</summary>
public class OutlineAgreementTests
{
    private const int Side = 64;
    private static readonly ImageRegion Left = new(8, 20, 20, 20);
    private static readonly ImageRegion Right = new(36, 20, 20, 20);
    private static readonly ImageMask Everywhere = ImageMask.Create(Side, Side, new ImageRegion(0, 0, Side, Side));

    [Fact]
    public void Equal_pictures_agree_whatever_their_colours()
    {
        var dark = Picture(RgbColor.Black, Left, Right);

        Assert.Equal(1, OutlineAgreement.Of(dark, dark, Everywhere));
        Assert.Equal(1, OutlineAgreement.Of(Picture(RgbColor.White, Left, Right), dark, Everywhere));
    }

    [Fact]
    public void A_pixel_aside_is_the_same_place_and_five_are_not()
    {
        var reference = Picture(RgbColor.Black, Left);

        Assert.Equal(1, OutlineAgreement.Of(Picture(RgbColor.Black, Left with { X = Left.X + 1 }), reference, Everywhere));
        Assert.InRange(OutlineAgreement.Of(Picture(RgbColor.Black, Left with { X = Left.X + 5 }), reference, Everywhere)!.Value, 0.3, 0.8);
    }

    [Fact]
    public void What_vanished_and_what_came_uninvited_both_count()
    {
        var (one, two) = (Picture(RgbColor.Black, Left), Picture(RgbColor.Black, Left, Right));

        // Of two equal parts, one is found: one share is 1, the other a half.
        Assert.Equal(2.0 / 3, OutlineAgreement.Of(one, two, Everywhere)!.Value, 0.01);
        Assert.Equal(2.0 / 3, OutlineAgreement.Of(two, one, Everywhere)!.Value, 0.01);
        Assert.Equal(1, OutlineAgreement.Of(two, one, ImageMask.Create(Side, Side, new ImageRegion(0, 0, 31, Side))));
    }

    [Fact]
    public void A_larger_picture_gives_the_same()
    {
        var (one, two) = (Larger(Picture(RgbColor.Black, Left)), Larger(Picture(RgbColor.Black, Left, Right)));

        Assert.Equal(2.0 / 3, OutlineAgreement.Of(one, two, ImageMask.Create(8 * Side, 8 * Side, new ImageRegion(0, 0, 8 * Side, 8 * Side)))!.Value, 0.05);
    }

    [Fact]
    public void Without_outlines_there_is_nothing_to_agree_on()
    {
        var (flat, square) = (Picture(RgbColor.Black), Picture(RgbColor.Black, Left));

        Assert.Null(OutlineAgreement.Of(square, flat, Everywhere));
        Assert.Equal(0, OutlineAgreement.Of(flat, square, Everywhere));
    }

    private static RgbImage Larger(RgbImage picture)
    {
        const int Scale = 8;
        var pixels = new byte[picture.Pixels.Length * Scale * Scale];
        var width = picture.Width * Scale;
        for (var i = 0; i < pixels.Length; i++)
        {
            var (pixel, channel) = (i / RgbImage.Channels, i % RgbImage.Channels);
            pixels[i] = picture.Pixels[(((pixel / width / Scale * picture.Width) + (pixel % width / Scale)) * RgbImage.Channels) + channel];
        }

        return new RgbImage(width, picture.Height * Scale, pixels);
    }

    private static RgbImage Picture(RgbColor color, params ImageRegion[] squares)
    {
        var pixels = RgbImage.Filled(Side, Side, RgbColor.Grey).Pixels.ToArray();
        foreach (var square in squares)
        {
            for (var y = square.Y; y < square.Bottom; y++)
            {
                for (var x = square.X; x < square.Right; x++)
                {
                    (pixels[((y * Side) + x) * 3], pixels[(((y * Side) + x) * 3) + 1], pixels[(((y * Side) + x) * 3) + 2]) = (color.R, color.G, color.B);
                }
            }
        }

        return new RgbImage(Side, Side, pixels);
    }
}
