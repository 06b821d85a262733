using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Diffusion.Tests.Vision;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Tests.Doubles;
using BelmAgent.Editing.Tests.Edits;
using BelmAgent.Imaging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BelmAgent.Editing.Tests.Checks;

public class ClipCriticTests
{
    private static readonly RgbImage Red = RgbImage.Filled(64, 64, new RgbColor(200, 30, 30));
    private static readonly RgbImage Blue = RgbImage.Filled(64, 64, new RgbColor(30, 30, 200));
    private static readonly RgbImage Green = RgbImage.Filled(64, 64, new RgbColor(30, 200, 30));
    private static readonly RgbImage Purple = RgbImage.Filled(64, 64, new RgbColor(130, 30, 110));

    [Theory]
    [InlineData("whole")]
    [InlineData("split")]
    public async Task A_picture_that_became_what_was_asked_passes(string export)
    {
        using var folder = new ToyClipFolder(export);

        var check = await JudgeAsync(folder, "a red house", "a blue house", Red, Blue);

        Assert.True(check!.ShowsRequest);
        Assert.Equal("clip", check.By);
        Assert.Equal("a blue house", check.Expected);
        Assert.Matches(@"^the target prompt fits by \+0\.\d{3} over the source prompt, before by -0\.\d{3}; directional similarity 0\.\d\d|1\.00$", check.Reason);
        Assert.Null(check.Changes);
        Assert.Null(check.Seen);
    }

    public static TheoryData<string, RgbImage> Failures => new()
    {
        { "nothing moved", Red },
        { "moved elsewhere", Green },
        { "moved, but not far enough", Purple },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_picture_that_did_not_fails(string why, RgbImage after)
    {
        using var folder = new ToyClipFolder();

        var check = await JudgeAsync(folder, "a red house", "a blue house", Red, after);

        Assert.False(check!.ShowsRequest, why);
    }

    [Theory]
    [InlineData("a house on the left", "a tree on the right")]
    [InlineData("a red house", "a red house")]
    [InlineData("", "")]
    public async Task Prompts_that_clip_takes_for_one_cannot_be_told(string source, string target)
    {
        using var folder = new ToyClipFolder();

        Assert.Null(await JudgeAsync(folder, source, target, Red, Blue));
    }

    [Fact]
    public async Task A_model_without_clip_has_nothing_to_say()
    {
        using var folder = new ToyClipFolder(null);
        var logger = new ListLogger<ClipCritic>();

        Assert.Null(await JudgeAsync(folder, "a red house", "a blue house", Red, Blue, logger));
        Assert.Empty(logger.Messages);
    }

    [Fact]
    public async Task A_broken_clip_is_told_once_and_loses_no_edit()
    {
        using var folder = new ToyClipFolder();
        await File.WriteAllTextAsync(folder["clip/model.onnx"], "no graph");
        var logger = new ListLogger<ClipCritic>();
        using var loader = Loader(folder);
        using var critic = new ClipCritic(loader, Device, logger);

        Assert.Null(await critic.JudgeAsync(Edit("a red house", "a blue house", Red, Blue), default));
        Assert.Null(await critic.JudgeAsync(Edit("a red house", "a blue house", Red, Blue), default));

        Assert.Contains(folder["clip/model.onnx"], Assert.Single(logger.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clip_that_fails_while_it_runs_loses_no_edit()
    {
        using var folder = new ToyClipFolder();
        // A vocabulary that is not the graph's: its ids are in no table.
        var vocabulary = await File.ReadAllTextAsync(folder["tokenizer/vocab.json"]);
        await File.WriteAllTextAsync(folder["clip/vocab.json"], vocabulary.Replace("\"<|endoftext|>\": 664", "\"<|endoftext|>\": 9999", StringComparison.Ordinal));
        File.Copy(folder["tokenizer/merges.txt"], folder["clip/merges.txt"]);
        var logger = new ListLogger<ClipCritic>();

        Assert.Null(await JudgeAsync(folder, "a red house", "a blue house", Red, Blue, logger));

        Assert.DoesNotContain("house", Assert.Single(logger.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clip_is_not_loaded_before_it_is_needed()
    {
        using var folder = new ToyClipFolder(null);
        using var loader = Loader(folder);
        using var critic = new ClipCritic(loader, Device, NullLogger<ClipCritic>.Instance);
        using var late = new ToyClipFolder();
        Directory.Move(late["clip"], folder["clip"]);

        Assert.True((await critic.JudgeAsync(Edit("a red house", "a blue house", Red, Blue), default))!.ShowsRequest);
    }

    [Fact]
    public async Task A_callers_cancellation_stays_one()
    {
        using var folder = new ToyClipFolder();
        using var loader = Loader(folder);
        using var critic = new ClipCritic(loader, Device, NullLogger<ClipCritic>.Instance);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await critic.JudgeAsync(Edit("a red house", "a blue house", Red, Blue), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void The_services_have_it_once()
    {
        using var house = new EditingHouse();

        Assert.IsType<ClipCritic>(Assert.Single(house.Get<IEnumerable<IEditCritic>>()));
    }

    [Fact]
    public async Task An_edit_that_no_describer_can_check_is_judged_by_clip()
    {
        using var folder = new ToyClipFolder();
        Directory.Delete(folder["describer"], recursive: true);
        using var house = new EditingHouse(model: folder.Path);
        var picture = await house.Get<PictureLibrary>().AddAsync(
            RgbImage.Filled(128, 128, new RgbColor(200, 30, 30)), new PictureRecipe { Kind = PictureKind.Imported, AppVersion = AppVersion.Current }, default);
        var proposal = await house.Service.Editor.ProposeAsync(
            picture.Id, new EditPlan { SourcePrompt = "a red house", TargetPrompt = "a blue house", Steps = 2 });

        var check = (await house.Service.Editor.EditAsync(proposal.Id)).Check;

        Assert.Equal("clip", check.By);
        Assert.NotNull(check.ShowsRequest);
    }

    private static DeviceOptions Device => new() { Provider = "cpu", Threads = 1 };

    private static PipelineLoader Loader(ToyClipFolder folder) => new(new ModelOptions { Path = folder.Path }, Device, NullLogger<PipelineLoader>.Instance);

    private static JudgedEdit Edit(string source, string target, RgbImage before, RgbImage after) =>
        new(new EditPlan { SourcePrompt = source, TargetPrompt = target }, before, after);

    private static async Task<EditCheck?> JudgeAsync(
        ToyClipFolder folder, string source, string target, RgbImage before, RgbImage after, ListLogger<ClipCritic>? logger = null)
    {
        using var loader = Loader(folder);
        using var critic = new ClipCritic(loader, Device, logger ?? new ListLogger<ClipCritic>());
        return await critic.JudgeAsync(Edit(source, target, before, after), default);
    }
}
