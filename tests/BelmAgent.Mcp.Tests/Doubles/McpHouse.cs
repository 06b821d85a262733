using System.IO.Pipelines;
using System.Reflection;
using BelmAgent.Mcp.Tests.Doubles;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

[assembly: AssemblyFixture(typeof(McpHouse))]

namespace BelmAgent.Mcp.Tests.Doubles;

/// <summary>The server over ToyTown and a library of its own, and clients in this process.</summary>
public sealed class McpHouse : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("belm-mcp");
    private readonly ServiceProvider _provider;
    private readonly List<IAsyncDisposable> _connections = [];

    public McpHouse()
        : this(_ => { })
    {
    }

    internal McpHouse(Action<IServiceCollection> configure)
    {
        var configuration = Configure(_folder.FullName);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddBelm(configuration);
        services.AddBelmMcp(configuration).WithBelmImport();
        configure(services);
        _provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }

    /// <summary>Gets the repository's root.</summary>
    internal static string Repository { get; } = Metadata("Repository");

    /// <summary>Gets the executable of the app.</summary>
    internal static string Belm { get; } = Metadata("Belm") + (OperatingSystem.IsWindows() ? ".exe" : "");

    /// <summary>Gets a picture file: a red house on the left, on water, under a blue sky, with a cloud.</summary>
    internal static string Picture { get; } = Path.Combine(Repository, "samples", "toytown", "house.png");

    internal IServiceProvider Services => _provider;

    internal string LibraryRoot => _folder.FullName;

    /// <summary>Creates the settings of a server with a library.</summary>
    internal static IConfiguration Configure(string library) => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Belm:Library:Root"] = library,
            ["Belm:Library:AllowedRoots:0"] = Path.Combine(Repository, "samples"),
            ["Belm:Device:Provider"] = "cpu",
            ["Belm:Model:Path"] = Path.Combine(AppContext.BaseDirectory, "models", "toytown"),
            // However busy the machine is, a test that does not say otherwise waits for an edit that ends.
            ["Belm:Agent:Wait"] = "00:30:00",
        })
        .Build();

    /// <summary>Connects a client, over streams as on standard input and output.</summary>
    internal async Task<McpClient> ConnectAsync(McpClientOptions? options = null)
    {
        var (up, down) = (new Pipe(), new Pipe());
        var server = McpServer.Create(
            new StreamServerTransport(up.Reader.AsStream(), down.Writer.AsStream()), _provider.GetRequiredService<IOptions<McpServerOptions>>().Value, null, _provider);
        _ = server.RunAsync();
        var client = await McpClient.CreateAsync(new StreamClientTransport(up.Writer.AsStream(), down.Reader.AsStream()), options);
        lock (_connections)
        {
            _connections.AddRange([client, server]);
        }

        return client;
    }

    private static string Metadata(string key) =>
        typeof(McpHouse).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }

        await _provider.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

/// <summary>Options of clients.</summary>
internal static class Clients
{
    public const string Older = "2025-11-25";
    public const string Newer = "2026-07-28";

    /// <summary>Gets both generations of the protocol.</summary>
    public static TheoryData<string> Generations => [Older, Newer];

    /// <summary>Creates the options of a client whose user answers questions.</summary>
    /// <param name="protocol">The version to speak.</param>
    /// <param name="answer">Answers a question; null for a client that cannot ask.</param>
    /// <param name="name">The client's name.</param>
    public static McpClientOptions Create(string protocol, Func<ElicitRequestParams, ElicitResult>? answer = null, string name = "tester") => new()
    {
        ProtocolVersion = protocol,
        ClientInfo = new Implementation { Name = name, Version = "1" },
        Handlers = new McpClientHandlers
        {
            ElicitationHandler = answer is null ? null : (question, _) => ValueTask.FromResult(answer(question!)),
        },
    };
}
