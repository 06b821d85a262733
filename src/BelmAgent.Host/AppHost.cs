using System.CommandLine;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Host.Chat;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Configuration;
using BelmAgent.Host.Doctor;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;
using BelmAgent.Host.Telemetry;
using BelmAgent.Host.Terminal;
using BelmAgent.Mcp.Configuration;
using BelmAgent.Web.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BelmAgent.Host;

/// <summary>Builds the app for one command.</summary>
internal static class AppHost
{
    /// <summary>Builds the host and validates its settings; nothing is loaded before it is used.</summary>
    /// <exception cref="BelmException">A settings file cannot be read.</exception>
    /// <exception cref="OptionsValidationException">
    /// A setting is invalid; an <see cref="AggregateException"/> of such exceptions for several.
    /// </exception>
    /// <exception cref="IOException">The file of spans cannot be written.</exception>
    public static IHost Build(AppCommand command, ParseResult line, Screen screen, Interrupts interrupts, Action<IServiceCollection>? configure)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddBelmSources(line.GetValue(command.Common.Config), command.Common.Settings(line).Concat(command.Settings(line)));
        builder.Logging.AddStandardError(builder.Configuration);

        builder.Services.AddSingleton(screen);
        builder.Services.AddSingleton(interrupts);
        builder.Services.AddSingleton<ShownPlan>();
        builder.Services.AddSingleton<IEditApprover, TerminalApprover>();
        builder.Services.AddBelm(builder.Configuration).Services
            .AddBelmSection<ExportOptions>(builder.Configuration, "Telemetry")
            .AddBelmSection<ChatOptions>(builder.Configuration, "Chat")
            .AddBelmSection<ServeOptions>(builder.Configuration, "Serve")
            .AddBelmSection<McpOptions>(builder.Configuration, "Mcp")
            .AddBelmWorkflows(builder.Configuration).AddBelmHangfire();
        var named = command.Inputs(line).ToList();
        builder.Services.PostConfigure<LibraryOptions>(library => library.AllowedRoots = [.. library.AllowedRoots, .. named]);
        builder.Services.AddDoctor().AddChatView().AddTelemetryExport();
        command.AddServices(builder.Services, builder.Configuration);
        configure?.Invoke(builder.Services);

        var host = builder.Build();
        try
        {
            host.Services.GetRequiredService<IStartupValidator>().Validate();
            // Nothing resolves services that only listen.
            host.Services.GetRequiredService<TelemetryExport>();
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }
}
