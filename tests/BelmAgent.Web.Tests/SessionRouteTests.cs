using System.Net;
using System.Text.Json.Nodes;

namespace BelmAgent.Web.Tests;

/// <summary>Conversations: messages, approval, going back, and what a restart leaves.</summary>
public sealed class SessionRouteTests(BelmServer server) : IClassFixture<BelmServer>
{
    [Fact]
    public async Task A_message_leads_to_a_plan_its_approval_and_a_picture()
    {
        await using var talk = await Talk.BeginAsync(server);

        await talk.SayAsync("make the house blue");
        var asked = await talk.UntilAsync("approval.requested");
        var card = asked["proposal"]!;
        Assert.Contains("blue", (string)card["target"]!, StringComparison.Ordinal);
        Assert.Equal((string)card["proposal_id"]!, (string)(await talk.ReadAsync())["turn"]!["approval"]!["proposal_id"]!);
        (await server.Client.PostAsync($"api/v1/proposals/{card["proposal_id"]}/approve", null)).Ok();

        var done = await talk.UntilAsync("job.done");
        var said = await talk.UntilAsync("turn.delta");
        var ended = await talk.UntilAsync("turn.ended");
        Assert.Equal((0, (string)ended["answer"]!), ((int)said["at"]!, (string)said["text"]!));
        Assert.Equal(("succeeded", (string)done["image_id"]!), ((string)done["state"]!, (string)ended["image_ids"]![0]!));
        Assert.StartsWith("Done.", (string)ended["answer"]!, StringComparison.Ordinal);
        string[] order = ["turn.started", "plan.proposed", "approval.requested", "approval.settled", "job.changed", "job.attempt", "job.done", "turn.delta", "turn.ended"];
        Assert.Equal(order, talk.Seen.Where(order.Contains).Distinct());
        Assert.Contains("job.progress", talk.Seen);

        await talk.UntilAsync("session.changed");
        var session = await talk.ReadIdleAsync();
        Assert.Equal(2, session["pictures"]!.AsArray().Count);
        Assert.Equal((string)done["image_id"]!, (string)session["current"]!);
        Assert.Equal(("passed", true, false), ((string)session["pictures"]![1]!["check"]!, (bool)session["can_undo"]!, (bool)session["can_redo"]!));
    }

    [Fact]
    public async Task A_refusal_changes_nothing()
    {
        await using var talk = await Talk.BeginAsync(server);

        await talk.SayAsync("make the house blue");
        var card = await talk.UntilAsync("approval.requested");
        (await server.Client.PostAsync($"api/v1/proposals/{card["proposal_id"]}/refuse", null)).Ok();
        var ended = await talk.UntilAsync("turn.ended");

        Assert.Empty(ended["image_ids"]!.AsArray());
        Assert.Equal("The edit was not approved, so nothing was changed.", (string)ended["answer"]!);
        (await server.Client.PostAsync("api/v1/jobs", new { proposal_id = (string)card["proposal_id"]! })).Problem(403, "not_approved");
    }

    [Fact]
    public async Task A_changed_plan_runs_under_the_words_that_led_to_it()
    {
        await using var talk = await Talk.BeginAsync(server);
        var plan = (await server.Client.PostAsync("api/v1/plans", new { image_id = talk.ImageId, request = "make the house blue", settings = new { steps = 4, attempts = 1 } })).Ok()["proposal"]!;

        (await server.Client.PostAsync($"api/v1/sessions/{talk.Id}/messages", new { text = "make the house blue", proposal = (string)plan["proposal_id"]! })).Accepted();
        var ended = await talk.UntilAsync("turn.ended");

        Assert.Single(ended["image_ids"]!.AsArray());
        Assert.Equal("make the house blue", (string)(await talk.ReadIdleAsync())["turns"]![0]!["request"]!);
    }

    [Fact]
    public async Task A_stopped_turn_says_what_is_kept()
    {
        await using var talk = await Talk.BeginAsync(server);
        await talk.SayAsync("make the house blue");
        await talk.UntilAsync("approval.requested");

        (await server.Client.DeleteAsync($"api/v1/sessions/{talk.Id}/turn")).EnsureSuccessStatusCode();
        await talk.UntilAsync("turn.ended");

        var session = await talk.ReadIdleAsync();
        Assert.Equal("Stopped. Nothing was changed.", (string)session["turns"]![0]!["answer"]!);
        Assert.Single(session["pictures"]!.AsArray());
    }

    [Fact]
    public async Task A_stopped_edit_of_a_changed_plan_is_one_turn()
    {
        await using var talk = await Talk.BeginAsync(server);
        var plan = (await server.Client.PostAsync("api/v1/plans", new { image_id = talk.ImageId, request = "make the house blue", settings = new { steps = 900, attempts = 1 } })).Ok()["proposal"]!;
        (await server.Client.PostAsync($"api/v1/sessions/{talk.Id}/messages", new { text = "make the house blue", proposal = (string)plan["proposal_id"]! })).Accepted();
        await talk.UntilAsync("job.progress");

        (await server.Client.DeleteAsync($"api/v1/sessions/{talk.Id}/turn")).EnsureSuccessStatusCode();
        await talk.UntilAsync("turn.ended");

        Assert.Equal("Stopped. Nothing was changed.", (string)Assert.Single((await talk.ReadIdleAsync())["turns"]!.AsArray())!["answer"]!);
    }

    [Fact]
    public async Task A_deleted_conversation_does_not_come_back()
    {
        await using var talk = await Talk.BeginAsync(server);
        await talk.SayAsync("make the house blue");
        await talk.UntilAsync("approval.requested");

        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.DeleteAsync($"api/v1/sessions/{talk.Id}")).StatusCode);

        Assert.DoesNotContain(talk.Id, Directory.EnumerateFiles(Path.Combine(server.Library, "sessions")).Select(file => Path.GetFileNameWithoutExtension(file)));
        (await server.Client.GetAsync($"api/v1/sessions/{talk.Id}")).Problem(404, "session_not_found");
    }

    [Fact]
    public async Task Pictures_are_gone_back_and_forward_to()
    {
        await using var talk = await Talk.BeginAsync(server);
        var edit = (string)(await server.Client.PostAsync("api/v1/edits?wait=300", new { image_id = talk.ImageId, request = "make the house blue", settings = new { steps = 2, attempts = 1 } })).Ok()["image_id"]!;
        await talk.MoveAsync("show", new { image_id = edit });

        Assert.Equal(talk.ImageId, (string)(await talk.MoveAsync("undo"))["current"]!);
        (await server.Client.PostAsync($"api/v1/sessions/{talk.Id}/undo", null)).Problem(409, "nothing_to_undo");
        Assert.Equal(edit, (string)(await talk.MoveAsync("redo"))["current"]!);
        (await server.Client.PostAsync($"api/v1/sessions/{talk.Id}/redo", null)).Problem(409, "nothing_to_redo");
        Assert.Equal(talk.ImageId, (string)(await talk.MoveAsync("goto", new { image_id = talk.ImageId }))["current"]!);
        (await server.Client.PostAsync($"api/v1/sessions/{talk.Id}/goto", new { image_id = "img_x" })).Problem(404, "image_not_found");
    }

    [Fact]
    public async Task A_page_that_is_behind_changes_nothing()
    {
        await using var talk = await Talk.BeginAsync(server);
        var seen = (await server.Client.GetAsync($"api/v1/sessions/{talk.Id}")).Headers.ETag!;
        await talk.MoveAsync("show", new { image_id = await server.ImportAsync("car") });
        using var late = new HttpRequestMessage(HttpMethod.Delete, $"api/v1/sessions/{talk.Id}/mask");
        late.Headers.IfMatch.Add(seen);

        (await server.Client.SendAsync(late)).Problem(412, "changed_meanwhile");
    }

    [Fact]
    public async Task While_a_turn_runs_the_picture_stays_and_further_messages_wait()
    {
        await using var talk = await Talk.BeginAsync(server);
        await talk.SayAsync("make the house blue");
        var card = await talk.UntilAsync("approval.requested");

        (await server.Client.PostAsync($"api/v1/sessions/{talk.Id}/goto", new { image_id = talk.ImageId })).Problem(409, "turn_running");
        await talk.SayAsync("add a moon");
        Assert.Equal(1, (int)(await talk.ReadAsync())["turn"]!["waiting"]!);
        (await server.Client.PostAsync($"api/v1/proposals/{card["proposal_id"]}/refuse", null)).Ok();
        await talk.UntilAsync("turn.ended");

        Assert.NotNull((string?)(await talk.UntilAsync("turn.ended"))["question"]);
    }

    [Fact]
    public async Task A_restart_loses_no_conversation_and_names_the_request_that_it_broke_off()
    {
        var library = Directory.CreateTempSubdirectory("belm-web-restart").FullName;
        try
        {
            string id;
            await using (var first = new BelmServer(library))
            {
                await first.InitializeAsync();
                await using var talk = await Talk.BeginAsync(first);
                id = talk.Id;
                await talk.SayAsync("add a moon");
                await talk.UntilAsync("turn.ended");
                await talk.ReadIdleAsync();
                // As a killed process leaves it: a turn that was begun.
                var file = Path.Combine(library, "sessions", $"{id}.json");
                var saved = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
                saved["pending"] = new JsonObject { ["request"] = "make it night", ["at"] = "2026-01-01T00:00:00+00:00" };
                await File.WriteAllTextAsync(file, saved.ToJsonString());
            }

            await using var second = new BelmServer(library);
            await second.InitializeAsync();
            var session = (await second.Client.GetAsync($"api/v1/sessions/{id}")).Ok();

            Assert.Equal("make it night", (string)session["interrupted"]!);
            Assert.Equal("add a moon", (string)Assert.Single(session["turns"]!.AsArray())!["request"]!);
            Assert.Equal(id, (string)(await second.Client.GetAsync("api/v1/sessions")).Ok()["items"]![0]!["session_id"]!);
        }
        finally
        {
            Directory.Delete(library, recursive: true);
        }
    }

    [Fact]
    public async Task A_conversation_can_be_deleted_and_its_pictures_stay()
    {
        await using var talk = await Talk.BeginAsync(server);

        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.DeleteAsync($"api/v1/sessions/{talk.Id}")).StatusCode);
        (await server.Client.GetAsync($"api/v1/sessions/{talk.Id}")).Problem(404, "session_not_found");
        (await server.Client.GetAsync($"api/v1/pictures/{talk.ImageId}")).Ok();
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task A_message_has_words(string text)
    {
        await using var talk = await Talk.BeginAsync(server);

        (await server.Client.PostAsync($"api/v1/sessions/{talk.Id}/messages", new { text })).Problem(400, "text_length");
    }
}
