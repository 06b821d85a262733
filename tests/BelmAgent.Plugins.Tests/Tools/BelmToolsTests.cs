using System.Text.Json;
using BelmAgent.Editing.Edits;
using BelmAgent.Plugins.Chat;
using BelmAgent.Plugins.Results;
using BelmAgent.Plugins.Tests.Fakes;
using BelmAgent.Plugins.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using FunctionCallContent = Microsoft.Extensions.AI.FunctionCallContent;
using TextContent = Microsoft.Extensions.AI.TextContent;

namespace BelmAgent.Plugins.Tests.Tools;

public sealed class BelmToolsTests : IDisposable
{
    private readonly CountingFilter _filter = new();
    private readonly BelmHouse _house;
    private readonly IReadOnlyList<AIFunction> _tools;

    public BelmToolsTests()
    {
        _house = new BelmHouse(services => services.AddSingleton<IFunctionInvocationFilter>(_filter));
        _tools = _house.Services.CreateBelmTools();
    }

    public void Dispose() => _house.Dispose();

    [Fact]
    public void Tools_are_named_with_their_plugin() => Assert.Equal(
        ["belm_cancel_job", "belm_compare_images", "belm_describe_image", "belm_edit_image", "belm_generate_image", "belm_get_job", "belm_invert_image", "belm_list_history", "belm_plan_edit", "belm_undo_edit"],
        _tools.Select(tool => tool.Name).Order());

    [Fact]
    public void A_schema_carries_descriptions_and_names_only_what_is_required()
    {
        var schema = Tool("plan_edit").JsonSchema;

        Assert.Equal(["image_id", "request"], schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        Assert.Contains("2 to 1000", schema.GetProperty("properties").GetProperty("steps").GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.False(schema.GetProperty("properties").TryGetProperty("cancellationToken", out _));
    }

    [Fact]
    public void A_schema_has_no_keys_that_schemas_do_not_have() => Assert.All(
        _tools, tool => Assert.Empty(tool.JsonSchema.EnumerateObject().Select(key => key.Name).Except(["type", "properties", "required"])));

    [Fact]
    public void Whatever_describes_a_tool_names_others_as_they_are_called()
    {
        var functions = string.Join('|', _tools.Select(tool => tool.Name["belm_".Length..]));
        var texts = _tools.Select(tool => tool.Description + tool.JsonSchema).ToList();

        Assert.All(texts, text => Assert.DoesNotMatch($@"(?<!\w)({functions})(?!\w)", text));
        Assert.Contains(texts, text => text.Contains("belm_plan_edit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Advice_in_results_names_tools_as_they_are_called()
    {
        var unknown = await InvokeAsync("edit_image", new() { ["proposal_id"] = "prop_99" });
        using var slow = new BelmHouse(services => services.Configure<BelmOptions>(options => options.Wait = TimeSpan.Zero));
        slow.Service.Hold = new EditHold();
        var tools = slow.Services.CreateBelmTools();
        var planned = Assert.IsType<JsonElement>(await ((AIFunction)ToolName.Find(tools, "plan_edit")!).InvokeAsync(new() { ["image_id"] = slow.ImageId, ["request"] = "make it night" }));
        var running = Assert.IsType<JsonElement>(await ((AIFunction)ToolName.Find(tools, "edit_image")!).InvokeAsync(new() { ["proposal_id"] = planned.GetProperty("proposal_id").GetString() }));
        slow.Service.Hold.Release();

        Assert.Contains("call belm_plan_edit again", unknown.GetProperty("error").GetProperty("remedy").GetString(), StringComparison.Ordinal);
        Assert.Contains("call belm_get_job with", running.GetProperty("next").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_has_the_schema_that_its_tool_promises()
    {
        var plan = await InvokeAsync("plan_edit", new() { ["image_id"] = _house.ImageId, ["request"] = "make the house blue" });
        var edited = await InvokeAsync("edit_image", new() { ["proposal_id"] = plan.GetProperty("proposal_id").GetString() });
        var id = edited.GetProperty("image_id").GetString();
        (string Tool, JsonElement Result)[] results =
        [
            ("plan_edit", plan),
            ("edit_image", edited),
            ("get_job", await InvokeAsync("get_job", new() { ["job_id"] = edited.GetProperty("job_id").GetString() })),
            ("cancel_job", await InvokeAsync("cancel_job", new() { ["job_id"] = "job_99" })),
            ("describe_image", await InvokeAsync("describe_image", new() { ["image_id"] = id })),
            ("compare_images", await InvokeAsync("compare_images", new() { ["image_id"] = id, ["other_image_id"] = _house.ImageId })),
            ("list_history", await InvokeAsync("list_history", new())),
            ("undo_edit", await InvokeAsync("undo_edit", new() { ["image_id"] = id })),
            ("invert_image", await InvokeAsync("invert_image", new() { ["image_id"] = id })),
            ("generate_image", await InvokeAsync("generate_image", new() { ["prompt"] = "a boat" })),
        ];

        Assert.Equal(_tools.Count, results.Length);
        Assert.All(results, result => SchemaCheck.AssertFits(result.Result, Tool(result.Tool).ReturnJsonSchema!.Value, result.Tool));
    }

    [Fact]
    public void The_kernels_functions_have_result_schemas_too() => Assert.All(
        _house.Services.GetRequiredService<Kernel>().Plugins["belm"],
        function => Assert.True(function.Metadata.ReturnParameter.Schema!.RootElement.GetProperty("properties").TryGetProperty("error", out _), function.Name));

    [Fact]
    public async Task Filters_run_in_every_way()
    {
        var kernel = _house.Services.GetRequiredService<Kernel>();

        await kernel.InvokeAsync("belm", "describe_image", new() { ["image_id"] = _house.ImageId });
        await Tool("describe_image").InvokeAsync(new() { ["image_id"] = _house.ImageId });
        await CallThroughLoopAsync();

        Assert.Equal(["describe_image", "describe_image", "describe_image"], _filter.Seen);
    }

    [Fact]
    public async Task A_function_handed_out_without_the_wrapper_would_bypass_filters()
    {
        var bare = _house.Services.GetRequiredService<Kernel>().Plugins["belm"]["describe_image"];

        await ((AIFunction)bare).InvokeAsync(new() { ["image_id"] = _house.ImageId });

        Assert.Empty(_filter.Seen);
    }

    public static TheoryData<string, object> Numbers => new()
    {
        { "text", "20" },
        { "clr", 20 },
        { "clr long", 20L },
        { "clr double", 20.0 },
        { "json", JsonSerializer.SerializeToElement(20) },
        { "json text", JsonSerializer.SerializeToElement("20") },
        { "json double", JsonSerializer.Deserialize<JsonElement>("20.0") },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_number_is_understood_however_it_comes(string how, object steps)
    {
        var result = await InvokeAsync("plan_edit", new() { ["image_id"] = _house.ImageId, ["request"] = "make it night", ["steps"] = steps });

        Assert.True(result.TryGetProperty("proposal_id", out _), $"{how}: {result}");
        Assert.Equal(20, _house.Service.Proposed!.Plan.Steps);
    }

    [Fact]
    public async Task Texts_and_fractions_are_understood_however_they_come()
    {
        await InvokeAsync("plan_edit", new()
        {
            ["image_id"] = JsonSerializer.SerializeToElement(_house.ImageId),
            ["request"] = JsonSerializer.SerializeToElement("make it night"),
            ["guidance"] = JsonSerializer.SerializeToElement(2.5),
            ["strength"] = "0.75",
            ["steps"] = null,
            ["caption"] = JsonSerializer.SerializeToElement<string?>(null),
            ["unknown"] = "ignored",
        });

        Assert.Equal((2.5, 0.75), (_house.Service.Proposed!.Plan.Guidance, _house.Service.Proposed.Plan.Strength));
    }

    [Fact]
    public async Task The_kernels_own_texts_are_understood()
    {
        var kernel = _house.Services.GetRequiredService<Kernel>();

        await kernel.InvokeAsync("belm", "plan_edit", new() { ["image_id"] = _house.ImageId, ["request"] = "make it night", ["steps"] = "20", ["guidance"] = "2.5" });

        Assert.Equal((20, 2.5), (_house.Service.Proposed!.Plan.Steps, _house.Service.Proposed.Plan.Guidance));
    }

    [Theory]
    [InlineData("{}", "missing_argument", "image_id and request")]
    [InlineData("""{"image_id":null,"request":"x"}""", "missing_argument", "image_id must")]
    [InlineData("""{"image_id":"i","request":"x","steps":"many"}""", "invalid_argument", "steps 'many' is not allowed: give a whole number.")]
    [InlineData("""{"image_id":"i","request":"x","steps":2.5}""", "invalid_argument", "steps")]
    [InlineData("""{"image_id":"i","request":"x","guidance":"strong"}""", "invalid_argument", "guidance 'strong' is not allowed: give a number.")]
    [InlineData("""{"image_id":{"id":"i"},"request":"x"}""", "invalid_argument", "image_id '{\"id\":\"i\"}' is not allowed: give a text.")]
    [InlineData("""{"image_id":"i","request":"x","steps":"1,5"}""", "invalid_argument", "steps '1,5' is not allowed: give a whole number.")]
    [InlineData("""{"image_id":"i","request":"x","steps":"1.000"}""", "invalid_argument", "steps '1.000'")]
    [InlineData("""{"image_id":"i","request":"x","steps":"1 000"}""", "invalid_argument", "steps '1 000'")]
    [InlineData("""{"image_id":"i","request":"x","steps":"20.0"}""", "invalid_argument", "steps '20.0'")]
    [InlineData("""{"image_id":"i","request":"x","steps":99999999999}""", "invalid_argument", "steps '99999999999'")]
    [InlineData("""{"image_id":"i","request":"x","guidance":"7,5"}""", "invalid_argument", "guidance '7,5' is not allowed: give a number.")]
    [InlineData("""{"image_id":"i","request":"x","guidance":"1,000.5"}""", "invalid_argument", "guidance '1,000.5'")]
    [InlineData("""{"image_id":"i","request":"x","guidance":"NaN"}""", "invalid_argument", "guidance 'NaN'")]
    [InlineData("""{"image_id":"i","request":"x","guidance":"1e999"}""", "invalid_argument", "guidance '1e999'")]
    [InlineData("""{"image_id":"i","request":"x","strength":true}""", "invalid_argument", "strength 'True'")]
    public async Task Arguments_that_do_not_fit_are_explained(string json, string code, string part)
    {
        var result = await InvokeAsync("plan_edit", new(JsonSerializer.Deserialize<Dictionary<string, object?>>(json)));

        Assert.Equal(code, result.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains(part, result.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("steps", "1,5", "steps '1,5' is not allowed: give a whole number.")]
    [InlineData("guidance", "7,5", "guidance '7,5' is not allowed: give a number.")]
    [InlineData("attempts", "three", "attempts 'three' is not allowed: give a whole number.")]
    [InlineData("image_id", null, "image_id must be given.")]
    public async Task The_kernels_own_arguments_are_explained_alike(string name, string? value, string message)
    {
        var arguments = new KernelArguments { ["image_id"] = _house.ImageId, ["request"] = "make it night", [name] = value };

        var result = await _house.Services.GetRequiredService<Kernel>().InvokeAsync("belm", "plan_edit", arguments);

        Assert.Equal(message, result.GetValue<PlanEditResult>()!.Error!.Message);
        Assert.Null(_house.Service.Proposed);
    }

    [Fact]
    public async Task A_picture_passes_through_as_it_is()
    {
        var picture = new DataContent(new byte[] { 1, 2, 3 }, "image/png");
        var function = KernelFunctionFactory.CreateFromMethod(() => new AIContent[] { new TextContent("here"), picture }, "preview");

        var result = await new KernelInvokedFunction(function, () => new Kernel()).InvokeAsync(new());

        Assert.Same(picture, Assert.IsType<AIContent[]>(result)[1]);
    }

    [Fact]
    public async Task What_stopped_a_function_reaches_the_caller_as_it_was()
    {
        using var stop = new CancellationTokenSource();
        var stopped = new EditStoppedException(null!, stop.Token);
        var function = KernelFunctionFactory.CreateFromMethod(() => stopped is null ? "" : throw stopped, "edit_image");
        await stop.CancelAsync();

        Assert.Same(stopped, await Assert.ThrowsAsync<EditStoppedException>(() => new KernelInvokedFunction(function, () => new Kernel()).InvokeAsync(new(), CancellationToken.None).AsTask()));
    }

    [Theory]
    [InlineData("belm-edit_image", "belm_edit_image")]
    [InlineData("belm.edit_image", "belm_edit_image")]
    [InlineData("edit_image", "belm_edit_image")]
    [InlineData("edit-image", "belm-edit_image")]
    [InlineData("Belm_Edit_Image", "belm_edit_image")]
    public void Names_match_with_any_separator(string name, string tool) => Assert.True(ToolName.Matches(name, tool));

    [Fact]
    public void Other_names_do_not_match() => Assert.Null(ToolName.Find(_tools, "edit_images"));

    private AIFunction Tool(string name) => (AIFunction)ToolName.Find(_tools, name)!;

    private async Task<JsonElement> InvokeAsync(string name, AIFunctionArguments arguments) =>
        Assert.IsType<JsonElement>(await Tool(name).InvokeAsync(arguments));

    private async Task CallThroughLoopAsync()
    {
        var model = new ScriptedChatClient(
            () => new FunctionCallContent("1", "belm_describe_image", new Dictionary<string, object?> { ["image_id"] = _house.ImageId }),
            () => new TextContent("done"));
        using var loop = new ChatClientBuilder(model).UseFunctionInvocation().Build();
        await loop.GetResponseAsync("look", new ChatOptions { Tools = [.. _tools] });
    }
}
