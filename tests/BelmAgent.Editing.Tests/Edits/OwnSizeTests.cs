using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Comparison;
using BelmAgent.Imaging.Resampling;

namespace BelmAgent.Editing.Tests.Edits;

/// <summary>Pictures of any size come back at their own size, with their own pixels where nothing changed.</summary>
public sealed class OwnSizeTests : IDisposable
{
    private const string Source = "a red house on the left, on water, under a blue sky, with a cloud";
    private const string Target = "a blue house on the left, on water, under a blue sky, with a cloud";
    private readonly EditingHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData(128, 128)]
    [InlineData(384, 384)]
    [InlineData(512, 384)]
    public async Task An_edit_has_the_images_size_and_its_pixels_where_nothing_changed(int width, int height)
    {
        var original = House(width, height);
        var picture = await ImportAsync(original);
        Assert.Equal((width, height), (picture.Width, picture.Height));

        var result = await EditAsync(picture, new EditPlan { SourcePrompt = Source, TargetPrompt = Target, EditType = EditType.ChangeColor });

        var edited = await ReadAsync(result.Picture);
        Assert.Equal((width, height), (edited.Width, edited.Height));
        Assert.InRange(result.Measures.KeptFraction, 0.6, 0.99);
        Assert.Equal(1 - ImageComparison.ChangedFraction(original, edited, threshold: 0), result.Measures.KeptFraction, 12);
        Assert.True(result.Measures.BackgroundPsnr > 45, $"{result.Measures.BackgroundPsnr} dB");
    }

    [Fact]
    public async Task An_edit_without_composition_is_the_decoders_picture()
    {
        var picture = await ImportAsync(House(384, 384));
        var plan = new EditPlan { SourcePrompt = Source, TargetPrompt = Target, EditType = EditType.ChangeColor };

        var bare = await EditAsync(picture, plan with { Frame = new() { Compose = false } });
        var composed = await EditAsync(picture, plan);

        Assert.Equal((128, 128), (bare.Picture.Width, bare.Picture.Height));
        Assert.True(composed.UnetEvaluations < bare.UnetEvaluations, "the inversion is the same, so it is not computed again");
        Assert.True((await EditAsync(bare.Picture, plan with { TargetPrompt = Source })).Picture.Width == 384, "the next edit starts from the first image");
    }

    [Fact]
    public async Task Outside_a_mask_of_the_images_size_every_pixel_stays()
    {
        var original = House(512, 384);
        var picture = await ImportAsync(original);
        var mask = await _house.Service.Images.ImportMaskAsync(new MemoryStream(ImageCodec.EncodePng(Half(512, 384))), picture.Id);
        var plan = new EditPlan { SourcePrompt = Source, TargetPrompt = Target, DirectInversion = new() { MaskId = mask.Id } };

        foreach (var frame in (FrameSetting?[])[null, new() { Fit = PictureFit.Pad }, new() { Window = EditWindow.Parse("64,0,384,384") }])
        {
            var edited = await ReadAsync((await EditAsync(picture, plan with { Frame = frame })).Picture);

            Assert.All(Enumerable.Range(0, 384), y => Assert.Equal(original.Row(y)[(256 * 3)..].ToArray(), edited.Row(y)[(256 * 3)..].ToArray()));
            Assert.True(ImageComparison.ChangedFraction(original, edited) > 0.01);
        }
    }

    [Fact]
    public async Task Outside_a_window_every_pixel_stays_and_an_inversion_belongs_to_its_window()
    {
        var original = House(512, 384);
        var picture = await ImportAsync(original);
        var plan = new EditPlan { SourcePrompt = Source, TargetPrompt = Target };

        var left = await EditAsync(picture, plan with { Frame = new() { Window = EditWindow.Parse("0,0,384,384") } });
        var right = await EditAsync(picture, plan with { Frame = new() { Window = EditWindow.Parse("128,0,384,384") } });

        var edited = await ReadAsync(left.Picture);
        Assert.All(Enumerable.Range(0, 384), y => Assert.Equal(original.Row(y)[(384 * 3)..].ToArray(), edited.Row(y)[(384 * 3)..].ToArray()));
        Assert.NotEqual(left.Picture.Recipe.InversionId, right.Picture.Recipe.InversionId);
        Assert.Equal(left.UnetEvaluations, right.UnetEvaluations);
        Assert.True((await EditAsync(picture, plan with { TargetPrompt = Source, Frame = new() { Window = EditWindow.Parse("0,0,384,384") } })).UnetEvaluations < left.UnetEvaluations);
    }

    [Fact]
    public async Task A_window_of_an_edited_image_leaves_what_was_edited_outside_it()
    {
        var plan = new EditPlan { SourcePrompt = Source, TargetPrompt = Target, EditType = EditType.ChangeColor };
        var blue = (await EditAsync(await ImportAsync(House(384, 384)), plan)).Picture;

        var result = await EditAsync(blue, plan with { SourcePrompt = Target, TargetPrompt = Target, Frame = new() { Window = EditWindow.Parse("192,0,192,192") } });

        var (before, after) = (await ReadAsync(blue), await ReadAsync(result.Picture));
        Assert.Equal(blue.Id, result.Picture.Recipe.RootId);
        Assert.All(Enumerable.Range(0, 384), y => Assert.Equal(before.Row(y)[..(192 * 3)].ToArray(), after.Row(y)[..(192 * 3)].ToArray()));
    }

    [Fact]
    public async Task A_mask_at_the_side_is_seen_by_a_model_of_one_size_and_one_outside_the_window_is_refused()
    {
        var picture = await ImportAsync(House(512, 384));
        var white = new byte[512 * 384 * 3];
        for (var y = 200; y < 300; y++)
        {
            white.AsSpan(y * 512 * 3, 40 * 3).Fill(255);
        }

        var mask = await _house.Service.Images.ImportMaskAsync(new MemoryStream(ImageCodec.EncodePng(new RgbImage(512, 384, white))), picture.Id);
        var plan = new EditPlan { SourcePrompt = Source, TargetPrompt = Target, Steps = 4, DirectInversion = new() { MaskId = mask.Id } };

        Assert.Contains((await EditAsync(picture, plan)).Notes, note => note.Contains("384×384 pixels of the image, at 0,0", StringComparison.Ordinal));
        Assert.Equal("window", (await Assert.ThrowsAsync<LimitExceededException>(() => EditAsync(picture, plan with { Frame = new() { Window = EditWindow.Parse("128,0,384,384") } }))).Setting);
        Assert.Equal("compose", (await Assert.ThrowsAsync<LimitExceededException>(() => EditAsync(picture, plan with { Frame = new() { Compose = false } }))).Setting);
    }

    [Fact]
    public async Task A_reconstruction_shows_no_more_than_the_image()
    {
        var picture = await ImportAsync(House(512, 384));
        var padded = await EditAsync(picture, new EditPlan { SourcePrompt = Source, TargetPrompt = Target, Steps = 4, Frame = new() { Fit = PictureFit.Pad } });

        var back = await _house.Service.Inverter.ReconstructAsync(padded.Picture.Recipe.InversionId!);

        Assert.Equal((128, 96), (back.Picture.Width, back.Picture.Height));
    }

    [Fact]
    public async Task A_window_beyond_the_image_is_refused()
    {
        var picture = await ImportAsync(House(128, 128));
        var plan = new EditPlan { SourcePrompt = Source, TargetPrompt = Target, Frame = new() { Window = EditWindow.Parse("64,64,65,64") } };

        var refused = await Assert.ThrowsAsync<LimitExceededException>(() => _house.Service.Editor.ProposeAsync(picture.Id, plan));

        Assert.Contains("128×128", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1500, 4)]
    [InlineData(4, 1500)]
    public async Task Any_shape_is_edited(int width, int height)
    {
        var picture = await ImportAsync(RgbImage.Filled(width, height, new RgbColor(200, 30, 30)));

        var result = await EditAsync(picture, new EditPlan { SourcePrompt = "a red house", TargetPrompt = "a blue house", Steps = 4 });

        Assert.Equal((width, height), (result.Picture.Width, result.Picture.Height));
    }

    private static RgbImage House(int width, int height)
    {
        var house = ImageCodec.ReadFile(Path.Combine(AppContext.BaseDirectory, "samples", "house.png"));
        var side = Math.Min(width, height);
        return ImageResize.Place(house, new ImageRegion(0, 0, 128, 128), new ImageRegion((width - side) / 2, (height - side) / 2, side, side), width, height);
    }

    private static RgbImage Half(int width, int height)
    {
        var pixels = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            pixels.AsSpan(y * width * 3, width / 2 * 3).Fill(255);
        }

        return new RgbImage(width, height, pixels);
    }

    private async Task<Picture> ImportAsync(RgbImage image) => await _house.Service.Images.ImportAsync(new MemoryStream(ImageCodec.EncodePng(image)));

    private async Task<RgbImage> ReadAsync(Picture picture) => await _house.Get<PictureLibrary>().ReadImageAsync(picture.Id);

    private async Task<EditResult> EditAsync(Picture picture, EditPlan plan) =>
        await _house.Service.Editor.EditAsync((await _house.Service.Editor.ProposeAsync(picture.Id, plan)).Id);
}
