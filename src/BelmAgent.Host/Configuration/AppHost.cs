using System.CommandLine;
using BelmAgent.Diffusion.AttentionControl;
using BelmAgent.Diffusion.Devices;
using BelmAgent.Diffusion.Hub;
using BelmAgent.Diffusion.Pipeline;
using BelmAgent.Editing;
using BelmAgent.Editing.Audit;
using BelmAgent.Editing.Edits;
using BelmAgent.Editing.Library;
using BelmAgent.Host.Approval;
using BelmAgent.Host.Chat;
using BelmAgent.Host.Commands;
using BelmAgent.Host.Doctor;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Planning;
using BelmAgent.Host.Telemetry;
using BelmAgent.Host.Terminal;
using BelmAgent.Plugins;
using BelmAgent.Plugins.Endpoints;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace BelmAgent.Host.Configuration;

/// <summary>Puts the app together for one command.</summary>
internal static class AppHost
{
    /// <summary>Builds the host and checks its settings; nothing is loaded before it is used.</summary>
    /// <exception cref="UsageException">A settings file cannot be read, or a setting is wrong.</exception>
    /// <exception cref="IOException">The file of spans cannot be written.</exception>
    public static IHost Build(AppCommand command, ParseResult line, Screen screen, Interrupts interrupts, Action<IServiceCollection>? configure)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddBelmSources(line.GetValue(command.Common.Config), command.Common.Settings(line).Concat(command.Settings(line)));
        AddLogging(builder);

        builder.Services.AddSingleton(screen);
        builder.Services.AddSingleton(interrupts);
        builder.Services.AddSingleton<ShownPlan>();
        builder.Services.AddSingleton<IEditApprover, TerminalApprover>();
        new BelmSections(builder.Services, builder.Configuration)
            .Bind<ModelOptions>("Model")
            .Bind<HubOptions>("Models")
            .Bind<DeviceOptions>("Device")
            .Bind<AttentionControlOptions>("Attention")
            .Bind<EditingOptions>("Editing")
            .Bind<LibraryOptions>("Library")
            .Bind<AuditOptions>("Audit")
            .Bind<ExportOptions>("Telemetry")
            .Bind<PlannerOptions>("Planner")
            .Bind<BelmOptions>("Agent")
            .Bind<ChatOptions>("Chat")
            .RequireNoOthers();
        var named = command.Inputs(line).ToList();
        builder.Services.PostConfigure<LibraryOptions>(library => library.AllowedRoots = [.. library.AllowedRoots, .. named]);
        builder.Services.AddBelmEditing().AddPlanning().AddDoctor().AddChatView().AddTelemetryExport();
        configure?.Invoke(builder.Services);

        var host = builder.Build();
        // Nothing asks for what only listens.
        host.Services.GetRequiredService<TelemetryExport>();
        return host;
    }

    private static void AddLogging(HostApplicationBuilder builder)
    {
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
