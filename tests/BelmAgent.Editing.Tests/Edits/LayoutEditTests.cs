using BelmAgent.Diffusion.Models;
using BelmAgent.Diffusion.Tests.Layouts;
using BelmAgent.Editing.Inversions;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Imaging;

namespace BelmAgent.Editing.Tests.Edits;

/// <summary>The domain with an entire model folder of each export layout.</summary>
public sealed class LayoutEditTests
{
    private const string Source = "a red house on the left";
    private const string Target = "a blue house on the left";

    public static TheoryData<string, double> TextToImage => new()
    {
        { LayoutFolder.Diffusers, 1e-10 },
        { LayoutFolder.OptimumOld, 1e-10 },
        { LayoutFolder.OptimumNew, 1e-10 },
        { LayoutFolder.Half, 1e-6 },
        { LayoutFolder.HalfInside, 1e-6 },
        { LayoutFolder.Sd2, 1e-10 },
    };

    [Theory]
    [MemberData(nameof(TextToImage))]
    public async Task A_text_to_image_layout_generates_inverts_and_edits(string name, double most)
    {
        using var folder = new LayoutFolder(name);
        using var house = new EditingHouse(model: folder.Path);

        var made = await house.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = Source, Seed = 1, Steps = 4 });
        var inverted = await house.Service.Inverter.InvertAsync(new InvertRequest { ImageId = made.ImageId, Prompt = Source, Steps = 10 });
        var back = await house.Service.Inverter.ReconstructAsync(inverted.InversionId);
        var edited = await house.Service.Editor.EditAsync((await house.Service.Editor.ProposeAsync(made.ImageId, new EditPlan
        {
            SourcePrompt = Source,
            TargetPrompt = Target,
            EditType = EditType.ChangeColor,
            Steps = 4,
        })).Id);

        Assert.InRange(inverted.LatentMse!.Value, 0, most);
        Assert.Equal((64, 64), (back.Picture.Width, back.Picture.Height));
        Assert.Equal(made.ImageId, edited.ParentId);
        // These networks are random, and their autoencoders too.
        Assert.Contains("Even without an edit", Assert.Single(edited.Notes), StringComparison.Ordinal);
        Assert.Equal(name == LayoutFolder.Diffusers, made.Flagged is not null && edited.Flagged is not null && back.Flagged is not null);
    }

    [Theory]
    [InlineData(220, 20, true)]
    [InlineData(20, 220, false)]
    public async Task A_flagged_picture_is_kept_as_it_is_and_its_recipe_says_so(byte red, byte blue, bool isFlagged)
    {
        using var folder = new LayoutFolder(LayoutFolder.Ddpm);
        using var checkedFolder = new LayoutFolder(LayoutFolder.Diffusers);
        foreach (var part in (string[])["safety_checker", "feature_extractor"])
        {
            Directory.Move(checkedFolder.File(part), folder.File(part));
        }

        using var house = new EditingHouse(model: folder.Path);
        var original = RgbImage.Filled(32, 32, new RgbColor(red, 20, blue));
        var picture = await house.Get<PictureLibrary>().AddAsync(original, new PictureRecipe { Kind = PictureKind.Imported });
        var inverted = await house.Service.Inverter.InvertAsync(new InvertRequest { ImageId = picture.Id, Prompt = "", Steps = 4 });

        var back = await house.Service.Inverter.ReconstructAsync(inverted.InversionId);

        Assert.Equal(isFlagged, back.Flagged);
        Assert.Equal(isFlagged, (await house.Service.Images.GetAsync(back.ImageId)).Recipe.Flagged);
        Assert.Equal(original.Pixels.ToArray(), (await house.Get<PictureLibrary>().ReadImageAsync(back.ImageId)).Pixels.ToArray());
    }

    [Fact]
    public async Task An_unconditional_model_generates_inverts_and_reconstructs()
    {
        using var folder = new LayoutFolder(LayoutFolder.Ddpm);
        using var house = new EditingHouse(model: folder.Path);
        var original = new RgbImage(32, 32, [.. Enumerable.Range(0, 32 * 32 * 3).Select(i => (byte)(i * 5))]);
        var picture = await house.Get<PictureLibrary>().AddAsync(original, new PictureRecipe { Kind = PictureKind.Imported });

        var made = await house.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = "", Seed = 1, Steps = 10 });
        var again = await house.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = "", Seed = 1, Steps = 10 });
        var inverted = await house.Service.Inverter.InvertAsync(new InvertRequest { ImageId = picture.Id, Prompt = "", Steps = 10 });
        var back = await house.Service.Inverter.ReconstructAsync(inverted.InversionId);

        Assert.Equal(10, made.UnetEvaluations);
        Assert.Equal(1, made.Picture.Recipe.Guidance);
        Assert.Equal(await Pixels(made.ImageId), await Pixels(again.ImageId));
        Assert.InRange(inverted.LatentMse!.Value, 0, 1e-10);
        Assert.Equal(0, inverted.AutoencoderMse);
        Assert.Equal(original.Pixels.ToArray(), await Pixels(back.ImageId));

        async Task<byte[]> Pixels(string id) => (await house.Get<PictureLibrary>().ReadImageAsync(id)).Pixels.ToArray();
    }

    [Theory]
    [InlineData(LayoutFolder.Ddpm, "")]
    [InlineData(LayoutFolder.Sd2, Source)]
    public async Task Between_two_inversions_lie_pictures_from_the_one_to_the_other(string name, string prompt)
    {
        using var folder = new LayoutFolder(name);
        using var house = new EditingHouse(model: folder.Path);
        var (one, other) = (await Invert(1), await Invert(2));
        var ends = new List<byte[]>();
        foreach (var inversion in (string[])[one, other])
        {
            ends.Add(await Pixels((await house.Service.Inverter.ReconstructAsync(inversion)).ImageId));
        }

        Assert.Equal(ends[0], await Between(0));
        Assert.Equal(ends[1], await Between(1));
        var middle = await Between(0.5);
        Assert.NotEqual(ends[0], middle);
        Assert.NotEqual(ends[1], middle);

        async Task<string> Invert(int seed)
        {
            var made = await house.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = prompt, Seed = seed, Steps = 4 });
            return (await house.Service.Inverter.InvertAsync(new InvertRequest { ImageId = made.ImageId, Prompt = prompt, Steps = 4 })).InversionId;
        }

        async Task<byte[]> Between(double fraction)
        {
            var made = await house.Service.Inverter.InterpolateAsync(new InterpolateRequest { Inversion = one, OtherInversion = other, Fraction = fraction });
            Assert.Equal((PictureKind.Interpolated, other, fraction), (made.Picture.Recipe.Kind, made.Picture.Recipe.OtherInversionId, made.Picture.Recipe.Fraction));
            return await Pixels(made.ImageId);
        }

        async Task<byte[]> Pixels(string id) => (await house.Get<PictureLibrary>().ReadImageAsync(id)).Pixels.ToArray();
    }

    [Fact]
    public async Task Inversions_made_otherwise_have_nothing_between_them()
    {
        using var folder = new LayoutFolder(LayoutFolder.Ddpm);
        using var house = new EditingHouse(model: folder.Path);
        var made = await house.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = "", Seed = 1, Steps = 2 });
        async Task<string> Invert(int steps, string sampler) => (await house.Service.Inverter.InvertAsync(
            new InvertRequest { ImageId = made.ImageId, Prompt = "", Steps = steps, Sampler = sampler, MeasureRoundTrip = false })).InversionId;
        var (one, shorter, bdia) = (await Invert(4, "o-belm"), await Invert(3, "o-belm"), await Invert(4, "bdia"));
        Task Between(string other, double fraction = 0.5) =>
            house.Service.Inverter.InterpolateAsync(new InterpolateRequest { Inversion = one, OtherInversion = other, Fraction = fraction });

        Assert.Equal(InversionAspect.Grid, (await Assert.ThrowsAsync<InversionMismatchException>(() => Between(shorter))).Aspect);
        Assert.Equal("other_inversion", (await Assert.ThrowsAsync<LimitExceededException>(() => Between(bdia))).Setting);
        Assert.Equal("fraction", (await Assert.ThrowsAsync<LimitExceededException>(() => Between(one, 1.5))).Setting);
    }

    [Fact]
    public async Task An_unconditional_model_refuses_prompts_guidance_and_edits()
    {
        using var folder = new LayoutFolder(LayoutFolder.Ddpm);
        using var house = new EditingHouse(model: folder.Path);
        var made = await house.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = "", Steps = 2 });

        Assert.Equal("prompts_not_taken", (await Assert.ThrowsAsync<ModelException>(() => house.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = "a cat", Steps = 2 }))).Code);
        Assert.Equal("prompts_not_taken", (await Assert.ThrowsAsync<ModelException>(() => house.Service.Inverter.InvertAsync(new InvertRequest { ImageId = made.ImageId, Prompt = "a cat", Steps = 2 }))).Code);
        await Assert.ThrowsAsync<ModelException>(
            () => house.Service.Editor.ProposeAsync(made.ImageId, new EditPlan { SourcePrompt = Source, TargetPrompt = Target, EditType = EditType.ChangeColor }));
        Assert.Equal("guidance", (await Assert.ThrowsAsync<LimitExceededException>(
            () => house.Service.Generator.GenerateAsync(new GenerateRequest { Prompt = "", Steps = 2, Guidance = 3 }))).Setting);
    }
}
