using System.Text.Json;
using BelmAgent.Editing;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Imaging.Tests.Doubles;
using BelmAgent.Mcp.Configuration;
using BelmAgent.Mcp.Pictures;
using BelmAgent.Mcp.Tests.Doubles;
using BelmAgent.Mcp.Tools;
using BelmAgent.Plugins.Tests.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace BelmAgent.Mcp.Tests.Tools;

public sealed class ToolTests(McpHouse house)
{
    [Fact]
    public async Task Every_function_is_a_tool_with_a_title_and_honest_hints()
    {
        var tools = await ListAsync();

        Assert.Equal(
            [
                "belm_cancel_job", "belm_compare_images", "belm_describe_image", "belm_edit_image", "belm_generate_image", "belm_get_job",
                "belm_import_image", "belm_invert_image", "belm_list_history", "belm_plan_edit", "belm_undo_edit",
            ],
            tools.Select(tool => tool.Name).Order());
        Assert.All(tools, tool => Assert.False(string.IsNullOrEmpty(tool.Title)));
        Assert.All(tools, tool => Assert.Equal((false, false), (tool.Annotations!.DestructiveHint, tool.Annotations.OpenWorldHint)));
        Assert.Equal(
            ["belm_compare_images", "belm_describe_image", "belm_get_job", "belm_list_history", "belm_plan_edit"],
            tools.Where(tool => tool.Annotations!.ReadOnlyHint == true).Select(tool => tool.Name).Order());
        Assert.All(tools, tool => Assert.Equal("object", tool.OutputSchema!.Value.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task The_instructions_are_short_and_name_only_tools_that_exist()
    {
        var client = await house.ConnectAsync();
        var names = (await client.ListToolsAsync()).Select(tool => tool.Name).ToList();

        Assert.InRange(client.ServerInstructions!.Length, 200, 1200);
        Assert.All(
            System.Text.RegularExpressions.Regex.Matches(client.ServerInstructions, "belm_[a-z_]+"), mention => Assert.Contains(mention.Value, names));
    }

    [Fact]
    public async Task Every_result_has_the_schema_that_its_tool_promises_and_the_same_text()
    {
        var client = await house.ConnectAsync(Clients.Create(Clients.Newer, _ => new ElicitResult { Action = "accept", Content = Approve }));
        var schemas = (await ListAsync()).ToDictionary(tool => tool.Name, tool => tool.OutputSchema!.Value);
        var seen = new HashSet<string>();

        async Task<JsonElement> CallAsync(string tool, params (string, object?)[] arguments)
        {
            var result = await client.CallAsync(tool, arguments);
            var structured = result.StructuredContent!.Value;
            SchemaCheck.AssertFits(structured, schemas[tool], tool);
            Assert.True(JsonElement.DeepEquals(structured, JsonElement.Parse(Assert.IsType<TextContentBlock>(result.Content[0]).Text)));
            Assert.Equal(structured.TryGetProperty("error", out _), result.IsError == true);
            seen.Add(tool);
            return structured;
        }

        var image = (await CallAsync("belm_import_image", ("path", McpHouse.Picture))).Text("image_id");
        Assert.Contains("red house", (await CallAsync("belm_describe_image", ("image_id", image))).Text("caption"), StringComparison.Ordinal);
        var plan = await CallAsync("belm_plan_edit", ("image_id", image), ("request", "make the house blue"), ("steps", 4), ("attempts", 1));
        var edit = await CallAsync("belm_edit_image", ("proposal_id", plan.Text("proposal_id")));
        Assert.Equal("succeeded", edit.Text("status"));
        var edited = edit.Text("image_id");
        await CallAsync("belm_get_job", ("job_id", edit.Text("job_id")));
        await CallAsync("belm_cancel_job", ("job_id", edit.Text("job_id")));
        await CallAsync("belm_compare_images", ("image_id", image), ("other_image_id", edited));
        Assert.Equal(2, (await CallAsync("belm_list_history", ("image_id", image))).GetProperty("images").GetArrayLength());
        Assert.Equal(image, (await CallAsync("belm_undo_edit", ("image_id", edited))).Text("image_id"));
        await CallAsync("belm_invert_image", ("image_id", image), ("steps", 4));
        await CallAsync("belm_generate_image", ("prompt", "a cat"), ("steps", 4), ("seed", 1));

        Assert.Equal(schemas.Keys.Order(), seen.Order());
        // An error is a result too, and so is the refusal of arguments.
        Assert.Equal("image_not_found", (await CallAsync("belm_describe_image", ("image_id", "img_none"))).ErrorCode());
        Assert.Equal("missing_argument", (await CallAsync("belm_plan_edit", ("image_id", image))).ErrorCode());
        Assert.Equal("missing_argument", (await CallAsync("belm_edit_image")).ErrorCode());
        Assert.Equal("job_not_found", (await CallAsync("belm_get_job", ("job_id", "job_none"))).ErrorCode());
    }

    [Fact]
    public async Task A_new_picture_comes_as_a_thumbnail_and_a_link_that_can_be_read()
    {
        var client = await house.ConnectAsync();

        var made = await client.CallAsync("belm_generate_image", ("prompt", "a boat on water"), ("steps", 2), ("seed", 3));

        var image = Assert.Single(made.Content.OfType<ImageContentBlock>());
        var thumbnail = ImageCodec.Decode(image.DecodedData);
        Assert.InRange(image.DecodedData.Length, 1, 150 * 1024);
        Assert.InRange(Math.Max(thumbnail.Width, thumbnail.Height), 1, 512);
        var link = Assert.Single(made.Content.OfType<ResourceLinkBlock>());
        Assert.Equal($"belm://images/{made.StructuredContent!.Value.Text("image_id")}", link.Uri);
        var read = Assert.IsType<BlobResourceContents>(Assert.Single((await client.ReadResourceAsync(link.Uri)).Contents));
        Assert.Equal(ImageFormatOf(read.DecodedData.Span), link.MimeType);
    }

    [Theory]
    [InlineData(McpPictures.Thumbnail, new[] { "text", "image", "resource_link" })]
    [InlineData(McpPictures.Link, new[] { "text", "resource_link" })]
    [InlineData(McpPictures.None, new[] { "text" })]
    public async Task Pictures_are_shown_as_configured(McpPictures pictures, string[] blocks)
    {
        var image = await (await house.ConnectAsync()).ImportAsync();
        var results = new ToolResults(house.Services.GetRequiredService<Thumbnails>(), Options.Create(new McpOptions { Pictures = pictures }));

        var result = await results.CreateAsync(JsonElement.Parse($$"""{"image_id":"{{image}}"}"""), showsPicture: true, CancellationToken.None);

        Assert.Equal(blocks, result.Content.Select(block => block.Type));
    }

    [Fact]
    public async Task The_result_of_an_edit_whose_picture_was_forgotten_is_not_lost()
    {
        var client = await house.ConnectAsync();
        var made = await client.ReadAsync("belm_generate_image", ("prompt", "a cat"), ("steps", 2), ("seed", 5));
        var results = new ToolResults(house.Services.GetRequiredService<Thumbnails>(), Options.Create(new McpOptions()));
        await house.Services.GetRequiredService<Images>().ForgetAsync(made.Text("image_id")!);

        var result = await results.CreateAsync(made, showsPicture: true, CancellationToken.None);

        Assert.IsType<TextContentBlock>(Assert.Single(result.Content));
        Assert.False(result.IsError);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(150)]
    public async Task A_thumbnail_keeps_its_limits_even_of_noise(int kibibytes)
    {
        var images = house.Services.GetRequiredService<Images>();
        using var noise = new MemoryStream(ImageCodec.EncodePng(TestImages.Noise(900, 900, seed: 1)));
        var thumbnails = new Thumbnails(images, Options.Create(new McpOptions { ThumbnailKibibytes = kibibytes }));

        var thumbnail = await thumbnails.FindAsync((await images.ImportAsync(noise)).Id, CancellationToken.None);

        Assert.InRange(thumbnail!.Length, 1, 1024 * kibibytes);
        Assert.InRange(ImageCodec.Decode(thumbnail).Width, 128, 512);
    }

    [Fact]
    public async Task A_question_of_the_planner_is_a_result_and_no_error()
    {
        var client = await house.ConnectAsync();
        var image = await client.ImportAsync();

        var planned = await client.CallAsync("belm_plan_edit", ("image_id", image), ("request", "make it"));

        Assert.False(planned.IsError);
        Assert.NotNull(planned.StructuredContent!.Value.Text("question"));
    }

    private static Dictionary<string, JsonElement> Approve => new() { ["approve"] = JsonElement.Parse("true") };

    private static string ImageFormatOf(ReadOnlySpan<byte> bytes) => bytes[..4].SequenceEqual((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) ? "image/png" : "unknown";

    private async Task<IReadOnlyList<Tool>> ListAsync() => [.. (await (await house.ConnectAsync()).ListToolsAsync()).Select(tool => tool.ProtocolTool)];
}
