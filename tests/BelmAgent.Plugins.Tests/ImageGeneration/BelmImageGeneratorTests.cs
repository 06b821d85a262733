#pragma warning disable MEAI001 // IImageGenerator is experimental.
using System.Text;
using BelmAgent.Editing;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Plugins.ImageGeneration;
using BelmAgent.Plugins.Tests.Fakes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Plugins.Tests.ImageGeneration;

public sealed class BelmImageGeneratorTests : IDisposable
{
    private readonly BelmHouse _house = new(services => services.AddBelmImageGenerator());
    private readonly IImageGenerator _generator;

    public BelmImageGeneratorTests() => _generator = _house.Services.GetRequiredService<IImageGenerator>();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task Without_an_original_the_prompt_is_drawn_with_one_seed_after_another()
    {
        var made = await _generator.GenerateImagesAsync("a boat", new() { Count = 2, AdditionalProperties = Settings(new() { Seed = 7, Steps = 9, Guidance = 3 }) });

        Assert.Equal(["a boat", "a boat"], made.Contents.Select(Text));
        Assert.Equal(["generate", "generate"], _house.Service.Calls);
        Assert.Equal((8L, 9, 3.0), (_house.Service.Generated!.Seed, _house.Service.Generated.Steps, _house.Service.Generated.Guidance));
        var last = Assert.IsType<DataContent>(made.Contents[^1]);
        Assert.Equal("image/png", last.MediaType);
        await _house.Service.GetAsync(Assert.IsType<string>(last.AdditionalProperties!["image_id"]));
    }

    [Fact]
    public async Task An_original_is_edited_as_the_prompt_says()
    {
        var edited = await _generator.EditImageAsync(Picture(BelmHouse.Caption), "make the house blue", new() { AdditionalProperties = Settings(new() { Steps = 9, Strength = 0.5 }) });

        Assert.Equal(BelmHouse.Caption.Replace("red house", "blue house", StringComparison.Ordinal), Text(Assert.Single(edited.Contents)));
        Assert.Equal((BelmHouse.Caption, 9, 0.5), (_house.Service.Proposed!.Plan.SourcePrompt, _house.Service.Proposed.Plan.Steps, _house.Service.Proposed.Plan.Strength));
        Assert.Equal("make the house blue", _house.Service.Proposed.Plan.Request);
    }

    [Fact]
    public async Task Each_original_is_edited()
    {
        var edited = await _generator.EditImagesAsync([Picture("a red house"), Picture("a red car")], "make it night");

        Assert.Equal(2, edited.Contents.Count);
        Assert.Equal(2, _house.Service.Edited.Count);
    }

    [Fact]
    public async Task Caption_target_and_mask_may_be_given()
    {
        var settings = new BelmImageSettings { Caption = "a tabby", TargetPrompt = "a lion", Mask = Picture("white") };

        var edited = await _generator.EditImageAsync(Picture("unknown"), "a lion instead", new() { AdditionalProperties = Settings(settings) });

        Assert.Equal("a lion", Text(Assert.Single(edited.Contents)));
        Assert.Equal(("a tabby", "msk_1"), (_house.Service.Proposed!.Plan.SourcePrompt, _house.Service.Proposed.Plan.DirectInversion.MaskId));
    }

    [Fact]
    public async Task A_question_is_an_error_where_nobody_can_be_asked()
    {
        var asked = await Assert.ThrowsAsync<BelmException>(() => _generator.EditImageAsync(Picture("a red car on the left and a blue car on the right"), "make the car green"));

        Assert.Equal("request_unclear", asked.Code);
        Assert.EndsWith("?", asked.Problem, StringComparison.Ordinal);
        Assert.Empty(_house.Service.Edited);
    }

    [Fact]
    public async Task An_edit_needs_approval_here_too()
    {
        _house.Service.Approves = false;

        Assert.Equal("not_approved", (await Assert.ThrowsAsync<BelmException>(() => _generator.EditImageAsync(Picture(BelmHouse.Caption), "make the house blue"))).Code);
    }

    [Fact]
    public async Task What_is_not_made_here_is_refused()
    {
        var original = Picture(BelmHouse.Caption);
        await Assert.ThrowsAsync<LimitExceededException>(() => _generator.GenerateImagesAsync("a boat", new() { MediaType = "image/webp" }));
        await Assert.ThrowsAsync<LimitExceededException>(() => _generator.GenerateImagesAsync("a boat", new() { ResponseFormat = ImageGenerationResponseFormat.Uri }));
        await Assert.ThrowsAsync<LimitExceededException>(() => _generator.GenerateImagesAsync("a boat", new() { Count = 11 }));
        await Assert.ThrowsAsync<LimitExceededException>(() => _generator.EditImageAsync(original, "make it night", new() { Count = 2 }));
        await Assert.ThrowsAsync<ArgumentException>(() => _generator.EditImagesAsync([new UriContent("http://localhost/a.png", "image/png")], "make it night"));
        await Assert.ThrowsAsync<ArgumentException>(() => _generator.GenerateAsync(new ImageGenerationRequest()));
        await Assert.ThrowsAsync<ArgumentException>(() => _generator.GenerateImagesAsync("a boat", new() { AdditionalProperties = new() { [BelmImageSettings.Key] = 7 } }));

        Assert.Empty(_house.Service.Calls);
    }

    [Fact]
    public void It_says_what_it_is()
    {
        Assert.Equal("belm", _generator.GetService<ImageGeneratorMetadata>()?.ProviderName);
        Assert.Same(_house.Services.GetRequiredService<ImageOperations>(), _generator.GetService<ImageOperations>());
        Assert.Null(_generator.GetService<IChatClient>());
    }

    private static DataContent Picture(string shows) => new(Encoding.UTF8.GetBytes(shows), "image/png");

    private static string Text(AIContent picture) => Encoding.UTF8.GetString(Assert.IsType<DataContent>(picture).Data.Span);

    private static AdditionalPropertiesDictionary Settings(BelmImageSettings settings) => new() { [BelmImageSettings.Key] = settings };
}
