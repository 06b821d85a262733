using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Codecs;
using BelmAgent.Web.Configuration;
using BelmAgent.Web.Security;

namespace BelmAgent.Web.Tests;

/// <summary>Plans, approval and jobs over HTTP.</summary>
public sealed class EditRouteTests(BelmServer server) : IClassFixture<BelmServer>
{
    [Fact]
    public async Task Three_calls_edit_a_picture()
    {
        var id = await server.ImportAsync();

        var edit = (await server.Client.PostAsync("api/v1/edits?wait=300", new { image_id = id, request = "make the house blue" })).Ok();
        var file = await server.Client.GetByteArrayAsync($"api/v1/pictures/{edit["image_id"]}/file");

        Assert.Equal(("passed", id, "owner"), ((string)edit["check"]!["result"]!, (string)edit["parent_id"]!, (string)edit["approved_by"]!));
        Assert.Equal(128, ImageCodec.Decode(file).Width);
        var lineage = (await server.Client.GetAsync($"api/v1/pictures/{edit["image_id"]}/lineage")).Ok();
        Assert.Equal([id, (string)edit["image_id"]!], lineage["nodes"]!.AsArray().Select(node => (string)node!["image_id"]!));
        Assert.Equal("passed", (string)lineage["nodes"]![1]!["check"]!);
        Assert.Single(lineage["edges"]!.AsArray());
    }

    [Fact]
    public async Task A_plan_is_shown_approved_and_run_once()
    {
        var id = await server.ImportAsync();

        var proposal = (await server.Client.PostAsync("api/v1/plans", new { image_id = id, request = "make the house green", settings = new { steps = 4, attempts = 1 } })).Ok()["proposal"]!;
        var proposalId = (string)proposal["proposal_id"]!;
        Assert.Equal(("needed", 4, 1), ((string)proposal["approval"]!, (int)proposal["plan"]!["steps"]!, (int)proposal["max_attempts"]!));
        Assert.Contains(proposal["difference"]!.AsArray(), run => (string)run!["kind"]! == "added" && (string)run["text"]! == "green");
        (await server.Client.PostAsync("api/v1/jobs", new { proposal_id = proposalId })).Problem(403, "not_approved");
        Assert.Equal("given", (string)(await server.Client.PostAsync($"api/v1/proposals/{proposalId}/approve", null)).Ok()["proposal"]!["approval"]!);

        var job = (await server.Client.PostAsync("api/v1/jobs", new { proposal_id = proposalId })).Accepted();
        var ended = (await server.Client.GetAsync($"api/v1/jobs/{job["job_id"]}?wait=300")).Ok();

        Assert.Equal("succeeded", (string)ended["state"]!);
        Assert.Equal(id, (string)ended["result"]!["parent_id"]!);
        (await server.Client.PostAsync("api/v1/jobs", new { proposal_id = proposalId })).Problem(404, "proposal_not_found");
        (await server.Client.GetAsync("api/v1/jobs/job_x")).Problem(404, "job_not_found");
    }

    [Fact]
    public async Task A_refused_plan_does_not_run()
    {
        var id = await server.ImportAsync();
        var proposalId = (string)(await server.Client.PostAsync("api/v1/plans", new { image_id = id, request = "make the house green" })).Ok()["proposal"]!["proposal_id"]!;

        (await server.Client.PostAsync($"api/v1/proposals/{proposalId}/refuse", null)).Ok();

        (await server.Client.PostAsync($"api/v1/proposals/{proposalId}/approve", null)).Problem(409, "already_refused");
        (await server.Client.PostAsync("api/v1/jobs", new { proposal_id = proposalId })).Problem(403, "not_approved");
    }

    [Fact]
    public async Task An_agents_key_runs_only_what_somebody_else_approved()
    {
        var id = await server.ImportAsync();
        using var agent = server.CreateClient(server.AddKey(Scopes.Read, Scopes.Edit));
        var proposalId = (string)(await agent.PostAsync("api/v1/plans", new { image_id = id, request = "make the house green", settings = new { steps = 2, attempts = 1 } })).Ok()["proposal"]!["proposal_id"]!;
        (await agent.PostAsync("api/v1/jobs", new { proposal_id = proposalId })).Problem(403, "not_approved");

        (await server.Client.PostAsync($"api/v1/proposals/{proposalId}/approve", null)).Ok();

        (await agent.PostAsync("api/v1/jobs", new { proposal_id = proposalId })).Accepted();
    }

    [Fact]
    public async Task A_changed_plan_is_another_proposal()
    {
        var id = await server.ImportAsync();
        var first = (await server.Client.PostAsync("api/v1/plans", new { image_id = id, request = "make the house green" })).Ok()["proposal"]!;
        var plan = first["plan"]!.DeepClone();
        plan["target_prompt"] = "a purple house on the left, on water, under a blue sky, with a cloud";

        var second = (await server.Client.PostAsync("api/v1/proposals", new JsonObject { ["image_id"] = id, ["plan"] = plan })).Created()["proposal"]!;

        Assert.NotEqual((string)first["proposal_id"]!, (string)second["proposal_id"]!);
        Assert.Contains("purple", (string)second["target"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("purple", (string)(await server.Client.GetAsync($"api/v1/proposals/{first["proposal_id"]}")).Ok()["proposal"]!["target"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_is_answered_by_a_second_call()
    {
        var id = await server.ImportAsync();

        var question = (string)(await server.Client.PostAsync("api/v1/plans", new { image_id = id, request = "add a moon" })).Problem(422, "request_unclear")["question"]!;
        var proposal = (await server.Client.PostAsync("api/v1/plans", new { image_id = id, request = "yes", previous_request = "add a moon", previous_question = question })).Ok()["proposal"]!;

        Assert.Contains("moon", (string)proposal["target"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_a_mask_every_pixel_is_kept()
    {
        var id = await server.ImportAsync();
        var white = new byte[128 * 128 * 3];
        for (var y = 60; y < 118; y++)
        {
            white.AsSpan(((y * 128) + 4) * 3, 44 * 3).Fill(255);
        }

        using var body = new ByteArrayContent(ImageCodec.EncodePng(new RgbImage(128, 128, white)));
        body.Headers.ContentType = new("image/png");
        var mask = (await server.Client.PostAsync($"api/v1/pictures/{id}/masks", body)).Created();

        var edit = (await server.Client.PostAsync("api/v1/edits?wait=300", new { image_id = id, request = "make the house blue", mask_id = (string)mask["image_id"]! })).Ok();

        var (before, after) = (await PixelsAsync(id), await PixelsAsync((string)edit["image_id"]!));
        for (var i = 0; i < white.Length; i++)
        {
            Assert.True(white[i] == 255 || before[i] == after[i], $"pixel {i / 3}");
        }

        Assert.NotEqual(before, after);
    }

    [Theory]
    [InlineData("""{"image_id":"img_x","request":"x","sampler":"y"}""", 400, "invalid_body")]
    [InlineData("""{"image_id":"img_x"}""", 400, "invalid_body")]
    [InlineData("""{"image_id":null,"request":"x"}""", 400, "invalid_body")]
    [InlineData("""{"image_id":"img_x","request":7}""", 400, "invalid_body")]
    [InlineData("[]", 400, "invalid_body")]
    [InlineData("{", 400, "invalid_body")]
    [InlineData("null", 400, "invalid_body")]
    [InlineData("""{"image_id":"img_x","request":"x"}""", 404, "image_not_found")]
    public async Task A_body_that_does_not_fit_is_refused_by_name(string body, int status, string code)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        (await server.Client.PostAsync("api/v1/plans", content)).Problem(status, code);
    }

    [Fact]
    public async Task A_body_that_is_too_long_or_of_another_kind_is_refused()
    {
        using var text = new StringContent("image_id=x", System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
        using var vast = new StringContent($"{{\"image_id\":\"{new string('x', 2 << 20)}\",\"request\":\"x\"}}", System.Text.Encoding.UTF8, "application/json");

        (await server.Client.PostAsync("api/v1/plans", text)).Problem(415, "type_not_taken");
        (await server.Client.PostAsync("api/v1/plans", vast)).Problem(413, "body_too_large");
        (await server.Client.GetAsync("api/v1/nothing")).Problem(404, "nothing_here");
        (await server.Client.PutAsync("api/v1/plans", null)).Problem(405, "method_not_allowed");
    }

    [Fact]
    public async Task The_same_call_under_one_key_is_made_once()
    {
        var key = Guid.NewGuid().ToString();
        var first = await AskAsync("a red house", key);
        var again = await AskAsync("a red house", key);

        Assert.Equal((string)first.Created()["image_id"]!, (string)again.Created()["image_id"]!);
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        (await AskAsync("a blue house", key)).Problem(409, "idempotency_key");
        Assert.NotEqual((string)first.Created()["image_id"]!, (string)(await AskAsync("a red house", Guid.NewGuid().ToString())).Created()["image_id"]!);

        async Task<HttpResponseMessage> AskAsync(string prompt, string key)
        {
            using var ask = new HttpRequestMessage(HttpMethod.Post, "api/v1/generations") { Content = JsonContent.Create(new { prompt, steps = 2, seed = 1 }) };
            ask.Headers.Add("Idempotency-Key", key);
            return await server.Client.SendAsync(ask);
        }
    }

    [Fact]
    public async Task Front_ends_that_speak_openais_interface_can_edit()
    {
        await using var other = new BelmServer(null, services => services.Configure<ServeOptions>(options => options.OpenAiImages = true));
        await other.InitializeAsync();
        using var form = new MultipartFormDataContent
        {
            { new StringContent("make the house blue"), "prompt" }, { new StringContent("any"), "model" },
            { new ByteArrayContent(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "samples", "house.png"))), "image", "house.png" },
        };

        var edited = await other.Client.PostAsync("v1/images/edits", form);
        var made = (await other.Client.PostAsync("v1/images/generations", new { prompt = "a red house", n = 1, size = "1024x1024", response_format = "url" })).Ok();

        Assert.Equal(128, ImageCodec.Decode(Convert.FromBase64String((string)edited.Ok()["data"]![0]!["b64_json"]!)).Width);
        Assert.Equal("passed", edited.Headers.GetValues("x-belm-check").Single());
        Assert.StartsWith(other.Url.ToString(), (string)made["data"]![0]!["url"]!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.PostAsync("v1/images/generations", new { prompt = "x" })).StatusCode);
    }

    [Fact]
    public async Task The_interface_describes_itself()
    {
        var described = JsonNode.Parse(await server.Client.GetStringAsync("openapi/v1.json"))!;
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "openapi.json")))!;
        described.AsObject().Remove("servers");

        // To take a change over, write the document to openapi.json beside this file.
        Assert.True(JsonNode.DeepEquals(expected, described), described.ToJsonString());
    }

    [Fact]
    public async Task The_server_says_what_it_is_and_that_it_is_ready()
    {
        using var anybody = server.CreateClient();

        var system = (await server.Client.GetAsync("api/v1/system")).Ok();
        Assert.Equal(("toytown", "offline", 64), ((string)system["model"]!["name"]!, (string)system["planner"]!, (int)system["limits"]!["max_megapixels"]!));
        Assert.Equal("ok", await anybody.GetStringAsync("health/live"));
        Assert.Equal("ready", await anybody.GetStringAsync("health/ready"));
        Assert.True((bool)(await server.Client.GetAsync("health/ready")).Ok()["ready"]!);
    }

    [Fact]
    public async Task The_page_is_served_under_names_that_never_change()
    {
        using var anybody = server.CreateClient();
        var index = await anybody.GetStringAsync("");
        var script = System.Text.RegularExpressions.Regex.Match(index, "assets/[0-9a-f]{12}/main\\.js").Value;

        var file = await anybody.GetAsync(script);

        Assert.Equal(("text/javascript", true), (file.Content.Headers.ContentType?.MediaType, file.Headers.CacheControl!.ToString().Contains("immutable", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync("assets/x/..%2f..%2fserve.key")).StatusCode);
    }

    private async Task<byte[]> PixelsAsync(string id) => ImageCodec.Decode(await server.Client.GetByteArrayAsync($"api/v1/pictures/{id}/file")).Pixels.ToArray();
}
