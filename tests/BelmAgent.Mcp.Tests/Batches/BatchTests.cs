using System.Text.Json;
using BelmAgent.Mcp.Tests.Doubles;
using BelmAgent.Workflows;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace BelmAgent.Mcp.Tests.Batches;

/// <summary>Batches for agents: planned together, approved by the user as a whole, watched until they end.</summary>
public sealed class BatchTests : IAsyncLifetime
{
    private readonly McpHouse _house = new(services => services.AddMcpServer().WithBelmBatches());

    private BatchHost Host => _house.Services.GetRequiredService<BatchHost>();

    public async ValueTask InitializeAsync() => await Host.StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync(CancellationToken.None);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await _house.DisposeAsync();
    }

    [Fact]
    public async Task A_batch_runs_when_its_user_says_yes_to_all_of_it()
    {
        ElicitRequestParams? asked = null;
        var answers = new Queue<bool>([false, true]);
        var client = await ConnectAsync(question =>
        {
            asked = question;
            return new ElicitResult { Action = "accept", Content = new Dictionary<string, JsonElement> { ["approve"] = JsonSerializer.SerializeToElement(answers.Dequeue()) } };
        });
        var image = await client.ImportAsync();
        var planned = await client.ReadAsync("belm_plan_batch", ("rows", new object[] { new { image_id = image }, new { image_id = image, request = "make it nicer" } }), ("request", "make the house blue"), ("name", "houses"));
        var id = planned.Text("batch_id");
        Assert.Equal(("planned", 1, 1), (planned.Text("state"), planned.GetProperty("rows").GetProperty("planned").GetInt32(), planned.GetProperty("open").GetArrayLength()));
        Assert.Equal("needs_answer", planned.GetProperty("open")[0].Text("state"));

        Assert.Equal("not_approved", (await client.ReadAsync("belm_run_batch", ("batch_id", id))).ErrorCode());
        Assert.Null((await _house.Services.GetRequiredService<IBatchService>().GetAsync(id!)).ApprovedBy);
        Assert.Null((await client.ReadAsync("belm_run_batch", ("batch_id", id))).ErrorCode());
        JsonElement status;
        do
        {
            status = await client.ReadAsync("belm_batch_status", ("batch_id", id));
            Assert.Null(status.ErrorCode());
        }
        while (status.Text("state") != "ended");

        Assert.Contains("Run 1 edits of the batch houses?", asked!.Message, StringComparison.Ordinal);
        Assert.Contains("1 rows are unclear and are left out.", asked.Message, StringComparison.Ordinal);
        Assert.StartsWith("img_", status.GetProperty("made")[0].Text("image_id"), StringComparison.Ordinal);
        Assert.Equal("mcp:tester", (await _house.Services.GetRequiredService<IBatchService>().GetAsync(id!)).ApprovedBy);
        var read = Assert.IsType<TextResourceContents>((await client.ReadResourceAsync($"belm://batches/{id}")).Contents.Single());
        Assert.Equal("ended", JsonDocument.Parse(read.Text).RootElement.Text("state"));
    }

    [Fact]
    public async Task What_cannot_be_done_is_said_with_its_remedy()
    {
        var client = await ConnectAsync(null);

        Assert.Equal("missing_argument", (await client.ReadAsync("belm_plan_batch")).ErrorCode());
        Assert.Equal("invalid_argument", (await client.ReadAsync("belm_plan_batch", ("rows", new object[] { new { image_id = "img_x", request = "make it night", target_prompt = "something else" } }))).ErrorCode());
        Assert.Equal("batch_not_found", (await client.ReadAsync("belm_batch_status", ("batch_id", "bat_x"))).ErrorCode());
        var planned = await client.ReadAsync("belm_plan_batch", ("rows", new object[] { new { image_id = await client.ImportAsync(), request = "make it night" }, new { image_id = "/etc/passwd", request = "x" } }));
        Assert.Contains("no id of an image", planned.GetProperty("open")[0].Text("message"), StringComparison.Ordinal);
        Assert.Equal("approval_unavailable", (await client.ReadAsync("belm_run_batch", ("batch_id", planned.Text("batch_id")))).ErrorCode());
        Assert.Equal("ended", (await client.ReadAsync("belm_cancel_batch", ("batch_id", planned.Text("batch_id")))).Text("state"));
    }

    private Task<McpClient> ConnectAsync(Func<ElicitRequestParams, ElicitResult>? answer) => _house.ConnectAsync(Clients.Create(Clients.Newer, answer));
}
