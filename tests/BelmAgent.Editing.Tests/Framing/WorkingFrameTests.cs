using BelmAgent.Diffusion.Models;
using BelmAgent.Editing.Framing;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Imaging;

namespace BelmAgent.Editing.Tests.Framing;

/// <summary>Pictures of any size in a model's working picture, and masks with them.</summary>
public sealed class WorkingFrameTests
{
    private static readonly (int, int) Native = (128, 128);

    [Theory]
    [InlineData(512, 384, 160, 128, 160, 128)]
    [InlineData(384, 512, 128, 160, 128, 160)]
    [InlineData(900, 300, 320, 128, 320, 107)]
    public void A_picture_near_the_working_shape_fills_it(int width, int height, int workingWidth, int workingHeight, int placedWidth, int placedHeight)
    {
        var frame = Create(width, height, PictureFit.Keep, (workingWidth, workingHeight));

        Assert.True(frame.ShowsAll);
        Assert.Equal((workingWidth, workingHeight), (frame.Width, frame.Height));
        Assert.Equal((placedWidth, placedHeight), (frame.Placed.Width, frame.Placed.Height));
    }

    [Fact]
    public void A_picture_of_the_working_size_is_the_working_picture()
    {
        var image = RgbImage.Filled(128, 128, RgbColor.Grey);
        var frame = Create(128, 128, PictureFit.Keep, Native);

        Assert.Same(image, frame.View(image));
        Assert.Same(image, frame.Shown(image));
        Assert.Null(frame.Key);
        Assert.Null(frame.SizeNote);
    }

    [Fact]
    public void Padding_and_cropping_are_undone_by_what_is_shown()
    {
        var image = RgbImage.Filled(300, 100, new RgbColor(10, 200, 30));
        var padded = Create(300, 100, PictureFit.Pad, Native);
        var cropped = Create(300, 100, PictureFit.Crop, Native);

        Assert.Equal(new ImageRegion(0, 0, 300, 100), padded.Region);
        Assert.Equal((128, 43), (padded.Placed.Width, padded.Placed.Height));
        Assert.Equal((128, 128), (padded.View(image).Width, padded.View(image).Height));
        Assert.Equal((128, 43), (padded.Shown(padded.View(image)).Width, padded.Shown(padded.View(image)).Height));
        Assert.Equal(new ImageRegion(100, 0, 100, 100), cropped.Region);
        Assert.NotEqual(padded.Key, cropped.Key);
    }

    [Fact]
    public void A_window_is_all_that_the_model_sees()
    {
        var window = new ImageRegion(40, 60, 64, 64);
        var frame = WorkingFrame.Create(400, 300, Native, (_, _) => Native, PictureFit.Keep, window);

        Assert.Equal(window, frame.Region);
        Assert.False(frame.ShowsAll);
        Assert.Contains("only 64×64 pixels of the image, at 40,60", frame.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mask_opens_every_cell_that_shows_one_of_its_pixels_and_no_other()
    {
        var pixels = new byte[512 * 384 * 3];
        pixels.AsSpan(((300 * 512) + 500) * 3, 3).Fill(255);
        var mask = new RgbImage(512, 384, pixels);

        var whole = EditMask.ToCells(EditMask.Read(mask), Create(512, 384, PictureFit.Keep, (160, 120)), new LatentShape(4, 15, 20));
        var outside = EditMask.ToCells(EditMask.Read(mask), Create(512, 384, PictureFit.Crop, Native), new LatentShape(4, 16, 16));
        var padded = EditMask.ToCells(EditMask.Read(mask), Create(512, 384, PictureFit.Pad, Native), new LatentShape(4, 16, 16));

        // 500 / 512 of 20 cells and 300 / 384 of 15; padded, the 96 rows begin at row 16, so (16 + 75) / 8.
        Assert.Equal([(11 * 20) + 19], Open(whole));
        Assert.Empty(Open(outside));
        Assert.Equal([(11 * 16) + 15], Open(padded));
        Assert.Equal(new ImageRegion(500, 300, 1, 1), EditMask.Bounds(EditMask.Read(mask)));
    }

    [Fact]
    public void A_mask_of_a_small_picture_leaves_no_cell_closed_between_its_pixels()
    {
        var mask = RgbImage.Filled(5, 5, RgbColor.White);

        var cells = EditMask.ToCells(EditMask.Read(mask), Create(5, 5, PictureFit.Keep, Native), new LatentShape(4, 16, 16));

        Assert.All(cells, cell => Assert.Equal(1, cell));
    }

    [Fact]
    public void A_masks_seam_lies_within_it_and_is_as_wide_as_the_scale()
    {
        var pixels = new byte[64 * 64 * 3];
        for (var y = 0; y < 64; y++)
        {
            pixels.AsSpan((y * 64 * 3) + (32 * 3), 32 * 3).Fill(255);
        }

        var (fine, coarse) = (EditMask.Weights(EditMask.Read(new RgbImage(64, 64, pixels)), 1), EditMask.Weights(EditMask.Read(new RgbImage(64, 64, pixels)), 4));

        Assert.All(Enumerable.Range(0, 64), y => Assert.All(Enumerable.Range(0, 32), x => Assert.Equal(0, coarse[(y * 64) + x])));
        Assert.Equal((1f, 1f), (fine[63], coarse[63]));
        Assert.InRange(fine.Count(weight => weight is > 0 and < 1), 1, (coarse.Count(weight => weight is > 0 and < 1) / 2) - 1);
    }

    private static WorkingFrame Create(int width, int height, PictureFit fit, (int, int) size) => WorkingFrame.Create(width, height, Native, (_, _) => size, fit);

    private static int[] Open(double[] cells) => [.. Enumerable.Range(0, cells.Length).Where(k => cells[k] > 0)];
}
