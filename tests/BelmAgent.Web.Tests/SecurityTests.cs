using System.Net;
using System.Net.Http.Headers;
using BelmAgent.Web.Configuration;
using BelmAgent.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BelmAgent.Web.Tests;

/// <summary>Every endpoint that is mapped is behind the same door; a new one cannot be forgotten.</summary>
public sealed class SecurityTests(BelmServer server) : IClassFixture<BelmServer>
{
    // What needs no key: the page's files, signing in and out, and whether the server lives.
    private static readonly string[] Open = ["GET /", "GET assets/", "POST api/v1/login", "DELETE api/v1/login", "GET health/live", "GET health/ready"];

    private IReadOnlyList<(string Method, string Path, RouteEndpoint Endpoint)> Endpoints =>
    [
        .. from endpoint in server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
           select (method, PathOf(endpoint), endpoint),
    ];

    public static TheoryData<string, string, int> Hostile => new()
    {
        { "Host", "evil.example", 421 },
        { "Host", "127.0.0.1", 421 },
        { "Host", "127.0.0.1.evil.example", 421 },
        { "Host", "", 421 },
        { "Origin", "null", 403 },
        { "Origin", "http://evil.example", 403 },
        { "Origin", "http://SELF.evil.example", 403 },
        { "Origin", "https://SELF", 403 },
        { "Sec-Fetch-Site", "cross-site", 403 },
        { "Sec-Fetch-Site", "same-site", 403 },
    };

    [Fact]
    public void There_are_many_of_them() => Assert.True(Endpoints.Count > 40, $"{Endpoints.Count}");

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task What_comes_for_another_server_or_from_another_page_is_turned_away(string header, string value, int status)
    {
        value = value.Replace("SELF", $"127.0.0.1:{server.Url.Port}", StringComparison.Ordinal);
        foreach (var (method, path, _) in Endpoints)
        {
            var host = header == "Host" ? value : $"127.0.0.1:{server.Url.Port}";
            var extra = header == "Host" ? "" : $"{header}: {value}\r\n";
            var answer = await server.SendRawAsync(
                $"{method} {path} HTTP/1.1\r\nHost: {host}\r\n{extra}Authorization: Bearer {server.Key}\r\nX-Belm: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

            Assert.True(answer.StartsWith($"HTTP/1.1 {status}", StringComparison.Ordinal), $"{method} {path}: {answer}");
        }
    }

    [Fact]
    public async Task A_request_without_a_host_is_turned_away()
    {
        Assert.StartsWith("HTTP/1.1 421", await server.SendRawAsync("GET /health/live HTTP/1.0\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", await server.SendRawAsync($"GET /health/live HTTP/1.0\r\nHost: localhost:{server.Url.Port}\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_only_the_page_itself_is_served()
    {
        using var client = server.CreateClient();
        client.DefaultRequestHeaders.Add("X-Belm", "1");
        foreach (var (method, path, endpoint) in Endpoints)
        {
            var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
            var isOpen = Open.Any(open => $"{method} {endpoint.RoutePattern.RawText}".StartsWith(open, StringComparison.Ordinal));

            Assert.True(isOpen == (answer.StatusCode != HttpStatusCode.Unauthorized), $"{method} {path}: {answer.StatusCode}");
            Assert.True(isOpen || endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => data.Policy is not null), $"{method} {path} names no scope");
        }
    }

    [Fact]
    public async Task A_key_that_is_not_known_is_no_key()
    {
        using var client = server.CreateClient("belm_0000");

        (await client.GetAsync("api/v1/system")).Problem(401, "key_needed");
    }

    [Fact]
    public async Task A_key_does_no_more_than_its_scopes_say()
    {
        using var reader = server.CreateClient(server.AddKey(Scopes.Read));
        using var agent = server.CreateClient(server.AddKey(Scopes.Read, Scopes.Edit));
        foreach (var (method, path, endpoint) in Endpoints.Where(one => one.Method != "GET" && !one.Path.Contains("login", StringComparison.Ordinal)))
        {
            var answer = await reader.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{method} {path}: {answer.StatusCode}");
            answer.Problem(403, "scope_needed");
        }

        (await agent.PostAsync("api/v1/proposals/prop_x/approve", null)).Problem(403, "scope_needed");
        (await agent.PostAsync("api/v1/edits", new { image_id = "img_x", request = "x" })).Problem(403, "scope_needed");
        (await agent.DeleteAsync("api/v1/pictures/img_x")).Problem(403, "scope_needed");
        (await agent.PostAsync("api/v1/proposals/prop_x/refuse", null)).Problem(404, "proposal_not_found");
    }

    [Fact]
    public async Task A_cookie_alone_changes_nothing()
    {
        using var page = await SignInAsync();

        Assert.Equal(HttpStatusCode.OK, (await page.GetAsync("api/v1/system")).StatusCode);
        foreach (var (method, path, _) in Endpoints.Where(one => one.Method != "GET"))
        {
            (await page.SendAsync(new HttpRequestMessage(new HttpMethod(method), path))).Problem(403, "page_header_needed");
        }

        page.DefaultRequestHeaders.Add("X-Belm", "1");
        (await page.PostAsync("api/v1/samples/house", null)).Created();
    }

    [Fact]
    public async Task A_cookie_ends_with_its_key_and_cannot_be_made_up()
    {
        var name = $"gone-{Guid.NewGuid():N}"[..12];
        var ring = server.App.Services.GetRequiredService<KeyRing>();
        var key = ring.Add(name, [Scopes.Read]);
        using var page = await SignInAsync(key);
        Assert.Equal(HttpStatusCode.OK, (await page.GetAsync("api/v1/system")).StatusCode);
        ring.Revoke(name);

        Assert.Equal(HttpStatusCode.Unauthorized, (await page.GetAsync("api/v1/system")).StatusCode);
        using var forger = server.CreateClient();
        forger.DefaultRequestHeaders.Add("Cookie", $"belm=v1.owner.{DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeSeconds()}.{new string('0', 64)}");
        Assert.Equal(HttpStatusCode.Unauthorized, (await forger.GetAsync("api/v1/system")).StatusCode);
    }

    [Fact]
    public async Task Every_answer_carries_the_policy_and_none_a_path_or_a_stack()
    {
        foreach (var (method, path, _) in Endpoints.Where(one => !one.Path.EndsWith("events", StringComparison.Ordinal)))
        {
            foreach (var id in (string[])["img_000000000000000", "..%2f..%2fetc%2fpasswd", "%00", new string('a', 2000)])
            {
                var answer = await server.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path.Replace("ID", id, StringComparison.Ordinal)));
                var text = await answer.Content.ReadAsStringAsync();

                Assert.True(answer.StatusCode != HttpStatusCode.InternalServerError, $"{method} {path} {id}: {text}");
                Assert.DoesNotContain(server.Library, text, StringComparison.Ordinal);
                Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
                Assert.DoesNotContain("/etc/passwd", text.Replace("../../etc/passwd", "", StringComparison.Ordinal), StringComparison.Ordinal);
                if (answer.StatusCode != HttpStatusCode.BadRequest || text.Length > 0)
                {
                    Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
                    Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
                }
            }
        }
    }

    [Fact]
    public async Task A_policy_of_the_app_around_opens_nothing()
    {
        await using var other = new BelmServer(null, services => services.AddAuthorization(options => options.AddPolicy(Scopes.Admin, policy => policy.RequireAssertion(_ => true))));
        await other.InitializeAsync();
        using var anybody = other.CreateClient();
        anybody.DefaultRequestHeaders.Add("X-Belm", "1");

        (await anybody.DeleteAsync("api/v1/pictures/img_x")).Problem(401, "key_needed");
    }

    [Fact]
    public async Task A_revoked_key_hears_nothing_more()
    {
        var ring = server.App.Services.GetRequiredService<KeyRing>();
        var name = $"ears-{Guid.NewGuid():N}"[..12];
        using var client = server.CreateClient(ring.Add(name, [Scopes.Read]));
        using var stream = await client.GetAsync("api/v1/events", HttpCompletionOption.ResponseHeadersRead);
        ring.Revoke(name);

        // The stream ends by itself, at its next look at the keys.
        Assert.Contains("event: ping", await stream.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_an_allowed_origin_may_call_with_a_key()
    {
        await using var other = new BelmServer(null, services => services.Configure<ServeOptions>(options => options.AllowedOrigins = ["https://tool.example"]));
        await other.InitializeAsync();
        var ask = new HttpRequestMessage(HttpMethod.Options, "api/v1/system");
        ask.Headers.Add("Origin", "https://tool.example");
        ask.Headers.Add("Access-Control-Request-Method", "GET");
        var get = new HttpRequestMessage(HttpMethod.Get, "api/v1/system");
        get.Headers.Add("Origin", "https://tool.example");

        var asked = await other.Client.SendAsync(ask);
        var got = await other.Client.SendAsync(get);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.OK), (asked.StatusCode, got.StatusCode));
        Assert.Equal("https://tool.example", got.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.DoesNotContain("Access-Control-Allow-Credentials", got.Headers.Select(header => header.Key));
    }

    [Theory]
    [InlineData("Urls", "http://0.0.0.0:5170", "Belm:Serve:Urls may name more than this machine only with https, or with Belm:Serve:BehindProxy=true behind a proxy that does TLS.")]
    [InlineData("Urls", "nowhere", "Belm:Serve:Urls must be addresses such as http://127.0.0.1:5170, separated by semicolons.")]
    [InlineData("PathBase", "belm", "Belm:Serve:PathBase must be empty or a path such as /belm.")]
    public void An_unsafe_setting_stops_the_start(string setting, string value, string sentence)
    {
        var options = new ServeOptions();
        typeof(ServeOptions).GetProperty(setting)!.SetValue(options, value);

        Assert.Equal([sentence], options.Validate(new(options)).Select(result => result.ErrorMessage));
        Assert.Contains("Belm:Serve:Auth must be Key", string.Concat(new ServeOptions { Urls = "https://0.0.0.0:1", Auth = ServeAuth.None }.Validate(new(options)).Select(result => result.ErrorMessage)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_owners_key_lies_where_only_the_owner_reads_it()
    {
        // Windows protects the user's folder by other means.
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in (string[])["serve.key", "keys.json"])
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(server.Library, file)));
            }
        }

        Assert.DoesNotContain(server.Key, File.ReadAllText(Path.Combine(server.Library, "keys.json")), StringComparison.Ordinal);
    }

    private async Task<HttpClient> SignInAsync(string? key = null)
    {
        using var door = server.CreateClient();
        door.DefaultRequestHeaders.Add("X-Belm", "1");
        var signed = await door.PostAsync("api/v1/login", new { key = key ?? server.Key });
        Assert.Equal(HttpStatusCode.NoContent, signed.StatusCode);
        var cookie = signed.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        var page = server.CreateClient();
        page.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        return page;
    }

    private static string PathOf(RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "documentName" } => "v1",
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart => "ID",
        _ => "",
    }))));
}
