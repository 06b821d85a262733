using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Tests.Doubles;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Editing.Tests.Edits;

/// <summary>Images are listed by the page, shown small, and deleted with all that hangs on them.</summary>
public sealed class ForgottenImageTests : IDisposable
{
    // Ids sort by age only where the clock has moved on.
    private readonly EditingHouse _house = new(configure: services => services.AddSingleton<TimeProvider>(new SteppingClock(DateTimeOffset.UnixEpoch.AddYears(56), TimeSpan.FromMilliseconds(1))));

    private Images Images => _house.Service.Images;

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_page_continues_after_the_last_image_of_the_one_before()
    {
        string[] ids = [await AddAsync("one"), await AddAsync("two"), await AddAsync("a third")];
        await AddAsync("a mask", PictureKind.Mask);

        var first = await Images.ListPageAsync(new ImageQuery { Limit = 2 });
        var second = await Images.ListPageAsync(new ImageQuery { Limit = 2, After = first.Next });

        Assert.Equal([ids[2], ids[1]], first.Images.Select(image => image.Id));
        Assert.Equal([ids[0]], second.Images.Select(image => image.Id));
        Assert.Null(second.Next);
        Assert.Equal([ids[2]], (await Images.ListPageAsync(new ImageQuery { Words = "THIRD" })).Images.Select(image => image.Id));
        Assert.Single((await Images.ListPageAsync(new ImageQuery { Kind = PictureKind.Mask })).Images);
        await Assert.ThrowsAsync<LimitExceededException>(() => Images.ListPageAsync(new ImageQuery { Limit = 201 }));
    }

    [Theory]
    [InlineData(300, 200, 128, 128, 85)]
    [InlineData(20, 40, 256, 20, 40)]
    public async Task A_thumbnail_has_the_shape_of_its_image_and_is_no_larger(int width, int height, int size, int smallWidth, int smallHeight)
    {
        var id = await AddAsync("a picture", width: width, height: height);

        var small = ImageCodec.Decode(await Images.GetThumbnailAsync(id, size));

        Assert.Equal((smallWidth, smallHeight), (small.Width, small.Height));
        Assert.Equal(await Images.GetThumbnailAsync(id, size), await Images.GetThumbnailAsync(id, size));
        await Assert.ThrowsAsync<LimitExceededException>(() => Images.GetThumbnailAsync(id, 100));
        Assert.Equal("image_not_found", (await Assert.ThrowsAsync<BelmException>(() => Images.GetThumbnailAsync("../../etc/passwd", 128))).Code);
    }

    [Fact]
    public async Task A_forgotten_image_leaves_nothing_of_itself()
    {
        var root = await AddAsync("a root");
        var child = await AddAsync("a child", parent: root);
        var grandchild = await AddAsync("a grandchild", parent: child);
        var other = await AddAsync("another");
        await Images.GetThumbnailAsync(child, 128);
        var inverted = await _house.Service.Inverter.InvertAsync(new InvertRequest { ImageId = child, Prompt = "", Steps = 2, MeasureRoundTrip = false });

        var refused = await Assert.ThrowsAsync<BelmException>(() => Images.ForgetAsync(child));
        Assert.Equal("has_descendants", refused.Code);
        Assert.Equal([grandchild, child], await Images.ForgetAsync(child, withDescendants: true));

        var left = await Images.ListPageAsync(new ImageQuery());
        Assert.Equal([other, root], left.Images.Select(image => image.Id));
        Assert.False(File.Exists(inverted.Path));
        Assert.Empty(Directory.EnumerateFiles(_house.Get<PictureThumbnails>().Folder));
        Assert.Equal("image_not_found", (await Assert.ThrowsAsync<BelmException>(() => Images.GetAsync(child))).Code);
    }

    [Fact]
    public async Task A_mask_goes_with_its_image()
    {
        var id = await AddAsync("a picture");
        var mask = await AddAsync("its mask", PictureKind.Mask, parent: id);

        Assert.Equal([mask, id], await Images.ForgetAsync(id));
    }

    private async Task<string> AddAsync(string caption, PictureKind kind = PictureKind.Imported, string? parent = null, int width = 128, int height = 128) =>
        (await _house.Get<PictureLibrary>().AddAsync(
            RgbImage.Filled(width, height, new RgbColor(90, 120, 200)), new PictureRecipe { Kind = kind, Caption = caption, ParentId = parent })).Id;
}
