using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BelmAgent.Host.Tests.Doubles;

namespace BelmAgent.Host.Tests.EndToEnd;

/// <summary>The server as a program starts and stops it.</summary>
public sealed class ServeTests : IDisposable
{
    private const string Initialize = """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
        """;

    private const string PlanBatch = """
        {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"belm_plan_batch","arguments":{"rows":[{"image_id":"img_000000000000000","request":"make it night"}]}}}
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_says_where_it_is_serves_people_and_agents_behind_one_door_and_ends_when_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals");
        using var belm = Process.Start(new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "belm"), ["serve", "--json", "--urls", "http://127.0.0.1:0", "--library", _folder["library"], "--provider", "cpu"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["BELM__SERVE__PERMINUTE"] = "6" },
        })!;
        var said = belm.StandardError.ReadToEndAsync();
        var ready = JsonDocument.Parse((await belm.StandardOutput.ReadLineAsync())!).RootElement;
        var key = ready.GetProperty("key").GetString()!;
        using var client = new HttpClient { BaseAddress = new Uri(ready.GetProperty("urls")[0].GetString()! + "/") };

        Assert.Equal("ok", await client.GetStringAsync("health/live"));
        Assert.Contains("<belm-app>", await client.GetStringAsync(""), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(client)).StatusCode);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await SendAsync(client, key, host: "evil.example")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(client, key, origin: "null")).StatusCode);
        var answer = await SendAsync(client, key);
        Assert.Contains("\"name\":\"belm\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        // What an agent starts belongs to its key, and its calls are counted.
        var session = answer.Headers.GetValues("Mcp-Session-Id").Single();
        Assert.Contains("planned", await (await SendAsync(client, key, body: PlanBatch, session: session)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var batch = JsonDocument.Parse(await client.GetStringAsync("api/v1/batches")).RootElement.GetProperty("items")[0];
        Assert.Equal(("owner", "planned"), (batch.GetProperty("owner").GetString(), batch.GetProperty("state").GetString()));
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => SendAsync(client, key)));
        Assert.Contains(answers, one => one.StatusCode == HttpStatusCode.TooManyRequests && one.Headers.RetryAfter is not null);

        using (var kill = Process.Start("kill", ["-TERM", $"{belm.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        await belm.WaitForExitAsync();
        Assert.Equal((0, ""), (belm.ExitCode, await belm.StandardOutput.ReadToEndAsync()));
        Assert.Equal("", await said);
    }

    [Theory]
    [InlineData("http://0.0.0.0:5170", "Belm:Serve:Urls may name more than this machine only with https, or with Belm:Serve:BehindProxy=true behind a proxy that does TLS.")]
    [InlineData("nowhere", "Belm:Serve:Urls must be addresses such as http://127.0.0.1:5170, separated by semicolons.")]
    public async Task An_address_that_cannot_be_served_is_refused(string urls, string sentence)
    {
        using var app = new TestApp();

        var run = await app.RunAsync("serve", "--json", "--urls", urls, "--library", _folder["library"]);

        run.AssertFailed(2, "configuration");
        Assert.Equal(sentence, run.Json.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Keys_are_added_listed_and_revoked()
    {
        using var app = new TestApp();
        string[] library = ["--library", _folder["library"], "--json"];

        var added = await app.RunAsync(["keys", "add", "agent", "--scopes", "read,edit", .. library]);
        Assert.StartsWith("belm_", added.Json.GetProperty("key").GetString(), StringComparison.Ordinal);
        Assert.Equal("agent", (await app.RunAsync(["keys", "list", .. library])).Json.GetProperty("keys")[0].GetProperty("name").GetString());
        (await app.RunAsync(["keys", "add", "agent", .. library])).AssertFailed(2, "key_name");
        (await app.RunAsync(["keys", "add", "other", "--scopes", "all", .. library])).AssertFailed(2, "key_scope");
        Assert.Equal(0, (await app.RunAsync(["keys", "revoke", "agent", .. library])).ExitCode);
        (await app.RunAsync(["keys", "revoke", "agent", .. library])).AssertFailed(2, "key_not_found");
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string? key = null, string? host = null, string? origin = null, string body = Initialize, string? session = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "mcp") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Headers.Add("X-Belm", "1");
        request.Headers.Host = host;
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        if (session is not null)
        {
            request.Headers.Add("Mcp-Session-Id", session);
        }

        return await client.SendAsync(request);
    }
}
