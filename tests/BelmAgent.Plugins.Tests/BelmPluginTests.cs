using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using BelmAgent.Diffusion.Models;
using BelmAgent.Editing;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Planning;
using BelmAgent.Plugins.Chat;
using BelmAgent.Plugins.Results;
using BelmAgent.Plugins.Tests.Fakes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;

namespace BelmAgent.Plugins.Tests;

public partial class BelmPluginTests
{
    private readonly FakeDomain _service = new();
    private readonly BelmPlugin _plugin;
    private readonly string _image;

    public BelmPluginTests()
    {
        _plugin = new BelmPlugin(
            _service.Operations, BelmHouse.Planner, new InProcessEditJobs(_service.Operations.Editor, new LibraryId(TimeProvider.System)), Options.Create(new BelmOptions { Wait = TimeSpan.FromHours(1) }));
        _image = _service.Add(BelmHouse.Caption);
    }

    public static TheoryData<string> Functions => [.. Methods().Select(method => method.Name)];

    [Fact]
    public void There_are_at_most_ten_functions() => Assert.Equal(10, Methods().Count());

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_is_described_for_a_model(string name)
    {
        var method = Methods().Single(method => method.Name == name);

        Assert.Matches(SnakeCase(), method.GetCustomAttribute<KernelFunctionAttribute>()!.Name);
        Assert.NotEmpty(method.GetCustomAttribute<DescriptionAttribute>()!.Description);
        foreach (var parameter in method.GetParameters().Where(parameter => parameter.ParameterType != typeof(CancellationToken)))
        {
            Assert.Matches(SnakeCase(), parameter.Name);
            var description = parameter.GetCustomAttribute<DescriptionAttribute>()!.Description;
            var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
            Assert.True(type == typeof(string) || type.IsPrimitive, $"{parameter.Name} must be a flat primitive.");
            if (parameter.HasDefaultValue)
            {
                Assert.Null(parameter.DefaultValue);
                Assert.True(type == typeof(string) || Nullable.GetUnderlyingType(parameter.ParameterType) is not null);
                Assert.True(description.Contains("Default:", StringComparison.Ordinal), $"{parameter.Name} must name its default.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_result_is_named_for_the_wire_and_holds_no_bytes_or_paths(string name)
    {
        var result = Methods().Single(method => method.Name == name).ReturnType.GetGenericArguments()[0];

        Assert.True(result.IsSubclassOf(typeof(BelmResult)));
        foreach (var property in result.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var wire = property.GetCustomAttribute<System.Text.Json.Serialization.JsonPropertyNameAttribute>()!.Name;
            Assert.Matches(SnakeCase(), wire);
            Assert.DoesNotContain("path", wire, StringComparison.Ordinal);
            Assert.NotEqual(typeof(byte[]), property.PropertyType);
        }
    }

    [Fact]
    public async Task Plans_proposes_and_edits()
    {
        var plan = await _plugin.PlanEditAsync(_image, "make it night", steps: 20, guidance: 4, strength: 0.8);
        var edit = await _plugin.EditImageAsync(plan.ProposalId!);

        Assert.Equal((20, 4.0, 0.8), (_service.Proposed!.Plan.Steps, _service.Proposed.Plan.Guidance, _service.Proposed.Plan.Strength));
        Assert.Equal(["The sun goes: a sky of night holds none."], plan.Notes);
        Assert.Equal(_image, edit.ParentId);
        Assert.Equal("a red house on the left, on grass, under a night sky", edit.TargetPrompt);
        Assert.Equal(Editing.Checks.EditOutcome.Passed, edit.Check!.Result);
    }

    [Fact]
    public async Task A_part_and_a_fit_are_taken_as_given()
    {
        await _plugin.PlanEditAsync(_image, "make it night", window: "4, 8,64,32", fit: "crop");

        Assert.Equal(new FrameSetting { Fit = PictureFit.Crop, Window = EditWindow.Parse("4,8,64,32") }, _service.Proposed!.Plan.Frame);
        Assert.Equal("limit_exceeded", (await _plugin.PlanEditAsync(_image, "make it night", window: "the left")).Error!.Code);
        Assert.Equal("limit_exceeded", (await _plugin.PlanEditAsync(_image, "make it night", fit: "squeeze")).Error!.Code);
    }

    [Fact]
    public async Task A_question_proposes_nothing()
    {
        var plan = await _plugin.PlanEditAsync(_image, "add a dragon");

        Assert.Contains("dragon", plan.Question, StringComparison.Ordinal);
        Assert.Null(plan.ProposalId);
        Assert.DoesNotContain("propose", _service.Calls);
    }

    [Fact]
    public async Task A_target_prompt_goes_past_the_planner()
    {
        var plan = await _plugin.PlanEditAsync(_image, "as I say", caption: "a house", target_prompt: "a castle");

        Assert.Equal(("a house", "a castle"), (plan.Plan!.SourcePrompt, plan.Plan.TargetPrompt));
    }

    [Fact]
    public async Task A_caption_of_the_person_helps_where_nothing_can_describe()
    {
        var image = _service.Add(null);

        var asked = await _plugin.PlanEditAsync(image, "make the dog black");
        var told = await _plugin.PlanEditAsync(image, "make the dog black", caption: "a dog");

        Assert.Contains("What does the image show?", asked.Question, StringComparison.Ordinal);
        Assert.Equal("a black dog", told.Plan!.TargetPrompt);
    }

    [Fact]
    public async Task An_unknown_picture_names_the_known_ones()
    {
        var result = await _plugin.DescribeImageAsync("img_x");

        Assert.Equal("image_not_found", result.Error!.Code);
        Assert.Equal([_image], result.Error.KnownIds);
        Assert.Null(result.ImageId);
    }

    [Fact]
    public async Task A_refusal_is_a_result()
    {
        _service.Approves = false;
        var plan = await _plugin.PlanEditAsync(_image, "make it night");

        var edit = await _plugin.EditImageAsync(plan.ProposalId!);

        Assert.Equal("not_approved", edit.Error!.Code);
        Assert.Null(edit.ImageId);
    }

    [Fact]
    public async Task Expected_failures_are_results()
    {
        Assert.Equal("proposal_not_found", (await _plugin.EditImageAsync("prop_9")).Error!.Code);
        Assert.Equal("limit_exceeded", (await _plugin.PlanEditAsync(_image, "make it night", steps: 2000)).Error!.Code);
        Assert.Equal("nothing_to_undo", (await _plugin.UndoEditAsync(_image)).Error!.Code);

        _service.Failure = new PlannerUnavailableException("It is down.", "Start it.");
        Assert.Equal(("planner_unavailable", "It is down.", "Start it."), Parts((await _plugin.DescribeImageAsync(_image)).Error!));

        _service.Failure = ModelException.Missing("/secret/model.onnx", "the UNet");
        Assert.DoesNotContain("secret", (await _plugin.GenerateImageAsync("a house")).Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_of_the_program_is_no_result()
    {
        _service.Failure = new InvalidOperationException("a bug");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _plugin.DescribeImageAsync(_image));

        _service.Failure = new OperationCanceledException();
        await Assert.ThrowsAsync<OperationCanceledException>(() => _plugin.DescribeImageAsync(_image));
    }

    [Fact]
    public async Task What_was_left_out_is_in_the_result_and_nothing_where_nothing_was()
    {
        Assert.Null((await _plugin.GenerateImageAsync("a house")).Notes);
        Assert.Null((await _plugin.InvertImageAsync(_image)).Notes);

        _service.Notes = ["The prompt is longer than what is read."];

        Assert.Equal(_service.Notes, (await _plugin.GenerateImageAsync("a house")).Notes);
        Assert.Equal(_service.Notes, (await _plugin.InvertImageAsync(_image)).Notes);
    }

    [Fact]
    public async Task Generates_inverts_compares_lists_and_undoes()
    {
        var made = await _plugin.GenerateImageAsync("a blue house", seed: 7, steps: 10, guidance: 2);
        var inverted = await _plugin.InvertImageAsync(_image);
        var plan = await _plugin.PlanEditAsync(_image, "make it night");
        var edited = await _plugin.EditImageAsync(plan.ProposalId!);
        var compared = await _plugin.CompareImagesAsync(_image, edited.ImageId!);
        var history = await _plugin.ListHistoryAsync(limit: 1000);
        var undone = await _plugin.UndoEditAsync(edited.ImageId!);

        Assert.Equal((7L, 10, 2.0), (made.Seed!.Value, _service.Generated!.Steps!.Value, _service.Generated.Guidance!.Value));
        Assert.Equal((BelmHouse.Caption, "o-belm"), (_service.Inverted!.Prompt, inverted.Sampler));
        Assert.Equal(34.25, compared.Measures!.BackgroundPsnr);
        Assert.Equal((3, 100), (history.Images!.Count, _service.Limit));
        Assert.Equal((_image, edited.ImageId, BelmHouse.Caption), (undone.ImageId, undone.UndoneImageId, undone.Caption));
    }

    [Fact]
    public void An_error_looks_the_same_whatever_serialises_it()
    {
        var error = new EditImageResult { Error = BelmError.Create("a_code", "A message.", "A remedy.") };

        foreach (var options in new[] { JsonSerializerOptions.Default, AIJsonUtilities.DefaultOptions })
        {
            var json = JsonSerializer.SerializeToElement(error, options);
            Assert.Equal("a_code", json.GetProperty("error").GetProperty("code").GetString());
        }

        var plan = JsonSerializer.SerializeToElement(new PlanEditResult { Plan = new EditPlan { SourcePrompt = "a", TargetPrompt = "b", EditType = EditType.ChangeColor } }, AIJsonUtilities.DefaultOptions);
        Assert.Equal("change_color", plan.GetProperty("plan").GetProperty("edit_type").GetString());
        Assert.False(plan.TryGetProperty("error", out _));
    }

    private static (string, string, string) Parts(BelmError error) => (error.Code, error.Message, error.Remedy);

    private static IEnumerable<MethodInfo> Methods() =>
        typeof(BelmPlugin).GetMethods().Where(method => method.IsDefined(typeof(KernelFunctionAttribute)));

    [GeneratedRegex("^[a-z]+(_[a-z]+)*$")]
    private static partial Regex SnakeCase();
}
