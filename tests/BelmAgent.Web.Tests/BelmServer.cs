using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BelmAgent.Web.Tests;

/// <summary>A server on a free port of this machine, with the embedded model and a library of its own.</summary>
public sealed class BelmServer : IAsyncLifetime
{
    private readonly bool _ownsLibrary;
    private readonly Action<IServiceCollection>? _configure;

    public BelmServer()
        : this(null)
    {
    }

    internal BelmServer(string? library, Action<IServiceCollection>? configure = null)
    {
        (_ownsLibrary, _configure) = (library is null, configure);
        Library = library ?? Directory.CreateTempSubdirectory("belm-web").FullName;
    }

    public string Library { get; }

    public WebApplication App { get; private set; } = null!;

    public Uri Url { get; private set; } = null!;

    public string Key { get; private set; } = "";

    /// <summary>Gets a client that gives the owner's key.</summary>
    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddBelm();
        builder.Services.Configure<LibraryOptions>(options => options.Root = Library);
        builder.Services.Configure<EditingOptions>(options => options.MaxImportMegapixels = 64);
        builder.Services.Configure<DeviceOptions>(options => (options.Provider, options.Threads) = ("cpu", 1));
        builder.Services.Configure<ModelOptions>(options => options.Path = Path.Combine(AppContext.BaseDirectory, "models", "toytown"));
        builder.Services.AddBelmWeb(options => (options.PerMinute, options.Grace) = (100_000, TimeSpan.FromSeconds(30)));
        _configure?.Invoke(builder.Services);
        App = builder.Build();
        App.MapBelm();
        await App.StartAsync();
        Url = new Uri(App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Key = App.Services.GetRequiredService<KeyRing>().GetOwnerKey();
        Client = CreateClient(Key);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        if (_ownsLibrary)
        {
            Directory.Delete(Library, recursive: true);
        }
    }

    public HttpClient CreateClient(string? key = null)
    {
        var client = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    public string AddKey(params string[] scopes) => App.Services.GetRequiredService<KeyRing>().Add($"k{Guid.NewGuid():N}"[..20], scopes);

    /// <summary>Sends bytes as they are, and returns the answer as it comes.</summary>
    public async Task<string> SendRawAsync(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Url.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    public async Task<string> ImportAsync(string sample = "house")
    {
        using var content = new ByteArrayContent(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "samples", $"{sample}.png")));
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return (string)(await Client.PostAsync("api/v1/pictures", content)).Created()["image_id"]!;
    }
}

internal static class Answers
{
    public static JsonNode Ok(this HttpResponseMessage answer) => Read(answer, HttpStatusCode.OK);

    public static JsonNode Created(this HttpResponseMessage answer) => Read(answer, HttpStatusCode.Created);

    public static JsonNode Accepted(this HttpResponseMessage answer) => Read(answer, HttpStatusCode.Accepted);

    /// <summary>Checks that a problem came, of that status and code, in the one form.</summary>
    public static JsonNode Problem(this HttpResponseMessage answer, int status, string code)
    {
        var problem = Read(answer, (HttpStatusCode)status);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal((code, status), ((string)problem["code"]!, (int)problem["status"]!));
        Assert.Matches(@"^([A-Z'""]|img_|max_).*[.?!]$", (string)problem["title"]!);
        Assert.NotEmpty((string)problem["remedy"]!);
        return problem;
    }

    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string path, object body) => client.PostAsJsonAsync(path, body);

    private static JsonNode Read(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = answer.Content.ReadAsStringAsync().GetAwaiter().GetResult();
        Assert.True(answer.StatusCode == expected, $"{(int)answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }
}
