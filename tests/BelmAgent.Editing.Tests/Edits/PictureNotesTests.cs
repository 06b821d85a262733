using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Editing.Tests.Edits;

/// <summary>Parts of a picture that are not edited and unread parts of a prompt are reported wherever it matters, and nowhere else.</summary>
public sealed class PictureNotesTests : IDisposable
{
    private const string Short = "a red house on the left";
    private static readonly string Long = $"{string.Join(' ', Enumerable.Repeat("red", 46))} dinosaur";
    private readonly EditingHouse _house = new();

    [Theory]
    [InlineData(128, 128, PictureFit.Keep, null)]
    [InlineData(130, 128, PictureFit.Keep, null)]
    [InlineData(192, 128, PictureFit.Keep, "sees only 128×128 pixels of the image, at 32,0")]
    [InlineData(256, 256, PictureFit.Keep, null)]
    [InlineData(1024, 10, PictureFit.Keep, "sees only 10×10 pixels of the image, at 507,0")]
    [InlineData(192, 128, PictureFit.Pad, "padded at its edges")]
    [InlineData(192, 128, PictureFit.Crop, "sees only 128×128 pixels of the image, at 32,0")]
    [InlineData(128, 192, PictureFit.Crop, "sees only 128×128 pixels of the image, at 0,32")]
    public async Task An_edit_says_what_was_cut_or_padded(int width, int height, PictureFit fit, string? said)
    {
        var picture = await ImportAsync(width, height);

        var result = await EditAsync(picture.Id, Short, "a blue house on the left", new FrameSetting { Fit = fit });

        Assert.Equal((width, height), (result.Picture.Width, result.Picture.Height));
        Assert.Equal(said is not null, result.Notes.Any(note => note.Contains(said ?? "The model", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_inversion_says_what_of_the_image_was_read()
    {
        var request = new InvertRequest { ImageId = (await ImportAsync(128, 128)).Id, Prompt = Short, Steps = 2, MeasureRoundTrip = false };

        var wide = await _house.Service.Inverter.InvertAsync(request with { ImageId = (await ImportAsync(300, 200)).Id }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["The model, which works at 128×128, sees only 200×200 pixels of the image, at 50,0."], wide.Notes);
        Assert.Empty((await _house.Service.Inverter.InvertAsync(request, cancellationToken: TestContext.Current.CancellationToken)).Notes);
    }

    [Fact]
    public async Task What_a_prompt_is_too_long_for_is_said_by_whoever_reads_it()
    {
        const string Said = "is longer than the 46 tokens that the model reads: 'dinosaur' and everything after it is ignored";
        var picture = await ImportAsync(128, 128);
        var stop = TestContext.Current.CancellationToken;

        Assert.Contains("The prompt " + Said, Assert.Single((await _house.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = Long, Steps = 2 }, cancellationToken: stop)).Notes), StringComparison.Ordinal);
        Assert.Contains("The prompt " + Said, Assert.Single((await _house.Service.Inverter.InvertAsync(new InvertRequest { ImageId = picture.Id, Prompt = Long, Steps = 2 }, cancellationToken: stop)).Notes), StringComparison.Ordinal);
        Assert.Contains((await EditAsync(picture.Id, Short, Long)).Notes, note => note.Contains("The target prompt " + Said, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Short)]
    [InlineData("red red red red red red red red red red red red red red red red red red red red red red red red red red red red red red red red red red red red red red red red red red red red red red")]
    public async Task What_is_read_whole_says_nothing(string prompt)
    {
        var picture = await ImportAsync(128, 128);
        var stop = TestContext.Current.CancellationToken;

        Assert.Empty((await _house.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = prompt, Steps = 2 }, cancellationToken: stop)).Notes);
        Assert.Empty((await _house.Service.Inverter.InvertAsync(new InvertRequest { ImageId = picture.Id, Prompt = prompt, Steps = 2 }, cancellationToken: stop)).Notes);
    }

    public void Dispose() => _house.Dispose();

    private async Task<Picture> ImportAsync(int width, int height)
    {
        var path = Path.Combine(_house.Library, $"{width}x{height}.png");
        ImageCodec.WriteFile(path, RgbImage.Filled(width, height, new RgbColor(200, 30, 30)));
        return await _house.Service.Images.ImportAsync(path, TestContext.Current.CancellationToken);
    }

    private async Task<EditResult> EditAsync(string id, string source, string target, FrameSetting? frame = null)
    {
        var proposal = await _house.Service.Editor.ProposeAsync(id, new EditPlan { SourcePrompt = source, TargetPrompt = target, Steps = 2, Frame = frame }, TestContext.Current.CancellationToken);
        return await _house.Service.Editor.EditAsync(proposal.Id, cancellationToken: TestContext.Current.CancellationToken);
    }
}
