using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Editing.Tests.Edits;

/// <summary>Edits that share attention with their source, or are bounded by a blend or a mask.</summary>
public sealed class HeldEditTests : IDisposable
{
    private const string Source = "a red house on the left, on grass, under a blue sky";
    private const string Target = "a blue house on the left, on grass, under a blue sky";
    private const int Steps = 10;
    private readonly EditingHouse _house = new();

    private ImageOperations Service => _house.Service;

    public static TheoryData<DirectInversionSetting> Holding =>
    [
        new DirectInversionSetting { Control = AttentionControl.PromptToPrompt, CrossSteps = 0.4, SelfSteps = 0.6 },
        new DirectInversionSetting { Control = AttentionControl.PromptToPrompt, CrossSteps = 1, SelfSteps = 1 },
        new DirectInversionSetting { Control = AttentionControl.PromptToPrompt, CrossSteps = 0, SelfSteps = 0, WordSteps = new Dictionary<string, double> { ["house"] = 0.5 } },
        new DirectInversionSetting { Control = AttentionControl.MutualSelfAttention, SelfSteps = 0.5 },
        new DirectInversionSetting { Control = AttentionControl.MutualSelfAttentionSingleSource, SelfSteps = 0.5 },
        new DirectInversionSetting { Control = AttentionControl.MutualSelfAttention, SelfSteps = 0, BlendWords = ["house"] },
        new DirectInversionSetting { BlendWords = ["house"] },
        new DirectInversionSetting { Blend = BlendKind.WordsMinMax },
        new DirectInversionSetting { Blend = BlendKind.Departure },
        new DirectInversionSetting { Control = AttentionControl.None },
    ];

    [Theory]
    [MemberData(nameof(Holding))]
    public async Task An_edit_that_asks_for_nothing_changes_nothing(DirectInversionSetting setting)
    {
        var picture = await Picture();

        var result = await Edit(picture, Plan(Source, setting) with { Guidance = 1 });

        Assert.InRange(result.Measures.Psnr, 70, 99);
    }

    [Theory]
    [MemberData(nameof(Holding))]
    public async Task It_costs_what_the_proposal_says_and_at_most_four_rows_a_step_or_five_with_MasaCtrl(DirectInversionSetting setting)
    {
        var picture = await Picture();
        foreach (var plan in (EditPlan[])
        [
            Plan(Target, setting),
            Plan(Target, setting) with { Sampler = "belm", Kappa = 0.75, TargetSampler = TargetSampler.Kick },
            Plan(Target, setting) with { Sampler = "bdia", TargetSampler = TargetSampler.Carried, Guidance = 1 },
            Plan(Target, setting) with { Sampler = "ddim", Strength = 0.7 },
        ])
        {
            var proposal = await Service.Editor.ProposeAsync(picture.Id, plan);
            var result = await Service.Editor.EditAsync(proposal.Id);

            Assert.Equal(proposal.UnetEvaluations, result.UnetEvaluations);
            Assert.InRange(result.UnetEvaluations, 1, ((setting.Control == AttentionControl.MutualSelfAttention ? 5 : 4) * Steps) + 3);
        }
    }

    // With the other samplers, each is run above.
    [Theory]
    [InlineData(AttentionControl.PromptToPrompt)]
    [InlineData(AttentionControl.MutualSelfAttention)]
    [InlineData(AttentionControl.MutualSelfAttentionSingleSource)]
    [InlineData(AttentionControl.None)]
    public async Task Every_control_runs_with_coupled_chains(AttentionControl control)
    {
        var result = await Edit(await Picture(), Plan(Target, new() { Control = control, SelfSteps = 0.5 }) with { Sampler = "edict", Guidance = 1 });

        Assert.True(result.Measures.Psnr > 10);
    }

    [Fact]
    public async Task Closed_windows_are_no_control()
    {
        var picture = await Picture();
        var bare = new FrameSetting { Compose = false };
        var plain = await Edit(picture, Plan(Target, new() { Control = AttentionControl.None }) with { Frame = bare });

        var closed = await Edit(picture, Plan(Target, new() { Control = AttentionControl.PromptToPrompt, CrossSteps = 0, SelfSteps = 0 }) with { Frame = bare });
        var open = await Edit(picture, Plan(Target, new() { Control = AttentionControl.PromptToPrompt, CrossSteps = 0.8, SelfSteps = 0.8 }) with { Frame = bare });
        var mutual = await Edit(picture, Plan(Target, new() { Control = AttentionControl.MutualSelfAttention, SelfSteps = 1 }) with { Frame = bare });

        // Another session may round differently: a few pixels may then differ by one.
        Assert.InRange((await Service.Images.CompareAsync(plain.ImageId, closed.ImageId)).Psnr, 70, 99);
        Assert.InRange((await Service.Images.CompareAsync(plain.ImageId, open.ImageId)).Psnr, 10, 45);
        Assert.InRange((await Service.Images.CompareAsync(plain.ImageId, mutual.ImageId)).Psnr, 10, 65);
    }

    [Fact]
    public async Task MasaCtrl_costs_one_row_a_step_more_than_its_single_source_variant_where_the_source_has_a_prompt()
    {
        var picture = await Picture();
        async Task<int> Cost(AttentionControl control, string source, double guidance) => (await Service.Editor.ProposeAsync(
            picture.Id, Plan(Target, new() { Control = control, SelfSteps = 1 }) with { SourcePrompt = source, Guidance = guidance })).UnetEvaluations;

        Assert.Equal(Steps, await More(Source, 2));
        Assert.Equal(0, await More(Source, 1));
        Assert.Equal(0, await More("", 2));

        async Task<int> More(string source, double guidance) =>
            await Cost(AttentionControl.MutualSelfAttention, source, guidance) - await Cost(AttentionControl.MutualSelfAttentionSingleSource, source, guidance);
    }

    [Fact]
    public async Task Sharing_all_attention_keeps_the_source_more()
    {
        var picture = await Picture();
        var plain = await Edit(picture, Plan(Target, new() { Control = AttentionControl.None }) with { Guidance = 1 });

        var held = await Edit(picture, Plan(Target, new() { Control = AttentionControl.PromptToPrompt, CrossSteps = 1, SelfSteps = 1 }) with { Guidance = 1 });

        Assert.True(held.Measures.Psnr > plain.Measures.Psnr, $"{held.Measures.Psnr} {plain.Measures.Psnr}");
    }

    [Theory]
    [InlineData(TargetSampler.TrajectoryCorrected)]
    [InlineData(TargetSampler.Kick)]
    [InlineData(TargetSampler.Carried)]
    public async Task Outside_a_mask_every_pixel_stays(TargetSampler target)
    {
        var picture = await Picture();
        var before = await Pixels(picture.Id);
        var mask = await Service.Images.ImportMaskAsync(Save(128, 128, (x, _) => x < 64), picture.Id);

        var result = await Edit(picture, Plan(Target, new() { MaskId = mask.Id }) with { TargetSampler = target });

        var after = await Pixels(result.ImageId);
        Assert.All(Enumerable.Range(0, 128), y => Assert.Equal(before.Row(y)[(64 * 3)..].ToArray(), after.Row(y)[(64 * 3)..].ToArray()));
        Assert.NotEqual(before.Pixels.ToArray(), after.Pixels.ToArray());
    }

    [Fact]
    public async Task A_mask_on_an_edited_picture_keeps_what_that_shows()
    {
        var picture = await Picture();
        var first = await Edit(picture, Plan("a red house on the left, on snow, under a blue sky", new()));
        var before = await Pixels(first.ImageId);
        var mask = await Service.Images.ImportMaskAsync(Save(128, 128, (_, y) => y < 40), first.ImageId);

        var second = await Edit(first.Picture, new EditPlan
        {
            SourcePrompt = "a red house on the left, on snow, under a blue sky",
            TargetPrompt = "a red house on the left, on snow, under a night sky",
            Steps = Steps,
            DirectInversion = new() { MaskId = mask.Id },
        });

        var after = await Pixels(second.ImageId);
        Assert.All(Enumerable.Range(40, 88), y => Assert.Equal(before.Row(y).ToArray(), after.Row(y).ToArray()));
        Assert.Equal("a red house on the left, on snow, under a blue sky", second.Plan.SourcePrompt);
    }

    [Fact]
    public async Task After_a_masked_edit_the_next_one_starts_from_its_result()
    {
        var picture = await Picture();
        var mask = await Service.Images.ImportMaskAsync(Save(128, 128, (x, _) => x < 64), picture.Id);
        var masked = await Edit(picture, Plan(Target, new() { MaskId = mask.Id }));

        var next = await Edit(masked.Picture, new EditPlan { SourcePrompt = Target, TargetPrompt = "a blue house on the left, on snow, under a blue sky", Steps = Steps });

        Assert.Equal(masked.ImageId, next.Picture.Recipe.RootId);
        Assert.Equal(Target, next.Plan.SourcePrompt);
    }

    [Fact]
    public async Task An_edit_of_one_place_does_not_close_on_an_earlier_one_of_the_whole()
    {
        var picture = await Picture();
        var first = await Edit(picture, Plan("a red house on the left, on snow, under a blue sky", new()) with { EditType = EditType.ChangeBackground });
        var plan = new EditPlan
        {
            SourcePrompt = "a red house on the left, on snow, under a blue sky", TargetPrompt = "a blue house on the left, on snow, under a blue sky",
            EditType = EditType.ChangeColor, Steps = Steps,
        };

        var second = await Service.Editor.ProposeAsync(first.ImageId, plan);
        var alone = await Service.Editor.ProposeAsync(picture.Id, plan);

        Assert.Equal((BlendKind.None, BlendKind.Departure), (second.Plan.DirectInversion.Blend!.Value, alone.Plan.DirectInversion.Blend!.Value));

        // The ground is drawn again, so by what drew it before.
        Assert.Equal(("ddim", "ddim", "o-belm"), (first.Plan.Sampler, second.Plan.Sampler, alone.Plan.Sampler));
        Assert.Equal(first.Plan.TargetSampler, second.Plan.TargetSampler);
    }

    [Fact]
    public async Task What_is_transparent_and_unchanged_stays_transparent()
    {
        var drawn = await Pixels((await Picture()).Id);
        var (pixels, alpha) = (drawn.Pixels.ToArray(), new byte[drawn.Width * drawn.Height]);
        for (var k = 0; k < alpha.Length; k++)
        {
            alpha[k] = k % drawn.Width < 100 ? byte.MaxValue : byte.MinValue;
            if (alpha[k] == 0)
            {
                pixels.AsSpan(k * 3, 3).Fill(byte.MaxValue);
            }
        }

        var path = Path.Combine(_house.Library, "cut.png");
        ImageCodec.WriteFile(path, new RgbImage(drawn.Width, drawn.Height, pixels) { Alpha = alpha });
        var source = await Service.Images.ImportAsync(path);

        var after = await Pixels((await Edit(source, Plan(Target, new() { Blend = BlendKind.Departure }))).ImageId);

        var same = Enumerable.Range(0, alpha.Length).Where(k => after.Pixels.Slice(k * 3, 3).SequenceEqual(pixels.AsSpan(k * 3, 3))).ToList();
        Assert.InRange(same.Count, alpha.Length / 4, alpha.Length - 1);
        Assert.All(same, k => Assert.Equal(alpha[k], after.Alpha.Span[k]));
        Assert.Contains(same, k => alpha[k] == 0);
    }

    [Fact]
    public async Task A_mask_is_no_picture_and_a_picture_no_mask()
    {
        var picture = await Picture();
        var mask = await Service.Images.ImportMaskAsync(Save(128, 128, (x, _) => x < 64), picture.Id);

        Assert.Equal("image_id", (await Assert.ThrowsAsync<LimitExceededException>(() => Edit(mask, Plan(Target, new())))).Setting);
        Assert.Equal("mask_id", (await Assert.ThrowsAsync<LimitExceededException>(() => Edit(picture, Plan(Target, new() { MaskId = picture.Id })))).Setting);
        Assert.Equal(picture.Id, Assert.Single(await Service.Images.ListHistoryAsync()).Id);
    }

    [Fact]
    public async Task A_mask_as_thin_as_a_line_still_lets_the_picture_change_there()
    {
        var picture = await Picture();
        var before = await Pixels(picture.Id);
        var mask = await Service.Images.ImportMaskAsync(Save(128, 128, (_, y) => y == 100), picture.Id);

        var after = await Pixels((await Edit(picture, Plan("a red house on the left, on snow, under a blue sky", new() { MaskId = mask.Id }))).ImageId);

        Assert.NotEqual(before.Row(100).ToArray(), after.Row(100).ToArray());
        Assert.Equal(before.Row(99).ToArray(), after.Row(99).ToArray());
    }

    [Fact]
    public async Task A_mask_may_have_the_size_of_the_file_that_was_imported()
    {
        var file = Save(300, 200, (_, _) => true, "picture.png");
        var picture = await Service.Images.ImportAsync(file);

        var mask = await Service.Images.ImportMaskAsync(Save(300, 200, (x, _) => x < 150), picture.Id);

        Assert.Equal((picture.Width, picture.Height, PictureKind.Mask), (mask.Width, mask.Height, mask.Recipe.Kind));
        var refused = await Assert.ThrowsAsync<LimitExceededException>(() => Service.Images.ImportMaskAsync(Save(64, 64, (_, _) => true), picture.Id));
        Assert.Equal("mask", refused.Setting);
        Assert.Contains("300×200", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mask_without_white_is_refused()
    {
        var picture = await Picture();

        var refused = await Assert.ThrowsAsync<LimitExceededException>(() => Service.Images.ImportMaskAsync(Save(128, 128, (_, _) => false), picture.Id));

        Assert.Equal("mask", refused.Setting);
    }

    [Fact]
    public async Task Words_that_are_in_neither_prompt_are_refused_and_leave_nothing()
    {
        var picture = await Picture();
        foreach (var (setting, plan) in ((string, EditPlan)[])
        [
            ("blend_words", Plan(Target, new() { BlendWords = ["house", "dinosaur"] })),
            ("word_steps", Plan(Target, P2p() with { WordSteps = new Dictionary<string, double> { ["red"] = 0.5 } })),
            ("word_weights", Plan(Target, P2p() with { WordWeights = new Dictionary<string, double> { ["dinosaur"] = 2 } })),
        ])
        {
            var refused = await Assert.ThrowsAsync<LimitExceededException>(() => Edit(picture, plan));
            Assert.Equal(setting, refused.Setting);
        }

        Assert.Single(await Service.Images.ListHistoryAsync());
        Assert.Empty(await _house.Get<InversionStore>().ListAsync());
    }

    [Fact]
    public async Task Replace_of_different_word_counts_falls_back_and_says_so()
    {
        var picture = await Picture();
        const string Longer = "a blue house on the left and a tree on the right, on grass, under a blue sky";

        var replaced = await Edit(picture, Plan(Longer, P2p() with { CrossMode = CrossMode.Replace }));
        var refined = await Edit(picture, Plan(Longer, P2p()));

        Assert.Contains("Refine", Assert.Single(replaced.Notes), StringComparison.Ordinal);
        Assert.Empty(refined.Notes);
        Assert.Equal((await Pixels(refined.ImageId)).Pixels.ToArray(), (await Pixels(replaced.ImageId)).Pixels.ToArray());
    }

    [Fact]
    public async Task A_prompt_beyond_the_models_tokens_is_told_or_refused()
    {
        var picture = await Picture();
        var many = string.Join(", ", Enumerable.Repeat("on grass", 30));

        var told = await Edit(picture, Plan($"{Target}, {many}", P2p()));
        var refused = await Assert.ThrowsAsync<LimitExceededException>(() => Edit(picture, new EditPlan
        {
            SourcePrompt = $"{Source}, {many}, with a sun", TargetPrompt = $"{Source}, {many}, with a cloud", Steps = Steps,
        }));

        Assert.Contains("target prompt is longer", Assert.Single(told.Notes), StringComparison.Ordinal);
        Assert.Equal("target_prompt", refused.Setting);
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_is_told_and_the_edit_runs()
    {
        var picture = await Picture();
        File.WriteAllText(Path.Combine(_house.Library, "attention"), "a file where the cache folder should be");

        var result = await Edit(picture, Plan(Target, P2p()));

        Assert.Contains("CacheFolder", Assert.Single(result.Notes), StringComparison.Ordinal);
    }

    public void Dispose() => _house.Dispose();

    private static DirectInversionSetting P2p() => new() { Control = AttentionControl.PromptToPrompt, CrossSteps = 0.4, SelfSteps = 0.4 };

    private static EditPlan Plan(string target, DirectInversionSetting setting) =>
        new() { SourcePrompt = Source, TargetPrompt = target, Steps = Steps, DirectInversion = setting };

    private async Task<Picture> Picture() => (await Service.Generator.GenerateAsync(new GenerateRequest { Prompt = Source, Seed = 1, Steps = 20 })).Picture;

    private async Task<RgbImage> Pixels(string id) => await _house.Get<PictureLibrary>().ReadImageAsync(id);

    private async Task<EditResult> Edit(Picture picture, EditPlan plan) =>
        await Service.Editor.EditAsync((await Service.Editor.ProposeAsync(picture.Id, plan)).Id);

    private string Save(int width, int height, Func<int, int, bool> white, string name = "mask.png")
    {
        var pixels = new byte[width * height * 3];
        for (var k = 0; k < width * height; k++)
        {
            pixels.AsSpan(k * 3, 3).Fill(white(k % width, k / width) ? (byte)255 : (byte)0);
        }

        var path = Path.Combine(_house.Library, name);
        ImageCodec.WriteFile(path, new RgbImage(width, height, pixels));
        return path;
    }
}
