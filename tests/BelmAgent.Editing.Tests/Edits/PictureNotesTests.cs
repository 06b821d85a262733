using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Editing.Tests.Edits;

/// <summary>Cropped parts of a picture and unread parts of a prompt are reported wherever it matters, and nowhere else.</summary>
public sealed class PictureNotesTests : IDisposable
{
    private const string Short = "a red house on the left";
    private static readonly string Long = $"{string.Join(' ', Enumerable.Repeat("red", 46))} dinosaur";
    private readonly EditingHouse _house = new();

    [Theory]
    [InlineData(128, 128, null)]
    [InlineData(64, 64, null)]
    [InlineData(513, 513, null)]
    [InlineData(256, 128, "left and right to fit the model's shape: 128 of 256 pixels of its width")]
    [InlineData(128, 256, "top and bottom to fit the model's shape: 128 of 256 pixels of its height")]
    [InlineData(130, 128, "left and right to fit the model's shape: 2 of 130 pixels of its width")]
    [InlineData(1, 3, "top and bottom to fit the model's shape: 2 of 3 pixels of its height")]
    public async Task A_picture_whose_sides_were_cut_says_so(int width, int height, string? said)
    {
        var picture = await ImportAsync(width, height);

        Assert.Equal(said is null, PictureNotes.ForCrop(picture) is null);
        Assert.Contains(said ?? "", PictureNotes.ForCrop(picture) ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_inversion_and_the_first_edit_of_a_cut_picture_say_so_and_a_later_edit_does_not()
    {
        var picture = await ImportAsync(256, 128);
        var note = PictureNotes.ForCrop(picture)!;

        var inverted = await _house.Service.Inverter.InvertAsync(new InvertRequest { ImageId = picture.Id, Prompt = Short, Steps = 2, MeasureRoundTrip = false }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([note], inverted.Notes);

        var first = await EditAsync(picture.Id, Short, "a blue house on the left");
        Assert.Contains(note, first.Notes);
        Assert.DoesNotContain(note, (await EditAsync(first.ImageId, "a blue house on the left", "a green house on the left")).Notes);
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

    private async Task<EditResult> EditAsync(string id, string source, string target)
    {
        var proposal = await _house.Service.Editor.ProposeAsync(id, new EditPlan { SourcePrompt = source, TargetPrompt = target, Steps = 2 }, TestContext.Current.CancellationToken);
        return await _house.Service.Editor.EditAsync(proposal.Id, cancellationToken: TestContext.Current.CancellationToken);
    }
}
