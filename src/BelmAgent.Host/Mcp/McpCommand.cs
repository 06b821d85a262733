using System.CommandLine;
using System.Text.Json.Nodes;
using BelmAgent.Editing.Edits;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Output;
using BelmAgent.Workflows;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace BelmAgent.Host.Mcp;

/// <summary>Serves agents on standard input and output until the input ends.</summary>
internal sealed class McpCommand : AppCommand
{
    private const int BlockedThreads = 4;

    // For calls that are about to end when the input ends, as when it is a file.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly Option<IReadOnlyList<string>?> _allow = NewOption.Paths(
        "--allow", "DIR", "Folder from which images may be imported; may be given several times (default: the folders that the client announces).");

    // No --json: standard output carries the protocol and nothing else.
    public McpCommand()
        : base("mcp", "Serve agents with the Model Context Protocol on standard input and output.")
    {
        Add(_allow);
        Add(SettingOption.Approval());
        Add(SettingOption.Model());
        Add(SettingOption.Provider());
        Add(SettingOption.Library());
        Add(Common.Config);
        Add(Common.Verbose);
    }

    public override IEnumerable<string> Inputs(ParseResult line) => line.GetValue(_allow) ?? [];

    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        // Nobody can be asked at the terminal: its input is the protocol.
        services.AddBelmApprover<RefusingApprover>();
        services.AddBelmMcp(configuration).WithBelmImport().WithBelmBatches();
    }

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        // Whatever else writes to standard output would break the protocol.
        Console.SetOut(Console.Error);
        KeepThreadsFree();
        var loggers = context.Services.GetRequiredService<ILoggerFactory>();
        await using var transport = new StreamServerTransport(input, output, "belm", loggers);
        await using var server = McpServer.Create(transport, context.Services.GetRequiredService<IOptions<McpServerOptions>>().Value, loggers, context.Services);
        // Rows that are in work when the input ends are given back: the next process goes on with them.
        var batches = context.Services.GetRequiredService<BatchHost>();
        await batches.StartAsync(context.CancellationToken);
        try
        {
            await RunAsync(server, transport, context.CancellationToken);
        }
        finally
        {
            await batches.StopAsync(CancellationToken.None);
        }

        return new Outcome(new JsonObject(), new FactSheet());
    }

    // By itself, the server would wait for its last call: for an edit that nobody sees any more.
    private static async Task RunAsync(McpServer server, StreamServerTransport transport, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = server.RunAsync(stop.Token);
        await Task.WhenAny(running, transport.MessageReader.Completion);
        await Task.WhenAny(running, Task.Delay(Grace, cancellationToken));
        await stop.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The input has ended, and with it the session.
        }
    }

    // Reading standard input blocks a thread of the pool and so does a running network: on two cores none would be left for progress.
    private static void KeepThreadsFree()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(workers + BlockedThreads, completions);
    }
}
