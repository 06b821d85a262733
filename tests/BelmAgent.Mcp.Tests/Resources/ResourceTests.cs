using System.Text.Json;
using BelmAgent.Editing;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Mcp.Tests.Doubles;
using BelmAgent.Planning;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace BelmAgent.Mcp.Tests.Resources;

public sealed class ResourceTests(McpHouse house)
{
    [Fact]
    public async Task A_picture_is_read_as_the_library_has_it()
    {
        var client = await house.ConnectAsync();
        var image = await client.ImportAsync();
        await using var file = await house.Services.GetRequiredService<Images>().OpenReadAsync(image);
        using var expected = new MemoryStream();
        await file.CopyToAsync(expected);

        var read = await ReadBlobAsync(client, $"belm://images/{image}");

        Assert.Equal("image/png", read.MimeType);
        Assert.Equal(expected.ToArray(), read.DecodedData.ToArray());
        var thumbnail = await ReadBlobAsync(client, $"belm://images/{image}/thumbnail");
        Assert.Equal("image/webp", thumbnail.MimeType);
        Assert.InRange(ImageCodec.Decode(thumbnail.DecodedData).Width, 1, 512);
    }

    [Fact]
    public async Task Recipes_inversions_and_the_guide_are_read()
    {
        var client = await house.ConnectAsync();
        var inverted = await client.ReadAsync("belm_invert_image", ("image_id", await client.ImportAsync()), ("steps", 2));

        var recipe = JsonElement.Parse(await ReadTextAsync(client, $"belm://images/{inverted.Text("image_id")}/recipe"));
        var inversion = JsonElement.Parse(await ReadTextAsync(client, $"belm://inversions/{inverted.Text("inversion_id")}"));
        var guide = await ReadTextAsync(client, "belm://guide");

        Assert.Equal("imported", recipe.Text("kind"));
        Assert.Equal((2, inverted.Text("image_id")), (inversion.GetProperty("steps").GetInt32(), inversion.Text("image_id")));
        Assert.Contains("make the house blue", guide, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_guides_examples_are_understood()
    {
        const string Caption = "a red house on the left, a red car in the center, on grass, under a blue sky, with a cloud";
        var planner = house.Services.GetRequiredService<IEditPlanner>();
        var guide = await ReadTextAsync(await house.ConnectAsync(), "belm://guide");
        var examples = guide.Split('\n').Where(line => line.StartsWith("- ", StringComparison.Ordinal) && !line.Contains("Follow-ups", StringComparison.Ordinal))
            .SelectMany(line => System.Text.RegularExpressions.Regex.Matches(line, "\"([^\"]+)\"").Select(match => match.Groups[1].Value)).ToList();

        Assert.InRange(examples.Count, 8, 30);
        foreach (var example in examples)
        {
            var outcome = await planner.PlanAsync(new PlanningRequest(example, Caption));
            Assert.True(outcome.IsPlanned, $"{example}: {outcome.Question}");
            Assert.NotEqual(Caption, outcome.Plan.TargetPrompt);
        }
    }

    [Theory]
    [InlineData("belm://images/img_none")]
    [InlineData("belm://images/img_none/recipe")]
    [InlineData("belm://images/..%2F..%2Fetc%2Fpasswd")]
    [InlineData("belm://inversions/inv_none")]
    [InlineData("belm://nothing")]
    public async Task What_is_not_there_is_an_error_without_a_path(string uri)
    {
        var client = await house.ConnectAsync();

        var error = await Assert.ThrowsAnyAsync<McpException>(async () => await client.ReadResourceAsync(uri));

        Assert.DoesNotContain(Path.GetTempPath(), error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_pictures_are_listed_with_their_requests()
    {
        await using var fresh = new McpHouse(services => services.AddBelmAutomaticApproval());
        var client = await fresh.ConnectAsync();
        var edited = await client.ReadAsync("belm_edit_image", ("proposal_id", await client.PlanAsync(steps: 2)));

        var listed = (await client.ListResourcesAsync()).Where(resource => resource.Uri.StartsWith("belm://images/", StringComparison.Ordinal)).ToList();

        Assert.Equal([$"belm://images/{edited.Text("image_id")}", $"belm://images/{edited.Text("parent_id")}"], listed.Select(resource => resource.Uri));
        Assert.Equal("make the house blue", listed[0].Title);
        Assert.True(listed[0].ProtocolResource.Size > 0);
        Assert.Equal(4, (await client.ListResourceTemplatesAsync()).Count);
    }

    [Fact]
    public async Task Ids_are_completed()
    {
        var client = await house.ConnectAsync();
        var image = await client.ImportAsync();
        var template = new ResourceTemplateReference { Uri = "belm://images/{image_id}" };

        var all = (await client.CompleteAsync(template, "image_id", "")).Completion;
        var one = (await client.CompleteAsync(template, "image_id", image)).Completion;
        var none = (await client.CompleteAsync(new PromptReference { Name = "edit_picture" }, "request", "m")).Completion;

        Assert.Contains(image, all.Values);
        Assert.Equal([image], one.Values);
        Assert.Empty(none.Values);
    }

    [Fact]
    public async Task Prompts_name_the_picture_and_only_tools_that_exist()
    {
        var client = await house.ConnectAsync();
        var tools = (await client.ListToolsAsync()).Select(tool => tool.Name).ToList();
        var prompts = await client.ListPromptsAsync();

        Assert.Equal(["edit_picture", "explain_edit", "variations"], prompts.Select(prompt => prompt.Name).Order());
        foreach (var prompt in prompts)
        {
            var text = Text(await client.GetPromptAsync(prompt.Name, prompt.ProtocolPrompt.Arguments!.ToDictionary(argument => argument.Name, argument => (object?)$"<{argument.Name}>")));
            Assert.Contains("<image_id>", text, StringComparison.Ordinal);
            Assert.All(System.Text.RegularExpressions.Regex.Matches(text, "belm_[a-z_]+"), mention => Assert.Contains(mention.Value, tools));
        }
    }

    private static string Text(GetPromptResult prompt) => Assert.IsType<TextContentBlock>(Assert.Single(prompt.Messages).Content).Text;

    private static async Task<BlobResourceContents> ReadBlobAsync(McpClient client, string uri) =>
        Assert.IsType<BlobResourceContents>(Assert.Single((await client.ReadResourceAsync(uri)).Contents));

    private static async Task<string> ReadTextAsync(McpClient client, string uri) =>
        Assert.IsType<TextResourceContents>(Assert.Single((await client.ReadResourceAsync(uri)).Contents)).Text;
}
