using System.Text.Json.Nodes;
using BelmAgent.Editing.Checks;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Editing.Tests.Doubles;
using BelmAgent.Sampling;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Editing.Tests.Edits;

public sealed class EditServiceTests : IDisposable
{
    private const string Source = "a red house on the left, on grass, under a blue sky";
    private const string Target = "a blue house on the left, on grass, under a blue sky";
    private readonly EditingHouse _house = new();

    private ImageOperations Service => _house.Service;

    [Theory]
    [InlineData("o-belm", null)]
    [InlineData("belm", 0.5)]
    [InlineData("bdia", null)]
    [InlineData("edict", null)]
    public async Task An_exact_sampler_brings_the_latent_back(string sampler, double? kappa)
    {
        var result = await Service.Inverter.InvertAsync(await Invert(sampler, kappa));

        Assert.InRange(result.LatentMse!.Value, 0, 1e-10);
        Assert.Equal(result.AutoencoderMse!.Value, result.PixelMse!.Value, 1e-6);
        Assert.Equal(sampler, result.Sampler);
    }

    [Fact]
    public async Task DDIM_does_not()
    {
        var result = await Service.Inverter.InvertAsync(await Invert("ddim"));

        Assert.True(result.LatentMse > 1e-6, $"latent_mse {result.LatentMse}");
        Assert.False(result.BitExact);
    }

    [Theory]
    [InlineData("o-belm", null)]
    [InlineData("belm", 0.5)]
    public async Task In_fixed_point_every_bit_comes_back(string sampler, double? kappa)
    {
        var result = await Service.Inverter.InvertAsync(await Invert(sampler, kappa) with { FixedPoint = true });

        Assert.True(result.BitExact);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_saved_inversion_gives_the_same_bits_to_another_process(bool fixedPoint)
    {
        var inversion = await Service.Inverter.InvertAsync(await Invert("o-belm") with { FixedPoint = fixedPoint });
        var here = await Service.Inverter.ReconstructAsync(inversion.InversionId);
        using var elsewhere = new EditingHouse(library: _house.Library);
        var there = await elsewhere.Service.Inverter.ReconstructAsync(inversion.Path);

        Assert.Equal(here.LatentSha256, there.LatentSha256);
        Assert.Equal(
            (await _house.Get<PictureLibrary>().ReadImageAsync(here.ImageId)).Pixels.ToArray(),
            (await elsewhere.Get<PictureLibrary>().ReadImageAsync(there.ImageId)).Pixels.ToArray());
    }

    [Fact]
    public async Task An_inversion_of_another_model_is_refused()
    {
        var inversion = await Service.Inverter.InvertAsync(await Invert("o-belm"));
        var store = _house.Get<InversionStore>();
        var record = await store.LoadAsync(inversion.InversionId);
        var foreign = Path.Combine(_house.Library, "foreign.safetensors");
        await InversionStore.SaveFileAsync(record with { Metadata = record.Metadata with { ModelHash = new string('0', 64) } }, foreign);

        var exception = await Assert.ThrowsAsync<InversionMismatchException>(() => Service.Inverter.ReconstructAsync(foreign));

        Assert.Equal(InversionAspect.Model, exception.Aspect);
    }

    [Fact]
    public async Task An_edit_changes_what_was_asked()
    {
        var picture = await Picture();
        var result = await Edit(picture.Id, Plan(Source, Target) with { Steps = 25, Guidance = 5 });

        Assert.True(result.Check.Result == EditOutcome.Passed, $"{result.Check}; {string.Join("; ", result.Check.Changes ?? [])}");
        Assert.Equal(picture.Id, result.ParentId);
        Assert.InRange(result.Measures.ChangedFraction, 0.001, 0.5);
        Assert.Equal((3 * 25) + 1, result.UnetEvaluations);
        var saved = await Service.Images.GetAsync(result.ImageId);
        Assert.Equal(Target, saved.Recipe.Plan!.TargetPrompt);
        Assert.Equal(picture.Id, saved.Recipe.RootId);
    }

    [Theory]
    [InlineData("o-belm", TargetSampler.TrajectoryCorrected)]
    [InlineData("o-belm", TargetSampler.Kick)]
    [InlineData("o-belm", TargetSampler.Carried)]
    [InlineData("belm", TargetSampler.Kick)]
    public async Task An_edit_that_asks_for_nothing_changes_nothing(string sampler, TargetSampler target)
    {
        var picture = await Picture();
        var result = await Edit(picture.Id, Plan(Source, Source) with { Guidance = 1, Sampler = sampler, TargetSampler = target });

        Assert.Equal(99, result.Measures.Psnr);
    }

    [Fact]
    public async Task A_proposal_tells_what_the_edit_will_cost()
    {
        var picture = await Picture();
        foreach (var plan in (EditPlan[])
        [
            Plan(Source, Target),
            Plan(Source, Target) with { Guidance = 1 },
            Plan(Source, Target) with { TargetSampler = TargetSampler.Kick },
            Plan(Source, Target) with { TargetSampler = TargetSampler.Carried },
            Plan(Source, Target) with { Sampler = "ddim", Strength = 0.5 },
            Plan(Source, Target) with { Sampler = "edict", Strength = 0.7 },
        ])
        {
            var proposal = await Service.Editor.ProposeAsync(picture.Id, plan);

            Assert.Equal(proposal.UnetEvaluations, (await Service.Editor.EditAsync(proposal.Id)).UnetEvaluations + Saved(plan));
        }

        // The second, third and fourth plan find the first one's inversion.
        int Saved(EditPlan plan) => plan.Sampler is null && plan != Plan(Source, Target) ? 10 : 0;
    }

    [Fact]
    public async Task An_edit_of_an_edit_starts_again_from_the_first_picture()
    {
        var first = await Picture();
        var second = await Edit(first.Id, Plan(Source, Target));
        var third = await Edit(second.ImageId, Plan(Target, "a blue house on the left, on snow, under a blue sky"));

        Assert.Equal(second.ImageId, third.ParentId);
        Assert.Equal(first.Id, third.Picture.Recipe.RootId);
        Assert.Equal(Source, third.Plan.SourcePrompt);
        Assert.Equal(second.Picture.Recipe.InversionId, third.Picture.Recipe.InversionId);
        Assert.Equal(second.ImageId, (await Service.Images.UndoAsync(third.ImageId)).Id);
        Assert.Equal(first.Id, (await Service.Images.UndoAsync(second.ImageId)).Id);
        Assert.Equal("nothing_to_undo", (await Assert.ThrowsAsync<BelmException>(() => Service.Images.UndoAsync(first.Id))).Code);
    }

    [Fact]
    public async Task An_edit_that_took_anothers_place_is_undone_to_that_other()
    {
        var first = await Picture();
        var second = await Edit(first.Id, Plan(Source, Target));
        var instead = await Edit(first.Id, Plan(Source, Target) with { Guidance = 1, Revises = second.ImageId });

        Assert.Equal(second.ImageId, (await Service.Images.UndoAsync(instead.ImageId)).Id);
        Assert.True(await Service.Images.IsBeforeAsync(second.ImageId, instead.ImageId));
    }

    [Fact]
    public async Task A_colour_that_a_request_leaves_open_is_kept_from_then_on()
    {
        const string Open = "a red house on the left and a tree on the right, on grass, under a blue sky";
        var first = await Picture();

        var edit = await Edit(first.Id, Plan(Source, Open));

        var caption = edit.Picture.Recipe.Caption!;
        var seen = (await Service.Images.DescribeAsync(edit.ImageId)).Caption!;
        Assert.NotEqual(Open, caption);
        Assert.Matches("and a \\w+ tree on the right", caption);
        Assert.Contains(System.Text.RegularExpressions.Regex.Match(caption, "a \\w+ tree on the right").Value, seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_approval_nothing_runs()
    {
        using var house = new EditingHouse(ApprovalMode.Required, _house.Library);
        var picture = await Picture();
        var proposal = await house.Service.Editor.ProposeAsync(picture.Id, Plan(Source, Target));

        Assert.Equal("not_approved", (await Assert.ThrowsAsync<BelmException>(() => house.Service.Editor.EditAsync(proposal.Id))).Code);

        Assert.Single(await house.Service.Images.ListHistoryAsync());
        Assert.Empty(await house.Get<InversionStore>().ListAsync());
    }

    [Fact]
    public async Task The_approver_sees_the_proposal_that_then_runs()
    {
        var approver = new RecordingApprover();
        using var house = new EditingHouse(ApprovalMode.Required, _house.Library, approver);
        var proposal = await house.Service.Editor.ProposeAsync((await Picture()).Id, Plan(Source, Target));
        var result = await house.Service.Editor.EditAsync(proposal.Id);

        Assert.Equal(proposal, Assert.Single(approver.Seen));
        Assert.Equal(proposal.Plan, result.Plan);
    }

    [Fact]
    public async Task A_proposal_runs_once()
    {
        var proposal = await Service.Editor.ProposeAsync((await Picture()).Id, Plan(Source, Target));
        _ = await Service.Editor.EditAsync(proposal.Id);

        Assert.Equal("proposal_not_found", (await Assert.ThrowsAsync<BelmException>(() => Service.Editor.EditAsync(proposal.Id))).Code);
    }

    [Fact]
    public async Task A_cancelled_edit_leaves_nothing_behind()
    {
        var picture = await Picture();
        var proposal = await Service.Editor.ProposeAsync(picture.Id, Plan(Source, Target));
        using var source = new CancellationTokenSource();
        var steps = 0;
        var progress = new SynchronousProgress(report =>
        {
            if (report.Stage == "edit" && ++steps == 3)
            {
                source.Cancel();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Service.Editor.EditAsync(proposal.Id, progress, source.Token));

        Assert.Equal(3, steps);
        Assert.Single(await Service.Images.ListHistoryAsync());
        Assert.DoesNotContain(Directory.EnumerateFiles(_house.Library, "*.tmp", SearchOption.AllDirectories), _ => true);
        _ = await Edit(picture.Id, Plan(Source, Target));
    }

    [Fact]
    public async Task Progress_can_be_looked_at()
    {
        var picture = await Picture();
        var proposal = await Service.Editor.ProposeAsync(picture.Id, Plan(Source, Target));
        var previews = new List<int>();
        _ = await Service.Editor.EditAsync(proposal.Id, new SynchronousProgress(report => previews.AddRange(report.Finished is null ? [report.Preview!().Width] : [])));

        Assert.Equal(20, previews.Count);
        Assert.All(previews, width => Assert.Equal(picture.Width, width));
    }

    private static (string Setting, EditPlan Plan)[] OutOfRange =>
    [
        ("steps", Plan(Source, Target) with { Steps = 0 }),
        ("steps", Plan(Source, Target) with { Steps = 1001 }),
        ("guidance", Plan(Source, Target) with { Guidance = 0.5 }),
        ("guidance", Plan(Source, Target) with { Guidance = double.NaN }),
        ("strength", Plan(Source, Target) with { Strength = 0 }),
        ("strength", Plan(Source, Target) with { Strength = 1.1 }),
        ("sampler", Plan(Source, Target) with { Sampler = "euler" }),
        ("kappa", Plan(Source, Target) with { Sampler = "belm", Kappa = 2 }),
        ("kappa", Plan(Source, Target) with { Sampler = "ddim", Kappa = 0.5 }),
        ("gamma", Plan(Source, Target) with { Gamma = 0.9 }),
        ("gamma", Plan(Source, Target) with { Sampler = "bdia", Gamma = 0 }),
        ("gamma", Plan(Source, Target) with { Sampler = "bdia", Gamma = double.NaN }),
        ("gamma", Plan(Source, Target) with { Sampler = "bdia", Gamma = 0.01, Steps = 200 }),
        ("mixing", Plan(Source, Target) with { Sampler = "bdia", Mixing = 0.9 }),
        ("mixing", Plan(Source, Target) with { Sampler = "edict", Mixing = 1.1 }),
        ("mixing", Plan(Source, Target) with { Sampler = "edict", Mixing = 0.1, Steps = 200 }),
        ("alternate", Plan(Source, Target) with { Sampler = "ddim", Alternate = true }),
        ("target_sampler", Plan(Source, Target) with { Sampler = "edict", TargetSampler = TargetSampler.Kick }),
        ("cross_steps", Plan(Source, Target) with { DirectInversion = new() { CrossSteps = 1.5 } }),
        ("self_steps", Plan(Source, Target) with { DirectInversion = new() { SelfSteps = double.NaN } }),
        ("blend_threshold", Plan(Source, Target) with { DirectInversion = new() { BlendThreshold = -0.1 } }),
        ("word_weights of 'red'", Plan(Source, Target) with { DirectInversion = new() { WordWeights = new Dictionary<string, double> { ["red"] = 11 } } }),
        ("blend", Plan(Source, Target) with { Sampler = "edict", DirectInversion = new() { Blend = BlendKind.Departure } }),
        ("target_prompt", Plan(Source, " ")),
    ];

    // One test, since each would load the model.
    [Fact]
    public async Task A_setting_out_of_range_is_named()
    {
        var picture = await Picture();
        foreach (var (setting, plan) in OutOfRange)
        {
            var exception = await Assert.ThrowsAsync<LimitExceededException>(() => Service.Editor.ProposeAsync(picture.Id, plan));

            Assert.Equal(setting, exception.Setting);
        }
    }

    [Theory]
    [InlineData("kappa", "no kappa with ddim, or choose the sampler belm")]
    [InlineData("gamma", "no gamma with ddim, or choose the sampler bdia")]
    [InlineData("mixing", "no mixing with ddim, or choose the sampler edict")]
    [InlineData("alternate", "no alternate with ddim, or choose the sampler edict")]
    public async Task A_setting_that_the_sampler_has_not_is_refused_with_the_sampler_that_has_it(string setting, string allowed)
    {
        var request = await Invert("ddim");
        request = setting switch
        {
            "kappa" => request with { Kappa = 0.5 },
            "gamma" => request with { Gamma = 0.5 },
            "mixing" => request with { Mixing = 0.5 },
            _ => request with { Alternate = true },
        };

        var refused = await Assert.ThrowsAsync<LimitExceededException>(() => Service.Inverter.InvertAsync(request));

        Assert.Equal((setting, allowed), (refused.Setting, refused.Allowed));
    }

    [Fact]
    public async Task Plans_say_the_settings_that_their_sampler_has_and_no_others()
    {
        var picture = await Picture();
        async Task<EditPlan> Resolve(string sampler) => (await Service.Editor.ProposeAsync(picture.Id, Plan(Source, Target) with { Sampler = sampler })).Plan;

        var (bdia, edict, obelm) = (await Resolve("bdia"), await Resolve("edict"), await Resolve("o-belm"));

        Assert.Equal((null, 0.96, null, null), (bdia.Kappa, bdia.Gamma, bdia.Mixing, bdia.Alternate));
        Assert.Equal((null, null, 0.93, false), (edict.Kappa, edict.Gamma, edict.Mixing, edict.Alternate));
        Assert.Equal((1, null, null, null), (obelm.Kappa, obelm.Gamma, obelm.Mixing, obelm.Alternate));
    }

    [Fact]
    public async Task Each_setting_of_a_sampler_makes_an_inversion_of_its_own_that_comes_back()
    {
        var picture = await Picture();
        InvertRequest Of(string sampler) => new() { ImageId = picture.Id, Prompt = Source, Sampler = sampler, Steps = 6 };
        InvertRequest[] requests =
        [
            Of("bdia"), Of("bdia") with { Gamma = 0.8 }, Of("edict"), Of("edict") with { Mixing = 0.8 }, Of("edict") with { Mixing = 0.8, Alternate = true },
        ];
        var inversions = new List<InvertResult>();
        foreach (var request in requests)
        {
            inversions.Add(await Service.Inverter.InvertAsync(request));
        }

        var again = await Service.Inverter.InvertAsync(requests[^1]);
        Assert.Equal(5, inversions.Select(inversion => inversion.InversionId).Distinct().Count());
        Assert.Equal(inversions[^1].InversionId, again.InversionId);
        Assert.Equal([0.96, 0.8, null, null, null], inversions.Select(inversion => inversion.Gamma));
        Assert.Equal([null, null, 0.93, 0.8, 0.8], inversions.Select(inversion => inversion.Mixing));
        Assert.Equal([null, null, false, false, true], inversions.Select(inversion => inversion.Alternate));
        Assert.All(inversions, inversion => Assert.InRange(inversion.LatentMse!.Value, 0, 1e-10));
        foreach (var (inversion, request) in inversions.Zip(requests))
        {
            var back = await Service.Inverter.ReconstructAsync(inversion.InversionId);
            Assert.InRange((await Service.Images.CompareAsync(back.ImageId, (await Service.Inverter.ReconstructAsync(inversion.Path)).ImageId)).Psnr, 99, 99);
            Assert.Equal((request.Gamma ?? inversion.Gamma, inversion.Mixing), (back.Picture.Recipe.Gamma, back.Picture.Recipe.Mixing));
        }
    }

    [Fact]
    public async Task A_setting_that_lets_the_state_outgrow_the_network_is_named()
    {
        var request = await Invert("bdia") with { Gamma = 0.1, Steps = 50 };

        var diverged = await Assert.ThrowsAsync<DivergedStateException>(() => Service.Inverter.InvertAsync(request));

        Assert.Equal(("gamma", 0.1, 50), (diverged.Setting, diverged.Value, diverged.Steps));
    }

    [Theory]
    [InlineData("leading", 0, 9)]
    [InlineData("leading", 1, 10)]
    [InlineData("linspace", 0, 9)]
    public async Task The_schedulers_own_grid_has_its_clean_end_and_is_recognised_under_any_setting(string spacing, int offset, int steps)
    {
        var model = Path.Combine(_house.Library, "model");
        CopyModel(model, spacing, offset);
        using var diffusers = new EditingHouse(library: _house.Library, model: model, configure: services =>
            services.Configure<EditingOptions>(options => options.TimeGrid = "scheduler"));
        using var elsewhere = new EditingHouse(library: _house.Library, model: model);
        var picture = (await diffusers.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = Source, Seed = 1, Steps = 10 })).Picture;

        var inverted = await diffusers.Service.Inverter.InvertAsync(new InvertRequest { ImageId = picture.Id, Prompt = Source, Steps = 10 });
        var metadata = (await _house.Get<InversionStore>().LoadAsync(inverted.InversionId)).Metadata;
        var here = await diffusers.Service.Inverter.ReconstructAsync(inverted.InversionId);
        var there = await elsewhere.Service.Inverter.ReconstructAsync(inverted.InversionId);
        var proposal = await diffusers.Service.Editor.ProposeAsync(picture.Id, Plan(Source, Target));
        var edited = await diffusers.Service.Editor.EditAsync(proposal.Id);

        Assert.Equal((steps, steps, 0.0), (metadata.Steps, metadata.Node, metadata.Grid.Timesteps[0]));
        Assert.InRange(metadata.Grid.Alphas[0], 0.99, 0.99999);
        Assert.InRange(inverted.LatentMse!.Value, 0, 1e-10);
        Assert.Equal(here.LatentSha256, there.LatentSha256);
        // The edit uses the existing inversion.
        Assert.Equal(proposal.UnetEvaluations - steps, edited.UnetEvaluations);

        static void CopyModel(string to, string spacing, int offset)
        {
            var from = Path.Combine(AppContext.BaseDirectory, "models", "toytown");
            foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(to, Path.GetRelativePath(from, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }

            var path = Path.Combine(to, "scheduler", "scheduler_config.json");
            var config = JsonNode.Parse(File.ReadAllText(path))!;
            (config["set_alpha_to_one"], config["timestep_spacing"], config["steps_offset"]) = (false, spacing, offset);
            File.WriteAllText(path, config.ToJsonString());
        }
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_picture()
    {
        var request = new GenerateRequest { Prompt = Source, Seed = 5, Steps = 10 };
        var one = await Service.Generator.GenerateAsync(request);
        var other = await Service.Generator.GenerateAsync(request);
        var another = await Service.Generator.GenerateAsync(request with { Seed = 6 });

        Assert.Equal(99, (await Service.Images.CompareAsync(one.ImageId, other.ImageId)).Psnr);
        Assert.True((await Service.Images.CompareAsync(one.ImageId, another.ImageId)).Psnr < 40);
    }

    [Theory]
    [InlineData("house.png", "a red house on the left, on water, under a blue sky, with a cloud")]
    [InlineData("astronaut.png", null)]
    public async Task A_picture_is_described_only_if_the_model_knows_its_world(string file, string? caption)
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "samples", file), Path.Combine(_house.Library, file));
        var picture = await Service.Images.ImportAsync(Path.Combine(_house.Library, file));

        Assert.Equal(caption, (await Service.Images.DescribeAsync(picture.Id)).Caption);
    }

    [Fact]
    public async Task A_path_outside_the_library_is_refused()
    {
        var path = Path.Combine(Path.GetTempPath(), "somewhere-else.png");

        Assert.Equal("path_not_allowed", (await Assert.ThrowsAsync<BelmException>(() => Service.Images.ImportAsync(path))).Code);
        Assert.Equal("path_not_allowed", (await Assert.ThrowsAsync<BelmException>(() => Service.Inverter.ReconstructAsync(path))).Code);
    }

    public void Dispose() => _house.Dispose();

    private static EditPlan Plan(string source, string target) => new() { SourcePrompt = source, TargetPrompt = target, Steps = 10 };

    private async Task<Picture> Picture() => (await Service.Generator.GenerateAsync(new GenerateRequest { Prompt = Source, Seed = 1, Steps = 20 })).Picture;

    private async Task<InvertRequest> Invert(string sampler, double? kappa = null) =>
        new() { ImageId = (await Picture()).Id, Prompt = Source, Sampler = sampler, Kappa = kappa, Steps = 10 };

    private async Task<EditResult> Edit(string imageId, EditPlan plan) =>
        await Service.Editor.EditAsync((await Service.Editor.ProposeAsync(imageId, plan)).Id);

    private sealed class RecordingApprover : IEditApprover
    {
        public List<EditProposal> Seen { get; } = [];

        public ValueTask<bool> ApproveAsync(EditProposal proposal, CancellationToken cancellationToken)
        {
            Seen.Add(proposal);
            return ValueTask.FromResult(true);
        }
    }
}
