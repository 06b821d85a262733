using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using BelmAgent.Editing.Plans;
using BelmAgent.Host.Batches;
using BelmAgent.Host.Chat;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Configuration;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;
using BelmAgent.Host.Telemetry;
using BelmAgent.Web.Configuration;
using BelmAgent.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.AspNetCore;
using Spectre.Console;

namespace BelmAgent.Host.Serve;

/// <summary>Serves the web page and the REST interface until it is stopped.</summary>
internal sealed class ServeCommand : ModelCommand
{
    private readonly Option<bool> _open = NewOption.Flag("--open", "Open the page in the browser.");
    private readonly Option<string?> _connection = ConnectionOption.Create();

    public ServeCommand()
        : base("serve", "Serve the web page and the REST interface, for this machine alone unless told otherwise.")
    {
        Add(SettingOption.Create("Belm:Serve:Urls", NewOption.Text("--urls", "URLS", "Addresses to listen on, separated by semicolons (default: http://127.0.0.1:5170 and the same in IPv6).")));
        Add(SettingOption.Approval());
        Add(_open);
        Add(_connection);
        AddTail();
    }

    public override IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line) => [.. base.Settings(line), .. ConnectionOption.Settings(line, _connection)];

    public override async Task<Outcome> RunAsync(CommandContext context)
    {
        await using var app = Build(context);
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        var options = app.Services.GetRequiredService<IOptions<ServeOptions>>().Value;
        var key = options.Auth == ServeAuth.Key ? app.Services.GetRequiredService<KeyRing>().GetOwnerKey() : null;
        try
        {
            await app.StartAsync(context.CancellationToken);
        }
        catch (IOException e)
        {
            throw new BelmException(
                "address_not_usable", ErrorKind.NotUsable, $"The server cannot listen on {options.Urls}", "stop the other program there, or name another address with --urls", e);
        }

        await AnnounceAsync(context, Addresses(app, options), key);
        await app.WaitForShutdownAsync(context.CancellationToken);
        return new Outcome(new JsonObject(), new FactSheet().Add("Stopped", "what had finished is in the library"));
    }

    private async Task AnnounceAsync(CommandContext context, List<string> urls, string? key)
    {
        var link = key is null ? urls[0] : $"{urls[0]}/#key={key}";
        if (context.Screen.Json)
        {
            var ready = new JsonObject { ["urls"] = new JsonArray([.. urls.Select(url => (JsonNode)url)]), ["key"] = key };
            await context.Screen.Io.Out.WriteLineAsync(JsonOutput.Line(ready));
            await context.Screen.Io.Out.FlushAsync(context.CancellationToken);
        }
        else
        {
            context.Screen.Words.WriteLine($"The page is at  {link}");
            context.Screen.Words.WriteLine("Whoever has this link may edit. Ctrl-C stops the server.");
        }

        if (context.Line.GetValue(_open))
        {
            Browse(context, link);
        }
    }

    private static void Browse(CommandContext context, string link)
    {
        try
        {
            using var browser = Process.Start(new ProcessStartInfo(link) { UseShellExecute = true });
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or FileNotFoundException or PlatformNotSupportedException)
        {
            context.Screen.Error.WriteLine("No browser could be opened: open the link above yourself.");
        }
    }

    private static List<string> Addresses(WebApplication app, ServeOptions options) =>
        [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => $"{address}{options.PathBase}")];

    // By default both kinds of loopback are served; a container may have one alone.
    private static bool HasIPv6()
    {
        try
        {
            using var listener = new TcpListener(IPAddress.IPv6Loopback, 0);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private WebApplication Build(CommandContext context)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddBelmSources(context.Line.GetValue(Common.Config), Common.Settings(context.Line).Concat(Settings(context.Line)));
        builder.Logging.AddStandardError(builder.Configuration);
        builder.Services.AddBelm(builder.Configuration).Services
            .AddBelmWeb(builder.Configuration)
            .AddBelmSection<ExportOptions>(builder.Configuration, "Telemetry")
            .AddBelmSection<ChatOptions>(builder.Configuration, "Chat")
            .AddBelmHangfire()
            .AddTelemetryExport();
        // A session of a client that begins with a handshake lives here; newer clients need none.
        builder.Services.AddBelmMcp(builder.Configuration).WithHttpTransport(http => http.SessionMode = HttpServerSessionMode.StatefulForInitializeClients).WithBelmBatches();
        var options = builder.Configuration.GetSection("Belm:Serve").Get<ServeOptions>() ?? new ServeOptions();
        builder.WebHost.UseUrls([.. options.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(url => !url.Contains("[::1]", StringComparison.Ordinal) || HasIPv6())]);
        if (options.Urls.Contains("https:", StringComparison.OrdinalIgnoreCase))
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Grace + TimeSpan.FromSeconds(10));
        builder.Services.AddSingleton<IHostLifetime, ServeLifetime>();

        var app = builder.Build();
        app.Services.GetRequiredService<TelemetryExport>();
        if (options.KnownProxies.Count > 0)
        {
            var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost };
            // By default the framework believes everybody on this machine.
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            options.KnownProxies.ToList().ForEach(proxy => forwarded.KnownProxies.Add(IPAddress.Parse(proxy)));
            app.UseForwardedHeaders(forwarded);
        }

        app.MapBelm(options.PathBase, endpoints => endpoints.MapMcp("mcp").RequireScope(Scopes.Read).RequireScope(Scopes.Edit).RequireScope(Scopes.Approve).LimitCalls("agent"));
        return app;
    }
}

/// <summary>Leaves signals to the app, which handles them for all of its commands.</summary>
internal sealed class ServeLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
