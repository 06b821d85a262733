using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Library;
using BelmAgent.Web.Security;
using BelmAgent.Workflows;
using BelmAgent.Workflows.Batches;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Web.Tests;

/// <summary>Batches over HTTP: a manifest that is sent, its faults, its approval, its work, its results.</summary>
public sealed class BatchRouteTests(BelmServer server) : IClassFixture<BelmServer>
{
    private const string Quick = ",\"steps\":4,\"attempts\":1";

    [Fact]
    public async Task A_manifest_is_planned_approved_as_a_whole_and_run()
    {
        var image = await server.ImportAsync();
        using var events = await server.Client.GetAsync("api/v1/batches/events", HttpCompletionOption.ResponseHeadersRead);
        var created = (await SendAsync("application/jsonl", string.Join('\n',
            Row(image, "make the house blue", Quick), Row(image, "make the house blue", Quick), Row(image, "make it nicer"), Row("none.png", "make it night"), Row(image, "make it night", ",\"steps\":\"many\""),
            Row("img_000000000000000", "make it night")), "?name=one.jsonl")).Created();
        var id = (string)created["batch_id"]!;
        Assert.Equal(("one.jsonl", "owner", 6, 2), ((string)created["name"]!, (string)created["owner"]!, (int)created["total"]!, (int)created["rows"]!["failed"]!));

        var planned = await UntilAsync(id, "planned");

        Assert.Equal("failed 3, needs_answer 1, planned 1, waiting 1", Counts(planned));
        var rows = (await server.Client.GetAsync($"api/v1/batches/{id}/items")).Ok()["items"]!.AsArray();
        Assert.Equal([1, 2, 3, 4, 5, 6], rows.Select(row => (int)row!["n"]!));
        Assert.StartsWith("row 4, column image: 'none.png' is no id", (string)rows[3]!["error"]!["message"]!, StringComparison.Ordinal);
        Assert.Equal("steps", (string)rows[4]!["error"]!["column"]!);
        Assert.Contains(rows[0]!["difference"]!.AsArray(), run => (string)run!["kind"]! == "added" && (string)run["text"]! == "blue");
        using var agent = server.CreateClient(server.AddKey(Scopes.Read, Scopes.Edit));
        (await agent.PostAsync($"api/v1/batches/{id}/approve", new { plan_hash = (string)planned["plan_hash"]! })).Problem(403, "scope_needed");
        (await server.Client.PostAsync($"api/v1/batches/{id}/approve", new { plan_hash = "0123456789abcdef" })).Problem(409, "plan_changed");
        Assert.Equal(1, (int)(await server.Client.GetAsync($"api/v1/batches/{id}")).Ok()["rows"]!["planned"]!);

        (await server.Client.PostAsync($"api/v1/batches/{id}/approve", new { plan_hash = (string)planned["plan_hash"]! })).Ok();
        var ended = await UntilAsync(id, "ended");

        Assert.Equal("failed 3, needs_answer 1, skipped 1, succeeded 1", Counts(ended));
        var done = (await server.Client.GetAsync($"api/v1/batches/{id}/items?state=succeeded")).Ok()["items"]!.AsArray().Single()!;
        Assert.Equal("image/webp", (await server.Client.GetAsync((string)done["links"]!["after"]!)).Content.Headers.ContentType!.MediaType);
        await AssertResultsAsync(id, (string)done["image_id"]!);
        // States that last for a moment may be passed over; the last one is told.
        Assert.Equal("ended", (await SeenAsync(events, id, "ended"))[^1]);

        // What could not be planned still cannot: the batch has ended as before.
        (await server.Client.PostAsync($"api/v1/batches/{id}/plan", null)).Ok();
        Assert.Equal(BatchState.Ended, (await server.App.Services.GetRequiredService<IBatchService>().PlanAsync(id)).State);
        Assert.Equal("failed 3, needs_answer 1, skipped 1, succeeded 1", Counts(await UntilAsync(id, "ended")));
    }

    [Theory]
    [InlineData("Text/CSV", "image;request\nIMAGE;make it night\nIMAGE;\n", "?request=make%20it%20night", "failed 0, planned 1, waiting 1")]
    [InlineData("application/x-ndjson", "{\"image\":\"IMAGE\",\"request\":\"make it night\"}\n\nno JSON", "", "failed 1, planned 1")]
    [InlineData("application/json", "{\"image_ids\":[\"IMAGE\",\"IMAGE\"],\"request\":\"make it night\",\"priority\":9}", "", "planned 1, waiting 1")]
    [InlineData("application/json", "{\"manifest\":\"image,request\\nphotos/a.png,make it night\\nb.png,make it night\",\"format\":\"csv\",\"images\":{\"a.png\":\"IMAGE\"},\"name\":\"/x/jobs.csv\"}", "", "failed 1, planned 1")]
    public async Task Every_form_of_a_manifest_is_taken(string type, string body, string query, string counts)
    {
        var image = await server.ImportAsync("car");
        var id = (string)(await SendAsync(type, body.Replace("IMAGE", image, StringComparison.Ordinal), query)).Created()["batch_id"]!;

        var planned = await UntilAsync(id, "planned");

        Assert.Equal(counts.Replace("failed 0, ", "", StringComparison.Ordinal), Counts(planned));
        Assert.Equal(body.Contains("/x/", StringComparison.Ordinal) ? "jobs.csv" : type == "Text/CSV" ? "batch.csv" : "batch.jsonl", (string)planned["name"]!);
        Assert.Equal(body.Contains("priority", StringComparison.Ordinal) ? 9 : 5, (int)planned["priority"]!);
        Assert.DoesNotContain(server.Library, planned.ToJsonString(), StringComparison.Ordinal);
        (await server.Client.PostAsync($"api/v1/batches/{id}/cancel", null)).Ok();
    }

    [Theory]
    [InlineData("text/csv", "picture,request\na,b", "", 400, "manifest")]
    [InlineData("text/csv", "image,request\n", "", 400, "manifest")]
    [InlineData("application/jsonl", "", "", 400, "manifest")]
    [InlineData("application/jsonl", "{}", "?priority=10", 400, "limit_exceeded")]
    [InlineData("application/jsonl", "{}", "?max_parallel=0", 400, "limit_exceeded")]
    [InlineData("application/jsonl", "{}", "?webhook=https://127.0.0.1/hook", 400, "webhook_secret")]
    [InlineData("application/json", "{}", "", 400, "manifest")]
    [InlineData("application/json", "{\"manifest\":\"x\",\"image_ids\":[]}", "", 400, "manifest")]
    [InlineData("application/json", "{\"manifest\":\"x\",\"format\":\"xml\"}", "", 400, "limit_exceeded")]
    [InlineData("application/json", "{\"manifest\":\"x\",\"images\":{\"a.png\":\"/etc/passwd\"}}", "", 400, "limit_exceeded")]
    [InlineData("application/json", "{\"manifest\":\"x\",\"images\":{\"a\\u0000.png\":\"img_000000000000000\"}}", "", 400, "limit_exceeded")]
    [InlineData("application/json", "{\"manifests\":\"x\"}", "", 400, "invalid_body")]
    [InlineData("application/xml", "<a/>", "", 415, "type_not_taken")]
    public async Task What_is_no_manifest_makes_no_batch(string type, string body, string query, int status, string code)
    {
        var before = (await server.Client.GetAsync("api/v1/batches?limit=1")).Ok()["items"]!.ToJsonString();

        (await SendAsync(type, body, query)).Problem(status, code);

        Assert.Equal(before, (await server.Client.GetAsync("api/v1/batches?limit=1")).Ok()["items"]!.ToJsonString());
    }

    [Theory]
    [InlineData("GET", "batches/bat_000000000000000", 404, "batch_not_found")]
    [InlineData("GET", "batches?after=%00", 400, "limit_exceeded")]
    [InlineData("GET", "batches/nonsense/items", 404, "batch_not_found")]
    [InlineData("GET", "batches/nonsense/sheet.html", 404, "batch_not_found")]
    [InlineData("POST", "batches/nonsense/pause", 404, "batch_not_found")]
    [InlineData("GET", "batches/ID/items?state=done", 400, "limit_exceeded")]
    [InlineData("POST", "batches/ID/retry", 409, "batch_not_approved")]
    [InlineData("POST", "batches/ID/approve", 415, "json_needed")]
    public async Task What_cannot_be_done_is_said_in_one_sentence(string method, string path, int status, string code)
    {
        var id = path.Contains("ID", StringComparison.Ordinal) ? (string)(await SendAsync("application/jsonl", Row("none.png", "make it night"))).Created()["batch_id"]! : "";

        (await server.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"api/v1/{path.Replace("ID", id, StringComparison.Ordinal)}"))).Problem(status, code);
    }

    [Fact]
    public async Task A_batch_is_paused_resumed_cancelled_and_retried_and_listed_page_by_page()
    {
        var image = await server.ImportAsync("boat");
        var store = server.App.Services.GetRequiredService<IBatchService>();
        var id = (string)(await SendAsync("application/jsonl", string.Join('\n', Row(image, "make it night", Quick), Row(image, "change the sky to sunset", Quick), Row("img_000000000000000", "make it night")))).Created()["batch_id"]!;
        var hash = (string)(await UntilAsync(id, "planned"))["plan_hash"]!;
        var queue = (await store.GetAsync(id)).Queue;

        // Nobody works on the rows of another model, so that nothing ends in between; and that is said.
        await SetQueueAsync(id, "m-other");
        await store.ApproveAsync(id, hash, "test");
        // Who waits for the end hears of it, although the batch itself does not change.
        var asked = Stopwatch.GetTimestamp();
        var running = (await server.Client.GetAsync($"api/v1/batches/{id}?wait=200")).Ok();
        Assert.InRange(Stopwatch.GetElapsedTime(asked).TotalSeconds, 0, 199);
        Assert.Equal(("running", "no_worker"), ((string)running["state"]!, (string?)running["fault"]?["code"]));
        var paused = await ActAsync("pause");
        Assert.Equal(("paused", "failed 1, queued 2"), ((string)paused["state"]!, Counts(paused)));
        Assert.Null(paused["fault"]);
        Assert.Equal(BatchState.Paused, (await store.PlanAsync(id)).State);
        Assert.Equal("running", (string)(await ActAsync("resume"))["state"]!);
        var cancelled = await ActAsync("cancel");
        Assert.Equal(("ended", "cancelled 2, failed 1"), ((string)cancelled["state"]!, Counts(cancelled)));
        await SetQueueAsync(id, queue);
        Assert.Equal(3, (int)(await ActAsync("retry"))["total"]!);
        Assert.Equal("failed 1, succeeded 2", Counts(await UntilAsync(id, "ended")));
        await SendAsync("application/jsonl", Row("none.png", "make it night"));

        var first = (await server.Client.GetAsync("api/v1/batches?limit=1")).Ok();
        var second = (await server.Client.GetAsync($"api/v1/batches?limit=1&after={(string)first["next"]!}")).Ok();
        var rows = (await server.Client.GetAsync($"api/v1/batches/{id}/items?limit=1")).Ok();

        Assert.True(string.CompareOrdinal((string)first["items"]![0]!["batch_id"]!, (string)second["items"]![0]!["batch_id"]!) > 0);
        Assert.Equal(("1", 2), ((string)rows["next"]!, (int)(await server.Client.GetAsync($"api/v1/batches/{id}/items?after=1")).Ok()["items"]![0]!["n"]!));
        Assert.Contains((await server.Client.GetAsync("api/v1/workers")).Ok()["workers"]!.AsArray(), worker => (string)worker!["model"]! == "toytown");

        async Task<JsonNode> ActAsync(string name) => (await server.Client.PostAsync($"api/v1/batches/{id}/{name}", null)).Ok();
    }

    [Fact]
    public async Task A_batch_that_two_plan_at_once_is_planned_as_by_one()
    {
        var batches = server.App.Services.GetRequiredService<IBatchService>();
        var image = await server.ImportAsync();
        using var manifest = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', Row(image, "make the house blue"), Row(image, "make the house blue"), Row("img_000000000000000", "make it night"), Row(image, "make it nicer"))));
        var id = (await batches.CreateAsync(new BatchUpload { Manifest = manifest, Owner = "test" })).Id;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => batches.PlanAsync(id))));

        Assert.Equal("failed 1, needs_answer 1, planned 1, waiting 1", Counts((await server.Client.GetAsync($"api/v1/batches/{id}")).Ok()));
        Assert.Equal(BatchState.Planned, (await batches.GetAsync(id)).State);
        await batches.CancelAsync(id);
    }

    [Fact]
    public async Task A_batch_that_is_cancelled_before_it_is_planned_stays_cancelled()
    {
        var batches = server.App.Services.GetRequiredService<IBatchService>();
        using var manifest = new MemoryStream(Encoding.UTF8.GetBytes(Row(await server.ImportAsync("cat"), "make it night")));
        var id = (await batches.CreateAsync(new BatchUpload { Manifest = manifest, Owner = "test" })).Id;
        await batches.CancelAsync(id);

        var planned = await batches.PlanAsync(id);

        Assert.Equal((BatchState.Ended, 1), (planned.State, planned.Count(BatchItemState.Cancelled)));
    }

    [Fact]
    public async Task What_a_server_had_not_planned_the_next_one_plans()
    {
        var library = Directory.CreateTempSubdirectory("belm-web-batch").FullName;
        string id;
        var services = new ServiceCollection().AddLogging();
        services.AddBelm();
        services.AddBelmWorkflows();
        services.Configure<LibraryOptions>(options => options.Root = library);
        services.Configure<DeviceOptions>(options => options.Provider = "cpu");
        services.Configure<ModelOptions>(options => options.Path = Path.Combine(AppContext.BaseDirectory, "models", "toytown"));
        await using (var before = services.BuildServiceProvider())
        {
            using var manifest = new MemoryStream(Encoding.UTF8.GetBytes(Row("img_000000000000000", "make it night")));
            id = (await before.GetRequiredService<IBatchService>().CreateAsync(new BatchUpload { Manifest = manifest, Owner = "test" })).Id;
        }

        await using (var next = new BelmServer(library))
        {
            await next.InitializeAsync();
            var planned = (await next.Client.GetAsync($"api/v1/batches/{id}?wait=100")).Ok();
            Assert.Equal(("planned", "failed 1"), ((string)planned["state"]!, Counts(planned)));
            Assert.Equal("image_not_found", (string)(await next.Client.GetAsync($"api/v1/batches/{id}/items")).Ok()["items"]![0]!["error"]!["code"]!);
        }

        Directory.Delete(library, recursive: true);
    }

    private static string Row(string image, string request, string more = "") => $"{{\"image\":{JsonSerializer.Serialize(image)},\"request\":{JsonSerializer.Serialize(request)}{more}}}";

    private static string Counts(JsonNode batch) => string.Join(", ", batch["rows"]!.AsObject().OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"));

    private async Task<HttpResponseMessage> SendAsync(string type, string body, string query = "")
    {
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await server.Client.PostAsync($"api/v1/batches{query}", content);
    }

    private async Task SetQueueAsync(string id, string queue)
    {
        await using var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(server.Library, "jobs.db"), Pooling = false }.ConnectionString);
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = "update batch set queue = $queue where id = $id";
        command.Parameters.AddWithValue("$queue", queue);
        command.Parameters.AddWithValue("$id", id);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    private async Task<JsonNode> UntilAsync(string id, string state)
    {
        JsonNode batch;
        do
        {
            batch = (await server.Client.GetAsync($"api/v1/batches/{id}?wait=60")).Ok();
            Assert.Null(batch["fault"]);
        }
        while ((string)batch["state"]! != state);

        return batch;
    }

    private async Task AssertResultsAsync(string id, string made)
    {
        var lines = await server.Client.GetAsync($"api/v1/batches/{id}/results.jsonl");
        Assert.Equal($"{id}-results.jsonl", lines.Content.Headers.ContentDisposition!.FileName);
        var rows = (await lines.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(["succeeded", "skipped", "needs_answer", "failed", "failed", "failed"], rows.Select(row => (string)row["state"]!));
        Assert.Equal([made, made], rows.Take(2).Select(row => (string)row["image_id"]!));
        Assert.Equal(7, (await server.Client.GetStringAsync($"api/v1/batches/{id}/results.csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var sheet = await server.Client.GetAsync($"api/v1/batches/{id}/sheet.html");
        Assert.Equal(("text/html", "attachment"), (sheet.Content.Headers.ContentType!.MediaType, sheet.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Equal(6, (await sheet.Content.ReadAsStringAsync()).Split("<article").Length - 1);
    }

    // The states of a batch as events told them, up to one of them.
    private static async Task<List<string>> SeenAsync(HttpResponseMessage events, string id, string last)
    {
        var states = new List<string>();
        await foreach (var item in SseParser.Create(await events.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            if (item.EventType == "batch.changed" && JsonNode.Parse(item.Data)! is var batch && (string)batch["batch_id"]! == id)
            {
                states.Add((string)batch["state"]!);
                if (states[^1] == last)
                {
                    break;
                }
            }
        }

        return states;
    }
}
