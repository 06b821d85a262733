using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace BelmAgent.Host.Commands.Options;

/// <summary>Options of every command.</summary>
internal sealed class CommonOptions
{
    // The categories for which appsettings.json sets a level.
    private static readonly string[] Sources = ["Default", "Microsoft.SemanticKernel", "Microsoft.Extensions.AI"];

    public Option<string?> Config { get; } = NewOption.Path(
        "--config", "FILE", "Settings in the form of appsettings.json, laid over it. Environment variables such as BELM__EDITING__STEPS win over both, options over all.");

    public Option<bool> Json { get; } = NewOption.Flag("--json", "Print one JSON object on standard output and nothing else there.");

    public Option<bool> Verbose { get; } = NewOption.Flag("--verbose", "Log more, and show where an unexpected error came from.");

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
