using System.Text.Json;
using BelmAgent.Mcp.Tests.Doubles;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace BelmAgent.Mcp.Tests.Transports;

/// <summary>The same server over streamable HTTP.</summary>
public sealed class HttpTests(WebHouse house)
{
    public static TheoryData<string> Generations => Clients.Generations;

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task An_edit_is_approved_and_runs_with_progress(string protocol)
    {
        var asked = 0;
        await using var client = await house.ConnectAsync(Clients.Create(protocol, _ =>
        {
            asked++;
            return new ElicitResult { Action = "accept", Content = new Dictionary<string, JsonElement> { ["approve"] = JsonElement.Parse("true") } };
        }));
        var (proposal, progress) = (await PlanAsync(client), new ProgressList());

        var edited = await client.CallToolAsync("belm_edit_image", new Dictionary<string, object?> { ["proposal_id"] = proposal }, progress);

        Assert.Equal("succeeded", edited.StructuredContent!.Value.Text("status"));
        Assert.Equal(1, asked);
        progress.AssertGrows();
        var recipe = await client.ReadResourceAsync($"{edited.Content.OfType<ResourceLinkBlock>().Single().Uri}/recipe");
        Assert.Equal("mcp:tester", JsonElement.Parse(Assert.IsType<TextResourceContents>(Assert.Single(recipe.Contents)).Text).Text("approved_by"));
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task Without_a_user_to_ask_nothing_runs(string protocol)
    {
        await using var client = await house.ConnectAsync(Clients.Create(protocol));

        Assert.Equal("approval_unavailable", (await client.ReadAsync("belm_edit_image", ("proposal_id", await PlanAsync(client)))).ErrorCode());
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task A_refusal_runs_nothing(string protocol)
    {
        await using var client = await house.ConnectAsync(Clients.Create(protocol, _ => new ElicitResult { Action = "decline" }));

        Assert.Equal("not_approved", (await client.ReadAsync("belm_edit_image", ("proposal_id", await PlanAsync(client)))).ErrorCode());
    }

    [Fact]
    public async Task Files_of_the_server_cannot_be_imported_over_the_network()
    {
        await using var client = await house.ConnectAsync();

        Assert.DoesNotContain("belm_import_image", (await client.ListToolsAsync()).Select(tool => tool.Name));
    }

    private async Task<string> PlanAsync(McpClient client) => (await client.ReadAsync(
        "belm_plan_edit", ("image_id", await house.ImportAsync()), ("request", "make the house blue"), ("steps", 4), ("attempts", 1))).Text("proposal_id")!;
}
