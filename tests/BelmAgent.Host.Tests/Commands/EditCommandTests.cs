using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Plans;
using BelmAgent.Host.Tests.Doubles;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Host.Tests.Commands;

public sealed class EditCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _car;
    private readonly FakeDomain _service;

    public EditCommandTests()
    {
        _car = _folder.AddPicture("car.png");
        _service = new FakeDomain(_folder.AddPicture("library.png", red: 10));
    }

    [Fact]
    public async Task Writes_the_edited_picture_and_says_all_of_it_in_one_object()
    {
        var run = await RunAsync("--yes", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            ["plan", "image_id", "parent_id", "measures", "check", "attempts", "attempt_log", "approved_by", "unet_evaluations", "check_evaluations", "seconds", "provider", "notes", "output"], run.Fields);
        Assert.Equal("a blue car on a road", run.Json.GetProperty("plan").GetProperty("target_prompt").GetString());
        Assert.Equal(45, run.Json.GetProperty("measures").GetProperty("background_psnr").GetDouble());
        Assert.Equal("passed", run.Json.GetProperty("check").GetProperty("result").GetString());
        Assert.Equal(_folder["out.png"], run.Json.GetProperty("output").GetString());
        Assert.Equal(File.ReadAllBytes(_folder["library.png"]), File.ReadAllBytes(_folder["out.png"]));
    }

    public static TheoryData<EditCheck, int, string, string> Checks => new()
    {
        { Seen(shows: true, EditFault.None), 0, "passed", "Check   passed\nSeen    a blue car\nKept" },
        {
            Seen(shows: true, EditFault.Collateral, "a white cat on the right was added", "the sun became a moon"), 5, "passed_with_changes",
            "Check   passed with changes\nSeen    a blue car\nAlso    a white cat on the right was added; the sun became a moon\nKept"
        },
        { Seen(shows: false, EditFault.NotSeen), 5, "failed", "Check   failed: the requested change is not seen\nSeen    a blue car\nKept" },
        { Seen(shows: true, EditFault.Damaged), 5, "failed", "Check   failed: the image looks damaged\nSeen    a blue car\nTry" },
        { Seen(shows: false, EditFault.Unchanged), 5, "failed", "Check   failed: hardly anything changed\nSeen    a blue car\nKept" },
        { new EditCheck { Expected = "a blue car" }, 5, "not_checked", "Check   not checked: nothing on this machine can judge this image\nKept" },
        { new EditCheck { Expected = "a blue car", ShowsRequest = true, By = "clip", Reason = "it fits" }, 0, "passed", "Check   passed\nReason  it fits\nKept" },
    };

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Strict_exits_with_5_unless_the_check_passed_and_saves_all_the_same(EditCheck check, int strictly, string result, string lines)
    {
        using var app = new TestApp { Service = new FakeDomain(_folder["library.png"]) { Check = check } };
        string[] line = ["edit", _car, "make the car blue", "--yes", "-o", _folder["out.png"]];

        var run = await app.RunAsync([.. line, "--strict", "--json"]);

        Assert.Equal((strictly, result), (run.ExitCode, run.Json.GetProperty("check").GetProperty("result").GetString()));
        Assert.False(run.Json.GetProperty("check").TryGetProperty("passed", out _));
        Assert.Equal(File.ReadAllBytes(_folder["library.png"]), File.ReadAllBytes(_folder["out.png"]));
        var shown = await app.RunAsync(line);
        Assert.Equal(0, shown.ExitCode);
        Assert.Contains(lines, shown.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_a_person_the_plan_before_the_result()
    {
        var run = await RunAsync("--yes");

        var plan = run.Out.IndexOf("a [-red-] car on a road", StringComparison.Ordinal);
        Assert.InRange(plan, 0, run.Out.IndexOf("Saved", StringComparison.Ordinal));
        Assert.Contains("a {+blue+} car on a road", run.Out, StringComparison.Ordinal);
        Assert.Contains("background 45.0 dB", run.Out, StringComparison.Ordinal);
        Assert.Contains("edit: 4 steps", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_json_the_plan_goes_to_standard_error()
    {
        var run = await RunAsync("--yes", "--json");

        Assert.Contains("[-red-]", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("[-red-]", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_person_sets_wins_over_the_planner()
    {
        await RunAsync(
            "--yes", "--sampler", "belm", "--kappa", "0.25", "--steps", "30", "--guidance", "7.5", "--strength", "0.8",
            "--target", "kick", "--control", "prompt-to-prompt", "--cross-steps", "0.6", "--self-steps", "0.2");

        var plan = _service.Plan!;
        Assert.Equal(("belm", 0.25, 30, 7.5, 0.8), (plan.Sampler, plan.Kappa, plan.Steps, plan.Guidance, plan.Strength));
        Assert.Equal(TargetSampler.Kick, plan.TargetSampler);
        Assert.Equal(
            (AttentionControl.PromptToPrompt, 0.6, 0.2),
            (plan.DirectInversion.Control, plan.DirectInversion.CrossSteps, plan.DirectInversion.SelfSteps));
    }

    [Fact]
    public async Task Settings_of_samplers_and_the_variants_of_others_rules_reach_the_plan()
    {
        await RunAsync("--yes", "--sampler", "edict", "--mixing", "0.8", "--alternate");
        Assert.Equal((0.8, true), (_service.Plan!.Mixing, _service.Plan.Alternate));
        await RunAsync("--yes", "--sampler", "bdia", "--gamma", "0.9");
        Assert.Equal(0.9, _service.Plan.Gamma);
        await RunAsync("--yes", "--control", "mutual-self-attention-single-source", "--blend", "words-min-max");

        var plan = _service.Plan;
        Assert.Equal(
            (AttentionControl.MutualSelfAttentionSingleSource, BlendKind.WordsMinMax), (plan.DirectInversion.Control, plan.DirectInversion.Blend));
    }

    [Fact]
    public async Task A_caption_replaces_the_describer()
    {
        await RunAsync("--yes", "--caption", "a red car in town");

        Assert.Equal("a red car in town", _service.Plan!.SourcePrompt);
    }

    [Fact]
    public async Task Before_and_after_are_put_side_by_side()
    {
        var run = await RunAsync("--yes", "--json", "--before-after", _folder["both.png"]);

        Assert.Equal(_folder["both.png"], run.Json.GetProperty("before_after").GetString());
        Assert.True(ImageCodec.ReadFile(_folder["both.png"]).Width > 2 * 8);
    }

    [Fact]
    public async Task A_picture_of_the_library_is_named_by_its_id()
    {
        using var app = new TestApp { Service = _service };

        var run = await app.RunAsync("edit", FakeDomain.ImageId, "make the car blue", "--yes", "--json", "-o", _folder["out.png"]);

        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task A_question_of_the_planner_is_an_error_with_the_question_in_it()
    {
        using var app = new TestApp { Service = _service };

        var run = await app.RunAsync("edit", _car, "make it", "--yes", "--json");

        run.AssertFailed(2, "request_unclear");
        Assert.False(_service.HasEdited);
    }

    [Fact]
    public async Task Without_a_describer_a_caption_is_asked_for()
    {
        using var app = new TestApp { Service = new FakeDomain(_car) { Caption = null } };

        (await app.RunAsync("edit", _car, "make the car blue", "--yes", "--json")).AssertFailed(2, "caption_needed");
    }

    [Fact]
    public async Task An_existing_output_is_replaced_when_it_was_named()
    {
        _folder.AddText("out.png", "old");

        Assert.Equal(0, (await RunAsync("--yes")).ExitCode);
        Assert.Equal(File.ReadAllBytes(_folder["library.png"]), File.ReadAllBytes(_folder["out.png"]));
    }

    public void Dispose() => _folder.Dispose();

    private static EditCheck Seen(bool shows, EditFault fault, params string[] changes) =>
        new() { Expected = "a blue car", Seen = "a blue car", By = "describer", ShowsRequest = shows, Fault = fault, Changes = changes };

    private async Task<TestRun> RunAsync(params string[] options)
    {
        using var app = new TestApp { Service = _service };
        return await app.RunAsync(["edit", _car, "make the car blue", "-o", _folder["out.png"], .. options]);
    }
}
