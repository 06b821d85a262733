using BelmAgent.Mcp.Tests.Doubles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Client;

[assembly: AssemblyFixture(typeof(WebHouse))]

namespace BelmAgent.Mcp.Tests.Doubles;

/// <summary>The server over HTTP on a loopback port, with a library of its own.</summary>
public sealed class WebHouse : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("belm-mcp-web");
    private WebApplication? _app;

    /// <summary>Gets the server's address.</summary>
    internal Uri Address => new($"{_app!.Urls.Single()}/mcp");

    internal IServiceProvider Services => _app!.Services;

    internal string Library => _folder.FullName;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddConfiguration(McpHouse.Configure(_folder.FullName));
        builder.Services.AddBelm(builder.Configuration);
        builder.Services.AddBelmMcp(builder.Configuration).WithHttpTransport(http => http.SessionMode = HttpServerSessionMode.StatefulForInitializeClients);
        _app = builder.Build();
        _app.MapMcp("/mcp");
        await _app.StartAsync();
    }

    /// <summary>Imports the picture of the tests, as an upload would.</summary>
    /// <returns>The picture's id.</returns>
    internal async Task<string> ImportAsync()
    {
        await using var file = File.OpenRead(McpHouse.Picture);
        return (await Services.GetRequiredService<BelmAgent.Editing.Images>().ImportAsync(file)).Id;
    }

    /// <summary>Connects a client.</summary>
    internal Task<McpClient> ConnectAsync(McpClientOptions? options = null) =>
        McpClient.CreateAsync(new HttpClientTransport(new HttpClientTransportOptions { Endpoint = Address, TransportMode = HttpTransportMode.StreamableHttp }), options);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }
}
