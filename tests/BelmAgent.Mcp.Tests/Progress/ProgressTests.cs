using BelmAgent.Editing.Audit;
using BelmAgent.Editing.Operations;
using BelmAgent.Mcp.Progress;
using BelmAgent.Mcp.Tests.Doubles;
using BelmAgent.Plugins.Chat;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;

namespace BelmAgent.Mcp.Tests.Progress;

public sealed class ProgressTests(McpHouse house)
{
    [Fact]
    public async Task Progress_grows_over_all_stages_and_attempts()
    {
        var sent = new ProgressList();
        await using (var feed = new ProgressFeed(value =>
        {
            sent.Report(value);
            return Task.CompletedTask;
        }))
        {
            for (var attempt = 1; attempt <= 3; attempt++)
            {
                foreach (var (stage, steps) in ((string, int)[])[("invert", 5), ("edit", 5), ("check", 1)])
                {
                    for (var step = 1; step <= steps; step++)
                    {
                        feed.Report(new EditProgress(stage, step, steps) { Attempt = attempt });
                        feed.Report(new EditProgress(stage, step, steps) { Attempt = attempt });
                    }
                }
            }
        }

        sent.AssertGrows(inOrder: true);
        Assert.Equal(33, sent.Values.Count);
        Assert.Equal((33, 33), (sent.Values[^1].Progress, sent.Values[^1].Total));
        Assert.Equal("invert 1/5", sent.Values[0].Message);
        Assert.Equal("check 1/1, attempt 3", sent.Values[^1].Message);
    }

    [Fact]
    public async Task Nothing_is_sent_after_the_call()
    {
        var sent = new ProgressList();
        var feed = new ProgressFeed(value =>
        {
            sent.Report(value);
            return Task.CompletedTask;
        });
        feed.Report(new EditProgress("edit", 1, 5));

        await feed.DisposeAsync();
        feed.Report(new EditProgress("edit", 2, 5));

        Assert.Equal([1], sent.Values.Select(value => value.Progress));
    }

    [Fact]
    public async Task A_client_that_has_gone_does_no_harm()
    {
        var feed = new ProgressFeed(_ => throw new IOException("The pipe is broken."));
        feed.Report(new EditProgress("edit", 1, 5));

        await feed.DisposeAsync();
    }

    [Theory]
    [InlineData(Clients.Older)]
    [InlineData(Clients.Newer)]
    public async Task An_edit_tells_its_steps(string protocol)
    {
        var client = await house.ConnectAsync(Clients.Create(protocol, Approve));
        var (proposal, progress) = (await client.PlanAsync(), new ProgressList());

        await client.CallToolAsync("belm_edit_image", new Dictionary<string, object?> { ["proposal_id"] = proposal }, progress);

        progress.AssertGrows();
        Assert.Contains(progress.Values, value => value.Message == "invert 1/4");
    }

    [Fact]
    public async Task A_long_edit_is_a_job_that_is_waited_for_with_progress()
    {
        await using var impatient = new McpHouse(services => services.Configure<BelmOptions>(options => options.Wait = TimeSpan.Zero));
        var client = await impatient.ConnectAsync(Clients.Create(Clients.Newer, Approve));

        var started = await client.ReadAsync("belm_edit_image", ("proposal_id", await client.PlanAsync(steps: 40)));
        Assert.Contains(started.Text("status"), (string[])["queued", "running"]);
        var progress = new ProgressList();
        var ended = await client.CallToolAsync(
            "belm_get_job", new Dictionary<string, object?> { ["job_id"] = started.Text("job_id"), ["wait_seconds"] = 600 }, progress);

        Assert.Equal("succeeded", ended.StructuredContent!.Value.Text("status"));
        Assert.Single(ended.Content.OfType<ImageContentBlock>());
        progress.AssertGrows();
    }

    [Theory]
    [InlineData(Clients.Older)]
    [InlineData(Clients.Newer)]
    public async Task Cancelling_the_call_cancels_the_edit(string protocol)
    {
        var client = await house.ConnectAsync(Clients.Create(protocol, Approve));
        var proposal = await client.PlanAsync(steps: 1000);
        using var stop = new CancellationTokenSource();
        var progress = new ProgressList { OnReport = stop.Cancel };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await client.CallToolAsync(
            "belm_edit_image", new Dictionary<string, object?> { ["proposal_id"] = proposal }, progress, cancellationToken: stop.Token));

        var audit = house.Services.GetRequiredService<AuditLog>();
        // Without the cancellation, the edit would succeed at last, and the test fail.
        while (!audit.Read(10_000).Records.Any(IsEnd))
        {
            await Task.Delay(50);
        }

        Assert.Equal(AuditOutcome.Cancelled, audit.Read(10_000).Records.Single(IsEnd).Outcome);

        bool IsEnd(AuditRecord record) => record.Function == "edit_image" && record.Outcome != AuditOutcome.Started && record.Arguments["proposal_id"]?.ToString() == proposal;
    }

    private static ElicitResult Approve(ElicitRequestParams question) =>
        new() { Action = "accept", Content = new Dictionary<string, System.Text.Json.JsonElement> { ["approve"] = System.Text.Json.JsonElement.Parse("true") } };
}
