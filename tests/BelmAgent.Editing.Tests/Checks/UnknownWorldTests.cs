using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Tests.Edits;
using BelmAgent.Imaging;

namespace BelmAgent.Editing.Tests.Checks;

public sealed class UnknownWorldTests : IDisposable
{
    private readonly EditingHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task An_image_that_the_autoencoder_does_not_give_back_is_not_judged_by_the_describer()
    {
        var pixels = new byte[128 * 128 * RgbImage.Channels];
        new Random(5).NextBytes(pixels);
        var noise = await _house.Get<PictureLibrary>().AddAsync(new RgbImage(128, 128, pixels), new PictureRecipe { Kind = PictureKind.Imported }, default);
        // The describer could read both prompts, and would answer.
        var plan = new EditPlan { SourcePrompt = "a red house on the left, on grass, under a blue sky", TargetPrompt = "a blue house on the left, on grass, under a blue sky", Steps = 4 };

        var check = (await _house.Service.Editor.EditAsync((await _house.Service.Editor.ProposeAsync(noise.Id, plan)).Id)).Check;

        Assert.Equal((null, null, null, null), (check.ShowsRequest, check.Seen, check.By, check.Changes));
    }
}
