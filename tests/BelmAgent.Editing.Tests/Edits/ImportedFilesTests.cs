using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Tests.Doubles;

namespace BelmAgent.Editing.Tests.Edits;

/// <summary>Colours and orientation of files, from the import to the last edit.</summary>
public sealed class ImportedFilesTests : IDisposable
{
    private const int Side = 128;
    private readonly EditingHouse _house = new();

    private ImageOperations Service => _house.Service;

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task An_edit_is_saved_in_the_profile_of_its_source()
    {
        var icc = IccBuilder.Turned();
        var source = Write("source.png", (x, y) => (byte)(x + y), png => png.Chunk("iCCP", [.. "p\0\0"u8, .. PngBuilder.Compress(icc)]));
        var picture = await Service.Images.ImportAsync(source);
        var mask = await Service.Images.ImportMaskAsync(Write("mask.png", (x, _) => (byte)(x < 64 ? 255 : 0)), picture.Id);
        var plan = new EditPlan { SourcePrompt = "a red house", TargetPrompt = "a blue house", Steps = 4, DirectInversion = new() { MaskId = mask.Id } };
        var edited = await Service.Editor.EditAsync((await Service.Editor.ProposeAsync(picture.Id, plan)).Id);

        Assert.Equal(icc, ProfileOf(picture.Path));
        Assert.Equal(icc, ProfileOf(edited.Picture.Path));
        Assert.Null(ProfileOf(mask.Path));

        // The model and the measures see sRGB, where nothing outside the mask has changed.
        var (before, after) = (await Pixels(picture.Id), await Pixels(edited.ImageId));
        Assert.Equal(ImageCodec.ReadFile(source).Row(5).ToArray(), before.Row(5).ToArray());
        Assert.All(Enumerable.Range(0, Side), y => Assert.Equal(before.Row(y)[(64 * 3)..].ToArray(), after.Row(y)[(64 * 3)..].ToArray()));
    }

    [Fact]
    public async Task A_picture_and_its_mask_are_turned_alike()
    {
        var picture = await Service.Images.ImportAsync(Write("turned.png", (x, _) => (byte)x, png => png.Chunk("eXIf", ExifBlock.Of(6))));
        var mask = await Service.Images.ImportMaskAsync(Write("mask.png", (x, _) => (byte)(x < 64 ? 255 : 0), png => png.Chunk("eXIf", ExifBlock.Of(6))), picture.Id);

        // Pixels stored from left to right are shown from the top down.
        var (shown, white) = (await Pixels(picture.Id), await Pixels(mask.Id));
        Assert.All(Enumerable.Range(0, Side), y => Assert.Equal((y, y < 64 ? 255 : 0), (shown[Side / 2, y].R, white[Side / 2, y].R)));
    }

    private static byte[]? ProfileOf(string path)
    {
        using var file = File.OpenRead(path);
        return PngSummary.Read(file, path).Profile?.Icc.ToArray();
    }

    private async Task<RgbImage> Pixels(string id) => await _house.Get<PictureLibrary>().ReadImageAsync(id);

    private string Write(string name, Func<int, int, byte> grey, Func<PngBuilder, PngBuilder>? chunks = null)
    {
        var png = new PngBuilder(Side, Side, PngBuilder.Grey);
        var rows = Enumerable.Range(0, Side).Select(y => Enumerable.Range(0, Side).Select(x => grey(x, y)).ToArray()).ToArray();
        var path = Path.Combine(_house.Library, name);
        File.WriteAllBytes(path, (chunks is null ? png : chunks(png)).Rows(rows).End());
        return path;
    }
}
