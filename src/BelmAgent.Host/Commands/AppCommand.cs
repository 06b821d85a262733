using System.CommandLine;
using System.Text.Json.Nodes;
using BelmAgent.Editing.Plans;
using BelmAgent.Host.Failures;
using BelmAgent.Host.Output;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BelmAgent.Host.Commands;

/// <summary>A command of the app. It translates between the command line and the domain, and makes no decisions.</summary>
internal abstract class AppCommand(string name, string description) : Command(name, description)
{
    private readonly List<SettingOption> _settings = [];

    /// <summary>Gets the options that every command takes.</summary>
    public CommonOptions Common { get; } = new();

    /// <summary>Returns the configuration from the command line; it overrides every other source.</summary>
    public virtual IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line) => _settings.SelectMany(setting => setting.Read(line));

    /// <summary>Returns the files that the user names for reading. Naming a file permits reading it.</summary>
    public virtual IEnumerable<string> Inputs(ParseResult line) => [];

    /// <summary>Adds the services that only this command needs.</summary>
    public virtual void AddServices(IServiceCollection services, IConfiguration configuration)
    {
    }

    /// <summary>Returns a refusal of a setting that names the option as it is given on the command line, if it has one.</summary>
    public LimitExceededException Explain(LimitExceededException refused)
    {
        var name = $"--{refused.Setting.Split(' ')[0].Replace('_', '-')}";
        var option = Options.Select(option => option.Name).Where(known => name == known || name.StartsWith($"{known}-", StringComparison.Ordinal)).MaxBy(known => known.Length);
        return option is null ? refused : new LimitExceededException(option, refused.Value, refused.Allowed);
    }

    /// <summary>Runs the command.</summary>
    public abstract Task<Outcome> RunAsync(CommandContext context);

    /// <summary>Adds an option that overrides a setting.</summary>
    protected void Add(SettingOption setting)
    {
        _settings.Add(setting);
        Add(setting.Option);
    }

    /// <summary>Adds the shared options; called last, so that help lists a command's own options first.</summary>
    protected virtual void AddTail() => Common.AddTo(this);
}

/// <summary>A command that uses a model and a library.</summary>
internal abstract class ModelCommand(string name, string description) : AppCommand(name, description)
{
    protected override void AddTail()
    {
        Add(SettingOption.Model());
        Add(SettingOption.Provider());
        Add(SettingOption.Library());
        base.AddTail();
    }
}

/// <summary>The result of a command, for a program and for a user.</summary>
/// <param name="Json">The object printed with <c>--json</c>.</param>
/// <param name="Facts">The lines printed for the user.</param>
/// <param name="ExitCode">The exit code of the process.</param>
internal sealed record Outcome(JsonObject Json, FactSheet Facts, int ExitCode = ExitCodes.Done);

/// <summary>Options of every command.</summary>
internal sealed class CommonOptions
{
    // The categories for which appsettings.json sets a level.
    private static readonly string[] Sources = ["Default", "Microsoft.SemanticKernel", "Microsoft.Extensions.AI", "ModelContextProtocol"];

    public Option<string?> Config { get; } = NewOption.Path(
        "--config", "FILE", "Settings file in the format of appsettings.json, which it overrides. Environment variables such as BELM__EDITING__STEPS override both; command-line options override everything.");

    public Option<bool> Json { get; } = NewOption.Flag("--json", "Print a single JSON object, and nothing else, to standard output.");

    public Option<bool> Verbose { get; } = NewOption.Flag("--verbose", "Log more, and print the stack trace of an unexpected error.");

    public void AddTo(Command command)
    {
        command.Add(Config);
        command.Add(Json);
        command.Add(Verbose);
    }

    /// <summary>Returns the configuration from these options.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult line) =>
        line.GetValue(Verbose)
            ? [.. Sources.Select(source => KeyValuePair.Create($"Logging:LogLevel:{source}", (string?)nameof(LogLevel.Debug)))]
            : [];
}
